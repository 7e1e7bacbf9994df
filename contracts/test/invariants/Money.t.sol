// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {RevenueAllocator} from "../../src/RevenueAllocator.sol";
import {StakedMandate} from "../../src/StakedMandate.sol";
import {Deeds} from "./Deeds.sol";
import {DeedsTest} from "./DeedsTest.t.sol";
import {MoneyHandler} from "./MoneyHandler.sol";

/// forge-config: default.invariant.fail-on-revert = true
contract MoneyInvariants is DeedsTest {
    MoneyHandler private _handler;
    StakedMandate private _staked;
    RevenueAllocator private _allocator;

    function setUp() public {
        _handler = new MoneyHandler();
        _handler.setUp();
        (_staked, _allocator) = _handler.parts();
        targetHandler(address(_handler), selectors());
    }

    /// @dev After each run of calls everybody can leave, and the allocator keeps nothing but what nobody split yet.
    function afterInvariant() public {
        _handler.windUp();
        for (uint256 i = 0; i < 3; ++i) {
            address money = _handler.moneyAt(i);
            vm.assertEq(_handler.balanceOf(money, address(_allocator)), _allocator.pendingOf(money));
        }
        (uint256 stakes, uint256 cooling,) = _handler.sumsOfStake();
        vm.assertEq(stakes + cooling + _staked.totalSupply(), 0);
    }

    function invariant_VotesAreNotMoreThanTheStake() public view {
        vm.assertLe(_handler.sumOfVotes(), _staked.totalSupply());
    }

    function invariant_StakeIsWhatWasPutInAndNotTakenOut() public view {
        (uint256 stakes, uint256 cooling,) = _handler.sumsOfStake();
        vm.assertEq(stakes, _staked.totalSupply());
        vm.assertEq(stakes + cooling, _handler.stakedIn() - _handler.stakedOut());
    }

    function invariant_StakeCoolingAndRewardsAreCovered() public view {
        (uint256 stakes, uint256 cooling, uint256 earned) = _handler.sumsOfStake();
        vm.assertLe(stakes + cooling + earned, _handler.balanceOf(_staked.stakingToken(), address(_staked)));
    }

    function invariant_RewardsPaidAreNotMoreThanNotified() public view {
        (,, uint256 earned) = _handler.sumsOfStake();
        vm.assertLe(_handler.rewardsPaid() + earned, _handler.notified());
    }

    function invariant_ClaimsAreCovered() public view {
        for (uint256 i = 0; i < 3; ++i) {
            address money = _handler.moneyAt(i);
            vm.assertLe(_handler.sumOfClaimable(money), _handler.balanceOf(money, address(_allocator)));
        }
    }

    function invariant_WhatWasAllocatedWasClaimedOrCanBe() public view {
        for (uint256 i = 0; i < 3; ++i) {
            address money = _handler.moneyAt(i);
            uint256 claimable = _handler.sumOfClaimable(money);
            vm.assertEq(_handler.allocated(money), _handler.claimed(money) + claimable);
            vm.assertEq(_handler.arrived(money), _handler.allocated(money) + _allocator.pendingOf(money));
        }
    }

    function invariant_AChangeOfSharesLeavesWhatCameBefore() public view {
        vm.assertFalse(_handler.hasOldRevenueMoved());
    }

    /// @dev The same calls, in an order of our own: what the invariants above were kept for does happen, often.
    function test_EverythingHappens() public {
        bytes32[13] memory names = [
            bytes32("stake"),
            "requestUnstake",
            "unstake",
            "delegate",
            "allocate",
            "claim",
            "rollBack",
            "earn",
            "stream",
            "claimRewards",
            "reward",
            "changeShares",
            "splitBefore"
        ];
        uint256[13] memory done;
        uint256[13] memory refused;
        for (uint256 life = 0; life < 10; ++life) {
            setUp();
            live(life);
            afterInvariant();
            for (uint256 i = 0; i < names.length; ++i) {
                done[i] += _handler.doneCount(names[i]);
                refused[i] += _handler.refusedCount(names[i]);
            }
        }

        for (uint256 i = 0; i < names.length; ++i) {
            if (done[i] < 5) revert TooRare(names[i], done[i]);
            // The first seven are also asked for when they are not due.
            if (i < 7 && refused[i] < 5) revert TooRare(names[i], refused[i]);
        }
    }

    function deeds() internal view override returns (Deeds) {
        return _handler;
    }

    function selectors() internal pure override returns (bytes4[] memory built) {
        built = new bytes4[](15);
        built[0] = MoneyHandler.stakeSome.selector;
        built[1] = MoneyHandler.requestUnstake.selector;
        built[2] = MoneyHandler.unstake.selector;
        built[3] = MoneyHandler.delegate.selector;
        built[4] = built[5] = MoneyHandler.earn.selector;
        built[6] = MoneyHandler.allocate.selector;
        built[7] = built[8] = MoneyHandler.claim.selector;
        built[9] = MoneyHandler.claimRewards.selector;
        built[10] = MoneyHandler.changeShares.selector;
        built[11] = MoneyHandler.rollBackShares.selector;
        built[12] = built[13] = MoneyHandler.pass.selector;
        built[14] = MoneyHandler.stream.selector;
    }
}
