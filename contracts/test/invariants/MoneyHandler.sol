// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {RevenueAllocator} from "../../src/RevenueAllocator.sol";
import {StakedMandate} from "../../src/StakedMandate.sol";
import {PolicyKind, RevenuePolicy, RevenueShare} from "../../src/interfaces/IPolicyRegistry.sol";
import {DaoTest} from "../support/DaoTest.sol";
import {FeeToken} from "../support/Tokens.sol";
import {Deeds} from "./Deeds.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @dev Stakes, leaves, earns, allocates, changes the shares and claims, in any order: in ETH, in MND, and in a token that
/// keeps a tenth of every transfer.
contract MoneyHandler is DaoTest, Deeds {
    address private constant ETHER = address(0);

    FeeToken private _fee;
    address[4] private _actors;

    // The handler's own books.
    uint256 public notified;
    uint256 public rewardsPaid;
    uint256 public stakedIn;
    uint256 public stakedOut;
    mapping(address money => uint256) public arrived;
    mapping(address money => uint256) public allocated;
    mapping(address money => uint256) public claimed;
    bool public hasOldRevenueMoved;

    function setUp() public override {
        super.setUp();
        _actors = [alice, bob, carol, dave];
        stakedIn = staked.totalSupply();
        _fee = new FeeToken();
        vm.prank(address(timelock));
        allocator.listToken(address(_fee));
        for (uint256 i = 0; i < 4; ++i) {
            vm.prank(_actors[i]);
            token.approve(address(staked), type(uint256).max);
        }
    }

    // What may be called, in any order.

    function stakeSome(uint256 seed, uint256 amount) external {
        address account = pick(seed);
        uint256 balance = token.balanceOf(account);
        amount = bound(amount, 0, balance + balance / 8);
        bool isDue = amount != 0 && amount <= balance;
        bool isDone = ask(account, address(staked), abi.encodeCall(staked.stake, (amount)));
        judge("stake", isDue, isDone);
        if (isDone) stakedIn += amount;
    }

    function requestUnstake(uint256 seed, uint256 amount) external {
        address account = pick(seed);
        uint256 stakeNow = staked.balanceOf(account);
        amount = bound(amount, 0, seed % 3 == 0 ? stakeNow : stakeNow / 2);
        bool isDone = ask(account, address(staked), abi.encodeCall(staked.requestUnstake, (amount)));
        judge("requestUnstake", amount != 0, isDone);
    }

    function unstake(uint256 seed) external {
        address account = pick(seed);
        (uint256 cooling, uint64 withdrawableAt) = staked.coolingOf(account);
        if (seed % 3 == 0 && withdrawableAt > block.timestamp) vm.warp(withdrawableAt);
        bool isDone = ask(account, address(staked), abi.encodeCall(staked.unstake, ()));
        judge("unstake", cooling != 0 && block.timestamp >= withdrawableAt, isDone);
        if (isDone) stakedOut += cooling;
    }

    function delegate(uint256 seed, uint256 to) external {
        address delegatee = to % 8 == 0 ? address(timelock) : pick(to);
        bool isDone = ask(pick(seed), address(staked), abi.encodeCall(staked.delegate, (delegatee)));
        judge("delegate", delegatee != address(timelock), isDone);
    }

    function earn(uint256 seed, uint256 amount) public {
        address money = moneyAt(seed % 3);
        uint256 before = balanceOf(money, address(allocator));
        if (money == ETHER) {
            amount = bound(amount, 0, 10 ether);
            vm.deal(dave, amount);
            vm.prank(dave);
            (bool isPaid,) = address(allocator).call{value: amount}("");
            vm.assertTrue(isPaid);
        } else {
            address from = money == address(_fee) ? dave : pick(seed >> 8);
            if (money == address(_fee)) _fee.mint(dave, amount % 1e24);
            amount = bound(amount, 0, IERC20(money).balanceOf(from) / 2);
            vm.prank(from);
            IERC20(money).transfer(address(allocator), amount);
        }
        arrived[money] += balanceOf(money, address(allocator)) - before;
        judge("earn", true, true);
    }

    function allocate(uint256 seed) public {
        address money = moneyAt(seed % 3);
        uint256 pending = allocator.pendingOf(money);
        bool isDone = ask(address(this), address(allocator), abi.encodeCall(allocator.allocate, (money)));
        judge("allocate", pending != 0, isDone);
        if (isDone) allocated[money] += pending;
    }

    function claim(uint256 seed, uint256 who) external {
        claimOne(moneyAt(seed % 3), payeeAt(who % 6));
    }

    function stream(uint256 seed, uint256 amount) external {
        earn(3 * (seed / 4) + 1, amount);
        allocate(1);
        claimOne(address(token), address(staked));
    }

    function claimOne(address money, address account) private {
        uint256 claimable = allocator.claimableOf(money, account);
        bool isDone = ask(dave, address(allocator), abi.encodeCall(allocator.claim, (money, account)));
        judge("claim", claimable != 0, isDone);
        if (!isDone) return;
        claimed[money] += claimable;
        if (account != address(staked) || money != address(token)) return;
        notified += claimable;
        judge("stream", true, true);
    }

    function claimRewards(uint256 seed) external {
        address account = pick(seed);
        uint256 earned = staked.earnedOf(account);
        uint256 before = token.balanceOf(account);
        bool isDone = ask(account, address(staked), abi.encodeCall(staked.claimRewards, ()));
        uint256 paid = token.balanceOf(account) - before;
        judge("claimRewards", true, isDone && paid == earned);
        rewardsPaid += paid;
        if (paid != 0) judge("reward", true, true);
    }

    /// @dev Whether a change is allowed is for PolicyRegistry's own tests; here it is followed by its money.
    function changeShares(uint256 seed, uint256 part) external {
        uint16 bps = uint16(bound(part, 1, 9999));
        RevenueShare[] memory shares = new RevenueShare[](2);
        shares[0] = RevenueShare(payeeAt(seed % 2 == 0 ? 4 : seed % 6), bps);
        shares[1] = RevenueShare(payeeAt((seed >> 8) % 6), 10_000 - bps);
        bytes memory data = abi.encodeCall(policies.adoptRevenue, (RevenuePolicy("mandate", shares)));
        skip(1);
        follow("changeShares", address(timelock), data);
    }

    function rollBackShares(uint256 version) external {
        uint32 active = policies.activeOf(PolicyKind.Revenue, "mandate");
        uint32 earlier = uint32(bound(version, 1, active));
        follow("rollBack", guardian, abi.encodeCall(policies.rollBack, (PolicyKind.Revenue, "mandate", earlier)));
    }

    function pass(uint256 time) external {
        skip(bound(time, 1, time % 8 == 0 ? 20 days : 2 days));
    }

    /// @dev Everybody leaves with all that is theirs; who sends it has no part in it.
    function windUp() external {
        for (uint256 i = 0; i < 3; ++i) {
            for (uint256 j = 0; j < 6; ++j) {
                if (allocator.claimableOf(moneyAt(i), payeeAt(j)) != 0) allocator.claim(moneyAt(i), payeeAt(j));
            }
        }
        for (uint256 i = 0; i < 4; ++i) {
            uint256 stakeNow = staked.balanceOf(_actors[i]);
            vm.startPrank(_actors[i]);
            staked.claimRewards();
            if (stakeNow != 0) staked.requestUnstake(stakeNow);
            vm.stopPrank();
        }
        skip(staked.cooldownSeconds());
        for (uint256 i = 0; i < 4; ++i) {
            (uint256 cooling,) = staked.coolingOf(_actors[i]);
            vm.prank(_actors[i]);
            if (cooling != 0) staked.unstake();
        }
    }

    // What the invariants ask.

    function parts() external view returns (StakedMandate, RevenueAllocator) {
        return (staked, allocator);
    }

    function moneyAt(uint256 index) public view returns (address) {
        return [ETHER, address(token), address(_fee)][index];
    }

    function payeeAt(uint256 index) public view returns (address) {
        if (index < 4) return _actors[index];
        return index == 4 ? address(staked) : address(timelock);
    }

    function balanceOf(address money, address account) public view returns (uint256) {
        return money == ETHER ? account.balance : IERC20(money).balanceOf(account);
    }

    function sumOfClaimable(address money) external view returns (uint256 sum) {
        for (uint256 i = 0; i < 6; ++i) {
            sum += allocator.claimableOf(money, payeeAt(i));
        }
    }

    function sumOfVotes() external view returns (uint256 sum) {
        for (uint256 i = 0; i < 4; ++i) {
            sum += staked.getVotes(_actors[i]);
        }
    }

    function sumsOfStake() external view returns (uint256 stakes, uint256 cooling, uint256 earned) {
        for (uint256 i = 0; i < 4; ++i) {
            (uint256 amount,) = staked.coolingOf(_actors[i]);
            stakes += staked.balanceOf(_actors[i]);
            cooling += amount;
            earned += staked.earnedOf(_actors[i]);
        }
    }

    /// @dev Carries out a change of the shares, and looks whether each money that waited was split by the shares before it.
    function follow(bytes32 deed, address caller, bytes memory data) private {
        (, RevenueShare[] memory shares) = policies.sharesOf("mandate");
        uint256[3] memory pending;
        uint256[6][3] memory before;
        for (uint256 i = 0; i < 3; ++i) {
            pending[i] = allocator.pendingOf(moneyAt(i));
            for (uint256 j = 0; j < 6; ++j) {
                before[i][j] = allocator.claimableOf(moneyAt(i), payeeAt(j));
            }
        }
        bool isDone = ask(caller, address(policies), data);
        judge(deed, isDone, isDone);
        if (!isDone) return;

        for (uint256 i = 0; i < 3; ++i) {
            allocated[moneyAt(i)] += pending[i];
            for (uint256 j = 0; j < 6; ++j) {
                uint256 due = before[i][j] + shareOf(shares, payeeAt(j), pending[i]);
                if (allocator.claimableOf(moneyAt(i), payeeAt(j)) != due) hasOldRevenueMoved = true;
            }
            if (pending[i] != 0) judge("splitBefore", true, true);
        }
    }

    /// @dev The part of one account, counted in another way than the contract does.
    function shareOf(RevenueShare[] memory shares, address account, uint256 amount)
        private
        pure
        returns (uint256 part)
    {
        uint256 others = 0;
        for (uint256 i = 0; i + 1 < shares.length; ++i) {
            uint256 share = amount * shares[i].bps / 10_000;
            others += share;
            if (shares[i].account == account) part += share;
        }
        if (shares[shares.length - 1].account == account) part += amount - others;
    }

    function ask(address caller, address target, bytes memory data) private returns (bool isDone) {
        vm.prank(caller);
        (isDone,) = target.call(data);
    }

    function pick(uint256 seed) private view returns (address) {
        return _actors[seed % 4];
    }
}
