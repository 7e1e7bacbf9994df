// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {MandateGovernor} from "../src/MandateGovernor.sol";
import {RevenueAllocator} from "../src/RevenueAllocator.sol";
import {PolicyKind, RevenuePolicy, RevenueShare} from "../src/interfaces/IPolicyRegistry.sol";
import {IRevenueAllocator} from "../src/interfaces/IRevenueAllocator.sol";
import {IStakedMandate} from "../src/interfaces/IStakedMandate.sol";
import {DaoTest, Proposal} from "./support/DaoTest.sol";
import {FeeToken, GreedyToken, PlainToken, ReentrantPayee, RefusingPayee, SilentToken} from "./support/Tokens.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

/// @dev Executes a queued proposal while it is paid, and takes the payment whatever comes of that.
contract ExecutingPayee {
    MandateGovernor private immutable _GOVERNOR;
    bytes private _execution;
    bool public wasExecuted;

    constructor(MandateGovernor governor) {
        _GOVERNOR = governor;
    }

    function take(Proposal memory proposal) external {
        bytes32 descriptionHash = keccak256(bytes(proposal.description));
        _execution =
            abi.encodeCall(_GOVERNOR.execute, (proposal.targets, proposal.values, proposal.calldatas, descriptionHash));
    }

    receive() external payable {
        (bool isExecuted,) = address(_GOVERNOR).call(_execution);
        wasExecuted = isExecuted;
    }
}

abstract contract RevenueTest is DaoTest {
    address internal constant ETHER = address(0);

    /// @dev ETH comes in, from outside.
    function earn(uint256 amount) internal {
        vm.deal(dave, amount);
        vm.prank(dave);
        (bool isPaid,) = address(allocator).call{value: amount}("");
        vm.assertTrue(isPaid);
    }

    /// @dev Makes a token revenue, as a passed vote does.
    function list(address money) internal {
        vm.prank(address(timelock));
        allocator.listToken(money);
    }

    /// @dev The first share is for `account`, the rest for bob.
    function adoptShares(address account, uint16 bps) internal {
        RevenueShare[] memory shares = new RevenueShare[](2);
        shares[0] = RevenueShare(account, bps);
        shares[1] = RevenueShare(bob, 10_000 - bps);
        // One change of the shares a second.
        skip(1);
        vm.prank(address(timelock));
        policies.adoptRevenue(RevenuePolicy("mandate", shares));
    }
}

contract Allocate is RevenueTest {
    function test_SplitsWhatCameAsVoted() public {
        vm.expectEmit(address(allocator));
        emit IRevenueAllocator.RevenueReceived(dave, 10 ether);
        earn(10 ether);
        vm.assertEq(allocator.pendingOf(ETHER), 10 ether);

        (address[] memory accounts, uint256[] memory amounts) = (new address[](2), new uint256[](2));
        (accounts[0], accounts[1]) = (address(staked), address(timelock));
        (amounts[0], amounts[1]) = (6 ether, 4 ether);
        vm.expectEmit(address(allocator));
        emit IRevenueAllocator.RevenueAllocated(ETHER, 1, 10 ether, accounts, amounts);
        vm.assertEq(allocator.allocate(ETHER), 10 ether);

        vm.assertEq(allocator.claimableOf(ETHER, address(staked)), 6 ether);
        vm.assertEq(allocator.pendingOf(ETHER), 0);
    }

    function testFuzz_TheLastShareTakesTheRemainder(uint96 amount, uint16 bps) public {
        bps = uint16(bound(bps, 1, 9999));
        vm.assume(amount != 0);
        adoptShares(alice, bps);
        earn(amount);
        allocator.allocate(ETHER);

        vm.assertEq(allocator.claimableOf(ETHER, alice), uint256(amount) * bps / 10_000);
        vm.assertEq(allocator.claimableOf(ETHER, alice) + allocator.claimableOf(ETHER, bob), amount);
    }

    function test_MeasuresWhatArrived() public {
        FeeToken fee = new FeeToken();
        list(address(fee));
        fee.mint(dave, 100);
        vm.prank(dave);
        fee.transfer(address(allocator), 100);

        vm.assertEq(allocator.allocate(address(fee)), 90);
    }

    function test_RevertIf_NothingCame() public {
        vm.expectRevert(abi.encodeWithSelector(IRevenueAllocator.RevenueAllocator__NothingToAllocate.selector, ETHER));
        allocator.allocate(ETHER);
    }

    function test_RevertIf_ThereIsNoPolicy() public {
        // The same contract, facing a registry without a revenue policy.
        RevenueAllocator fresh = new RevenueAllocator(policies, IStakedMandate(address(staked)), address(timelock));
        vm.deal(address(fresh), 1);
        vm.etch(address(policies), address(new NoPolicies()).code);

        vm.expectRevert(IRevenueAllocator.RevenueAllocator__NoPolicy.selector);
        fresh.allocate(ETHER);
    }
}

