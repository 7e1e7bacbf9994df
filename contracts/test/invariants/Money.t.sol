// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {RevenuePolicy, RevenueShare} from "../../src/interfaces/IPolicyRegistry.sol";
import {DaoTest} from "../support/DaoTest.sol";
import {Test} from "../support/Test.sol";

/// @dev Stakes, leaves, earns, allocates and claims, in any order.
contract MoneyHandler is DaoTest {
    uint256 public notified;
    uint256 public rewardsPaid;

    /// @dev A call that reverted may have left its prank behind.
    modifier undisguised() {
        vm.stopPrank();
        _;
    }

    function actors() public view returns (address[4] memory) {
        return [alice, bob, carol, dave];
    }

    function stakeSome(uint256 seed, uint256 amount) external undisguised {
        address account = pick(seed);
        stake(account, bound(amount, 0, token.balanceOf(account)));
    }

    function requestUnstake(uint256 seed, uint256 amount) external undisguised {
        address account = pick(seed);
        amount = bound(amount, 0, staked.balanceOf(account));
        vm.prank(account);
        staked.requestUnstake(amount);
    }

    function unstake(uint256 seed) external undisguised {
        address account = pick(seed);
        (, uint64 withdrawableAt) = staked.coolingOf(account);
        if (seed % 3 == 0 && withdrawableAt > block.timestamp) vm.warp(withdrawableAt);
        vm.prank(account);
        staked.unstake();
    }

    function delegate(uint256 seed, uint256 to) external undisguised {
        vm.prank(pick(seed));
        staked.delegate(pick(to));
    }

    function pass(uint256 time) external undisguised {
        skip(bound(time, 1, 20 days));
    }

    function earn(uint256 seed, uint256 amount) external undisguised {
        address account = pick(seed);
        uint256 balance = token.balanceOf(account);
        vm.prank(account);
        token.transfer(address(allocator), bound(amount, 0, balance / 2));
        vm.deal(address(allocator), address(allocator).balance + amount % 1 ether);
    }

    function allocate(bool isEther) external undisguised {
        allocator.allocate(isEther ? address(0) : address(token));
    }

    function claim(uint256 seed, bool isEther) external undisguised {
        allocator.claim(isEther ? address(0) : address(token), pick(seed));
    }

    function streamToStakers() external undisguised {
        notified += allocator.claim(address(token), address(staked));
    }

    function claimRewards(uint256 seed) external undisguised {
        vm.prank(pick(seed));
        rewardsPaid += staked.claimRewards();
    }

    function changeShares(uint256 seed, uint16 bps) external undisguised {
        bps = uint16(bound(bps, 0, 10_000));
        RevenueShare[] memory shares = new RevenueShare[](2);
        shares[0] = RevenueShare(address(staked), bps);
        shares[1] = RevenueShare(pick(seed), 10_000 - bps);
        vm.prank(address(timelock));
        policies.adoptRevenue(RevenuePolicy("mandate", shares));
    }

    function sumOfVotes() external view returns (uint256 sum) {
        for (uint256 i = 0; i < 4; ++i) {
            sum += staked.getVotes(actors()[i]);
        }
    }

    /// @dev What the staking contract owes: stake, what cools down, rewards.
    function owedByStaked() external view returns (uint256 owed) {
        owed = staked.totalSupply();
        for (uint256 i = 0; i < 4; ++i) {
            (uint256 cooling,) = staked.coolingOf(actors()[i]);
            owed += cooling + staked.earnedOf(actors()[i]);
        }
    }

    function claimable(address money) external view returns (uint256 sum) {
        for (uint256 i = 0; i < 4; ++i) {
            sum += allocator.claimableOf(money, actors()[i]);
        }
        sum += allocator.claimableOf(money, address(staked)) + allocator.claimableOf(money, address(timelock));
    }

    function mnd() external view returns (address) {
        return address(token);
    }

    function balances() external view returns (uint256 ofStaked, uint256 supply, uint256 ofAllocator, uint256 ether_) {
        ofStaked = token.balanceOf(address(staked));
        supply = staked.totalSupply();
        ofAllocator = token.balanceOf(address(allocator));
        ether_ = address(allocator).balance;
    }

    function pick(uint256 seed) private view returns (address) {
        return actors()[seed % 4];
    }
}

contract MoneyInvariants is Test {
    MoneyHandler private _handler;

    function setUp() public {
        _handler = new MoneyHandler();
        _handler.setUp();

        bytes4[] memory selectors = new bytes4[](11);
        selectors[0] = MoneyHandler.stakeSome.selector;
        selectors[1] = MoneyHandler.requestUnstake.selector;
        selectors[2] = MoneyHandler.unstake.selector;
        selectors[3] = MoneyHandler.delegate.selector;
        selectors[4] = MoneyHandler.pass.selector;
        selectors[5] = MoneyHandler.earn.selector;
        selectors[6] = MoneyHandler.allocate.selector;
        selectors[7] = MoneyHandler.claim.selector;
        selectors[8] = MoneyHandler.streamToStakers.selector;
        selectors[9] = MoneyHandler.claimRewards.selector;
        selectors[10] = MoneyHandler.changeShares.selector;
        targetHandler(address(_handler), selectors);
    }

    function invariant_VotesAreNotMoreThanTheStake() public view {
        (, uint256 supply,,) = _handler.balances();
        vm.assertLe(_handler.sumOfVotes(), supply);
    }

    function invariant_StakeCoolingAndRewardsAreCovered() public view {
        (uint256 ofStaked,,,) = _handler.balances();
        vm.assertLe(_handler.owedByStaked(), ofStaked);
    }

    function invariant_RewardsPaidAreNotMoreThanNotified() public view {
        vm.assertLe(_handler.rewardsPaid(), _handler.notified());
    }

    function invariant_ClaimsAreCovered() public view {
        (,, uint256 ofAllocator, uint256 ether_) = _handler.balances();
        vm.assertLe(_handler.claimable(address(0)), ether_);
        vm.assertLe(_handler.claimable(_handler.mnd()), ofAllocator);
    }
}
