// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IStakedMandate} from "../../src/interfaces/IStakedMandate.sol";
import {DaoTest} from "../support/DaoTest.sol";

/// @dev The stream to the wei: a rate of 350,000 wei a second over 350,000 MND gives alice 200,000 wei a second.
contract StakedRewardsToTheWei is DaoTest {
    uint256 private constant DURATION = 7 days;
    uint256 private constant RATE = 350_000;

    uint256 private _start;

    function setUp() public override {
        super.setUp();
        vm.prank(dave);
        token.transfer(address(allocator), 100_000e18);
        vm.prank(address(allocator));
        token.approve(address(staked), type(uint256).max);
        _start = block.timestamp;
    }

    /// @dev A notice, and the rate and end that it must bring.
    function notify(uint256 amount, uint256 rate, uint256 endsAt) private {
        vm.expectEmit(address(staked));
        emit IStakedMandate.RewardNotified(amount, rate, uint64(endsAt));
        vm.prank(address(allocator));
        staked.notifyReward(amount);
    }

    function quit(address account, uint256 amount) private {
        vm.prank(account);
        staked.requestUnstake(amount);
    }

    function test_EarnsByTheSecondUntilTheEnd() public {
        notify(RATE * DURATION, RATE, _start + DURATION);
        vm.assertEq(staked.earnedOf(alice), 0);
        skip(10);
        vm.assertEq(staked.earnedOf(alice), 2_000_000);
        vm.warp(_start + DURATION);
        vm.assertEq(staked.earnedOf(alice), 200_000 * DURATION);
        skip(10);
        vm.assertEq(staked.earnedOf(alice), 200_000 * DURATION);
    }

    function test_ClaimsWhatWasEarnedOnce() public {
        notify(RATE * DURATION, RATE, _start + DURATION);
        skip(10);
        vm.expectEmit(address(staked));
        emit IStakedMandate.RewardClaimed(alice, 2_000_000);
        vm.prank(alice);
        vm.assertEq(staked.claimRewards(), 2_000_000);
        vm.assertEq(token.balanceOf(alice), 2_000_000);
        vm.assertEq(staked.earnedOf(alice), 0);

        skip(1);
        vm.assertEq(staked.earnedOf(alice), 200_000);
        vm.assertEq(staked.earnedOf(bob), 1_100_000);
    }

    function test_NothingIsMovedWhenNothingWasEarned() public {
        vm.recordLogs();
        vm.prank(alice);
        vm.assertEq(staked.claimRewards(), 0);
        vm.assertEq(vm.getRecordedLogs().length, 1);
    }

    function test_ANoticeStreamsOnWhatIsLeft() public {
        notify(RATE * DURATION, RATE, _start + DURATION);
        skip(DURATION / 2);
        notify(RATE * DURATION, RATE * 3 / 2, _start + DURATION / 2 + DURATION);
        skip(2);
        vm.assertEq(staked.earnedOf(alice), 200_000 * (DURATION / 2) + 300_000 * 2);
    }

    function test_TheRemainderOfADivisionWaits() public {
        notify(RATE * DURATION + 5, RATE, _start + DURATION);
        skip(DURATION);
        notify(2 * DURATION - 5, 2, _start + 2 * DURATION);
    }

    function test_ANoticeThatWouldSlowTheStreamDownWaits() public {
        notify(RATE * DURATION, RATE, _start + DURATION);
        skip(100);
        notify(RATE * 100 - 1, RATE, _start + DURATION);
        vm.warp(_start + DURATION);
        vm.assertEq(staked.earnedOf(alice), 200_000 * DURATION);
        notify(DURATION + 1, 1 + RATE * 100 / DURATION, _start + 2 * DURATION);
    }

    function test_ANoticeThatKeepsTheRateBeginsANewPeriod() public {
        notify(RATE * DURATION, RATE, _start + DURATION);
        skip(100);
        notify(RATE * 100, RATE, _start + 100 + DURATION);
    }

    function test_AfterTheEndAStreamMayBeSlower() public {
        notify(RATE * DURATION, RATE, _start + DURATION);
        vm.warp(_start + DURATION);
        notify(7 * DURATION, 7, _start + 2 * DURATION);
    }

    function test_WhatNobodyEarnedIsStreamedLater() public {
        notify(RATE * DURATION, RATE, _start + DURATION);
        skip(10);
        quit(alice, 200_000e18);
        quit(bob, 100_000e18);
        quit(carol, 50_000e18);
        skip(100);
        stake(dave, 1e18);
        // 100 seconds went by without any stake; the rest of the stream is left, less the second that dave has earned.
        skip(1);
        uint256 waiting = (DURATION - 111 + 100) * RATE;
        notify(10 * DURATION - waiting % DURATION, waiting / DURATION + 10, block.timestamp + DURATION);
        vm.assertEq(staked.earnedOf(dave), RATE);
        vm.assertEq(staked.earnedOf(alice), 2_000_000);
    }
}