contract NoPolicies {
    function sharesOf(bytes32) external pure returns (uint32 version, RevenueShare[] memory shares) {}
}

contract ChangeOfShares is RevenueTest {
    function test_accruedRevenueKeepsOldSplit() public {
        adoptShares(alice, 9000);
        earn(10 ether);
        vm.prank(dave);
        token.transfer(address(allocator), 10e18);

        adoptShares(alice, 100);

        vm.assertEq(allocator.claimableOf(ETHER, alice), 9 ether);
        vm.assertEq(allocator.claimableOf(address(token), alice), 9e18);
    }

    function test_ARollBackKeepsTheSplitToo() public {
        adoptShares(alice, 9000);
        earn(10 ether);
        vm.prank(guardian);
        policies.rollBack(PolicyKind.Revenue, "mandate", 1);

        vm.assertEq(allocator.claimableOf(ETHER, alice), 9 ether);
    }

    function test_ATokenThatBurnsGasCannotHoldUpAVote() public {
        GreedyToken greedy = new GreedyToken();
        list(address(greedy));
        greedy.mint(address(allocator), 1);
        allocator.allocate(address(greedy));
        greedy.arm();

        adoptShares(alice, 5000);
        vm.assertEq(policies.activeOf(PolicyKind.Revenue, "mandate"), 2);
    }

    function test_ManyTokensCannotMakeAVoteTooDear() public {
        // All that the list takes beside ETH and MND.
        for (uint256 i = 2; i < allocator.MAX_TOKENS(); ++i) {
            GreedyToken greedy = new GreedyToken();
            list(address(greedy));
            greedy.arm();
        }

        uint256 gasBefore = gasleft();
        adoptShares(alice, 5000);
        // The most gas that one transaction can have, EIP-7825, less a quarter for the proposal around it.
        vm.assertLe(gasBefore - gasleft(), uint256(2 ** 24) * 3 / 4);
        vm.assertEq(policies.activeOf(PolicyKind.Revenue, "mandate"), 2);
    }

    function test_TheMostSharesFitTheGasOfAToken() public {
        RevenueShare[] memory shares = new RevenueShare[](16);
        for (uint160 i = 0; i < shares.length; ++i) {
            shares[i] = RevenueShare(address(0xBEEF0000 + i), 625);
        }
        vm.prank(address(timelock));
        policies.adoptRevenue(RevenuePolicy("mandate", shares));
        PlainToken plain = new PlainToken();
        list(address(plain));
        plain.mint(address(allocator), 1600);

        uint256 gasBefore = gasleft();
        allocator.allocate(address(plain));
        uint256 gasUsed = gasBefore - gasleft();

        // Accesses here are warm already that are cold in a transaction of its own: leave room for them.
        vm.assertLe(gasUsed, allocator.GAS_PER_TOKEN() * 4 / 5);
        vm.assertEq(allocator.claimableOf(address(plain), shares[15].account), 100);
    }

    function test_AListedTokenKeepsTheOldSplit() public {
        PlainToken plain = new PlainToken();
        list(address(plain));
        adoptShares(alice, 9000);
        plain.mint(address(allocator), 1000);
        adoptShares(alice, 100);

        vm.assertEq(allocator.claimableOf(address(plain), alice), 900);
    }

    function test_APayeeCannotCarryOutAChangeWhileItIsPaid() public {
        ExecutingPayee payee = new ExecutingPayee(governor);
        adoptShares(address(payee), 5000);
        earn(2 ether);
        allocator.allocate(ETHER);
        RevenueShare[] memory shares = new RevenueShare[](1);
        shares[0] = RevenueShare(bob, 10_000);
        Proposal memory change = aProposal(
            address(policies), abi.encodeCall(policies.adoptRevenue, (RevenuePolicy("mandate", shares))), alice
        );
        toEta(passAndQueue(change));
        earn(10 ether);
        payee.take(change);
        allocator.claim(ETHER, address(payee));

        vm.assertFalse(payee.wasExecuted());
        execute(change);
        vm.assertEq(policies.activeOf(PolicyKind.Revenue, "mandate"), 3);
        vm.assertEq(allocator.claimableOf(ETHER, address(payee)), 5 ether);
    }

    function testFuzz_RevertIf_AStrangerAllocatesAll(address caller) public {
        vm.assume(caller != address(policies));
        vm.expectRevert(abi.encodeWithSelector(IRevenueAllocator.RevenueAllocator__NotPolicyRegistry.selector, caller));
        vm.prank(caller);
        allocator.allocateAll();
    }
}

