// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IStakedMandate} from "../src/interfaces/IStakedMandate.sol";
import {DaoTest} from "./support/DaoTest.sol";
import {Defaults} from "./support/Defaults.sol";

contract Stake is DaoTest {
    function test_GivesVotesAtOnceToOneself() public {
        vm.expectEmit(address(staked));
        emit IStakedMandate.Staked(dave, 10e18);
        stakeUnchecked(dave, 10e18);

        vm.assertEq(staked.delegates(dave), dave);
        vm.assertEq(staked.getVotes(dave), 10e18);
        vm.assertEq(token.balanceOf(address(staked)), 350_010e18);
    }

    function test_KeepsTheDelegate() public {
        vm.prank(dave);
        staked.delegate(bob);
        stake(dave, 10e18);

        vm.assertEq(staked.getVotes(bob), 100_010e18);
    }

    function test_AcceptsAPermit() public {
        (uint8 v, bytes32 r, bytes32 s) = aPermit(5e18);
        vm.prank(dave);
        staked.stakeWithPermit(5e18, block.timestamp, v, r, s);

        vm.assertEq(staked.balanceOf(dave), 5e18);
    }

    function test_SurvivesAPermitThatSomebodyUsedAlready() public {
        (uint8 v, bytes32 r, bytes32 s) = aPermit(5e18);
        token.permit(dave, address(staked), 5e18, block.timestamp, v, r, s);
        vm.prank(dave);
        staked.stakeWithPermit(5e18, block.timestamp, v, r, s);

        vm.assertEq(staked.balanceOf(dave), 5e18);
    }

    function test_RevertIf_TheAmountIsZero() public {
        vm.expectRevert(IStakedMandate.StakedMandate__ZeroAmount.selector);
        vm.prank(dave);
        staked.stake(0);
    }

    function test_treasuryHasNoVoice() public {
        vm.startPrank(address(timelock));
        token.approve(address(staked), 1e18);
        bytes memory refusal =
            abi.encodeWithSelector(IStakedMandate.StakedMandate__TreasuryHasNoVoice.selector, address(timelock));
        vm.expectRevert(refusal);
        staked.stake(1e18);
        vm.expectRevert(refusal);
        staked.delegate(bob);
        vm.stopPrank();

        vm.expectRevert(abi.encodeWithSelector(IStakedMandate.StakedMandate__TreasuryHasNoVoice.selector, bob));
        vm.prank(bob);
        staked.delegate(address(timelock));
    }

    function testFuzz_RevertIf_Transferred(uint256 amount) public {
        amount = bound(amount, 0, 100_000e18);
        vm.prank(bob);
        staked.approve(dave, amount);

        vm.expectRevert(IStakedMandate.StakedMandate__NotTransferable.selector);
        vm.prank(bob);
        staked.transfer(dave, amount);
        vm.expectRevert(IStakedMandate.StakedMandate__NotTransferable.selector);
        vm.prank(dave);
        staked.transferFrom(bob, dave, amount);
    }

    function stakeUnchecked(address account, uint256 amount) private {
        vm.prank(account);
        staked.stake(amount);
    }

    function setUp() public override {
        super.setUp();
        vm.prank(dave);
        token.approve(address(staked), 10e18);
    }

    function aPermit(uint256 amount) private view returns (uint8 v, bytes32 r, bytes32 s) {
        bytes32 permit = keccak256(
            abi.encode(
                keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"),
                dave,
                address(staked),
                amount,
                token.nonces(dave),
                block.timestamp
            )
        );
        return vm.sign(0xDA7E, keccak256(abi.encodePacked("\x19\x01", token.DOMAIN_SEPARATOR(), permit)));
    }
}

contract Unstake is DaoTest {
    function test_PaysBackAfterTheCooldown() public {
        uint64 withdrawableAt = uint64(block.timestamp) + Defaults.COOLDOWN;
        vm.expectEmit(address(staked));
        emit IStakedMandate.UnstakeRequested(bob, 40e18, 40e18, withdrawableAt);
        request(bob, 40e18);

        vm.assertEq(staked.getVotes(bob), 99_960e18);
        vm.warp(withdrawableAt);
        vm.prank(bob);
        staked.unstake();

        vm.assertEq(token.balanceOf(bob), 40e18);
        (uint256 cooling,) = staked.coolingOf(bob);
        vm.assertEq(cooling, 0);
    }

    function test_ANewRequestRestartsTheWhole() public {
        request(bob, 40e18);
        skip(Defaults.COOLDOWN - 1);
        request(bob, 1e18);
        skip(1);

        uint64 withdrawableAt = uint64(block.timestamp) + Defaults.COOLDOWN - 1;
        vm.expectRevert(abi.encodeWithSelector(IStakedMandate.StakedMandate__StillCooling.selector, withdrawableAt));
        vm.prank(bob);
        staked.unstake();
        (uint256 cooling,) = staked.coolingOf(bob);
        vm.assertEq(cooling, 41e18);
    }

    function test_RevertIf_ThereIsNothing() public {
        vm.expectRevert(IStakedMandate.StakedMandate__ZeroAmount.selector);
        request(bob, 0);
        vm.expectRevert(abi.encodeWithSelector(IStakedMandate.StakedMandate__NothingToUnstake.selector, bob));
        vm.prank(bob);
        staked.unstake();
    }

    function testFuzz_RevertIf_MoreThanTheStake(uint256 amount) public {
        amount = bound(amount, 100_000e18 + 1, type(uint256).max);
        vm.expectRevert();
        request(bob, amount);
    }

    function request(address account, uint256 amount) private {
        vm.prank(account);
        staked.requestUnstake(amount);
    }
}