contract ListToken is RevenueTest {
    function test_MakesATokenRevenue() public {
        PlainToken plain = new PlainToken();
        plain.mint(address(allocator), 100);
        vm.expectEmit(address(allocator));
        emit IRevenueAllocator.RevenueTokenListed(address(plain));
        list(address(plain));

        vm.assertTrue(allocator.isListed(address(plain)));
        vm.assertEq(allocator.allocate(address(plain)), 100);
    }

    function test_WhatTheDaoLivesOnIsListedFromTheStart() public view {
        vm.assertTrue(allocator.isListed(ETHER));
        vm.assertTrue(allocator.isListed(staked.stakingToken()));
        vm.assertTrue(allocator.isListed(staked.rewardToken()));
    }

    function test_ListingTwiceDoesNothing() public {
        vm.recordLogs();
        list(address(token));
        vm.assertEq(vm.getRecordedLogs().length, 0);
    }

    function test_RevertIf_ItIsAllocatedUnlisted() public {
        PlainToken junk = new PlainToken();
        junk.mint(address(allocator), 100);
        vm.expectRevert(abi.encodeWithSelector(IRevenueAllocator.RevenueAllocator__NotListed.selector, address(junk)));
        allocator.allocate(address(junk));
    }

    function test_RevertIf_TheListIsFull() public {
        for (uint160 i = 2; i < allocator.MAX_TOKENS(); ++i) {
            list(address(i));
        }
        vm.expectRevert(abi.encodeWithSelector(IRevenueAllocator.RevenueAllocator__ListFull.selector, 16));
        list(address(1));
    }

    function testFuzz_RevertIf_AStrangerLists(address caller) public {
        vm.assume(caller != address(timelock));
        vm.expectRevert(abi.encodeWithSelector(IRevenueAllocator.RevenueAllocator__NotTimelock.selector, caller));
        vm.prank(caller);
        allocator.listToken(caller);
    }
}

contract Claim is RevenueTest {
    function test_PaysTheAccountWhoeverCalls() public {
        adoptShares(alice, 2500);
        earn(4 ether);
        allocator.allocate(ETHER);

        vm.expectEmit(address(allocator));
        emit IRevenueAllocator.RevenueClaimed(ETHER, alice, 1 ether);
        vm.prank(dave);
        allocator.claim(ETHER, alice);

        vm.assertEq(alice.balance, 1 ether);
        vm.assertEq(allocator.claimableOf(ETHER, alice), 0);
        vm.assertEq(allocator.pendingOf(ETHER), 0);
    }

    function test_StreamsTheStakersShare() public {
        vm.prank(dave);
        token.transfer(address(allocator), 10_000e18);
        allocator.allocate(address(token));
        allocator.claim(address(token), address(staked));
        skip(7 days);

        vm.assertGe(staked.earnedOf(alice), 3428.57e18);
        vm.assertLe(staked.earnedOf(alice), 3428.58e18);
    }

    function test_TheStakersShareInOtherMoneyIsTheTreasurys() public {
        earn(10 ether);
        allocator.allocate(ETHER);
        allocator.claim(ETHER, address(staked));

        vm.assertEq(address(timelock).balance, 6 ether);
    }

    function test_PaysTokensThatReturnNothing() public {
        SilentToken silent = new SilentToken();
        list(address(silent));
        adoptShares(alice, 5000);
        silent.mint(address(allocator), 100);
        allocator.allocate(address(silent));
        allocator.claim(address(silent), alice);

        vm.assertEq(silent.balanceOf(alice), 50);
    }

    function test_NobodyBlocksAnybody() public {
        address refusing = address(new RefusingPayee());
        adoptShares(refusing, 5000);
        earn(2 ether);
        allocator.allocate(ETHER);

        vm.expectRevert(abi.encodeWithSelector(IRevenueAllocator.RevenueAllocator__EtherRefused.selector, refusing));
        allocator.claim(ETHER, refusing);
        allocator.claim(ETHER, bob);
        vm.assertEq(bob.balance, 1 ether);
        vm.assertEq(allocator.claimableOf(ETHER, refusing), 1 ether);
    }

    function test_APayeeCannotReenter() public {
        ReentrantPayee payee = new ReentrantPayee(allocator);
        adoptShares(address(payee), 5000);
        earn(2 ether);
        allocator.allocate(ETHER);
        allocator.claim(ETHER, address(payee));

        vm.assertEq(bytes32(payee.refusal()), bytes32(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector));
        vm.assertEq(address(payee).balance, 1 ether);
    }

    function test_ATokenThatTakesBalancesAwayIsNobodysRevenue() public {
        PlainToken plain = new PlainToken();
        list(address(plain));
        adoptShares(alice, 5000);
        plain.mint(address(allocator), 100);
        allocator.allocate(address(plain));
        vm.prank(address(allocator));
        plain.transfer(dave, 40);

        vm.assertEq(allocator.pendingOf(address(plain)), 0);
        allocator.claim(address(plain), alice);
        vm.assertEq(plain.balanceOf(alice), 50);
    }

    function test_RevertIf_ThereIsNothing() public {
        vm.expectRevert(
            abi.encodeWithSelector(IRevenueAllocator.RevenueAllocator__NothingToClaim.selector, ETHER, alice)
        );
        allocator.claim(ETHER, alice);
    }
}