contract Rewards is DaoTest {
    uint256 private constant WEEK = 7 days;

    function setUp() public override {
        super.setUp();
        vm.prank(dave);
        token.transfer(address(allocator), 100_000e18);
        vm.prank(address(allocator));
        token.approve(address(staked), type(uint256).max);
    }

    function notify(uint256 amount) private {
        vm.prank(address(allocator));
        staked.notifyReward(amount);
    }

    function claimBy(address account) private returns (uint256 amount) {
        vm.prank(account);
        return staked.claimRewards();
    }

    function test_AreSharedByStake() public {
        notify(7000e18);
        skip(WEEK);

        vm.assertGe(4000e18, claimBy(alice));
        vm.assertGe(2000e18, claimBy(bob));
        vm.assertGe(token.balanceOf(alice), 3999.99e18);
        vm.assertGe(token.balanceOf(bob), 1999.99e18);
    }

    /// @dev As a reward token of six decimals has it: 100 units a week over 350,000 staked, looked at all the time.
    function test_SmallRewardsAreNotRoundedAway() public {
        notify(100e6);
        for (uint256 i = 0; i < 100; ++i) {
            skip(WEEK / 100);
            vm.prank(dave);
            staked.claimRewards();
        }

        vm.assertGe(staked.earnedOf(alice), 57_000_000);
    }

    function test_AreStreamed() public {
        notify(7000e18);
        skip(WEEK / 2);
        vm.assertGe(staked.earnedOf(alice), 1999.99e18);
        vm.assertLe(staked.earnedOf(alice), 2000e18);
    }

    function test_ALateStakerEarnsFromThenOn() public {
        notify(7000e18);
        skip(WEEK / 2);
        stake(dave, 50_000e18);
        vm.assertEq(staked.earnedOf(dave), 0);
        skip(WEEK / 2);
        vm.assertGe(staked.earnedOf(dave), 437.4e18);
        vm.assertLe(staked.earnedOf(dave), 437.5e18);
    }

    function test_WhatWasEarnedOutlastsTheStake() public {
        notify(7000e18);
        skip(WEEK);
        vm.prank(bob);
        staked.requestUnstake(100_000e18);
        skip(WEEK);
        vm.assertGe(claimBy(bob), 1999.99e18);
        vm.assertEq(claimBy(bob), 0);
    }

    function test_AnUnfinishedPeriodIsStreamedOn() public {
        notify(7000e18);
        skip(WEEK / 2);
        notify(7000e18);
        skip(WEEK);

        uint256 paid = claimBy(alice) + claimBy(bob) + claimBy(carol);
        vm.assertGe(paid, 13_999.99e18);
        vm.assertLe(paid, 14_000e18);
    }

    function test_ASmallNoticeCannotPutTheStreamOff() public {
        notify(7000e18);
        skip(WEEK - 1 hours);
        notify(1);
        skip(1 hours);

        vm.assertGe(claimBy(alice), 3999.99e18);
        // It was not lost: the next stream has it.
        notify(7000e18);
        skip(WEEK);
        claimBy(alice);
        claimBy(bob);
        claimBy(carol);
        vm.assertLe(token.balanceOf(address(staked)) - staked.totalSupply(), 1e10);
    }

    function test_TimeWithoutStakeIsStreamedLater() public {
        vm.prank(alice);
        staked.requestUnstake(200_000e18);
        vm.prank(bob);
        staked.requestUnstake(100_000e18);
        vm.prank(carol);
        staked.requestUnstake(50_000e18);
        notify(7000e18);
        skip(WEEK);
        stake(dave, 1e18);
        vm.assertEq(staked.earnedOf(dave), 0);
        notify(1e18);
        skip(WEEK);

        vm.assertGe(staked.earnedOf(dave), 7000.99e18);
        vm.assertLe(staked.earnedOf(dave), 7001e18);
    }

    function test_RevertIf_NothingIsNotified() public {
        vm.expectRevert(IStakedMandate.StakedMandate__ZeroAmount.selector);
        notify(0);
    }

    function testFuzz_RevertIf_TheCallerIsNotTheAllocator(address caller) public {
        vm.assume(caller != address(allocator));
        vm.expectRevert(abi.encodeWithSelector(IStakedMandate.StakedMandate__NotAllocator.selector, caller));
        vm.prank(caller);
        staked.notifyReward(1);
    }
}

contract TierOf is DaoTest {
    function test_FollowsTheStake() public {
        // Tier 1 asks for nothing, tier 2 for 100.
        vm.assertEq(staked.tierOf(dave), 1);
        stake(dave, 100e18 - 1);
        vm.assertEq(staked.tierOf(dave), 1);
        stake(dave, 1);
        vm.assertEq(staked.tierOf(dave), 2);
    }

    function test_TellsWhatItIs() public view {
        vm.assertEq(staked.stakingToken(), address(token));
        vm.assertEq(staked.rewardToken(), address(token));
        vm.assertEq(staked.cooldownSeconds(), Defaults.COOLDOWN);
        vm.assertEq(staked.CLOCK_MODE(), "mode=timestamp");
        vm.assertEq(staked.symbol(), "sMND");
    }
}
