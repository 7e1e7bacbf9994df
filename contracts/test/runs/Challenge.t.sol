// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IRunRegistry, RunState} from "../../src/interfaces/IRunRegistry.sol";
import {Proposal} from "../support/DaoTest.sol";
import {Defaults} from "../support/Defaults.sol";
import {RunTest} from "../support/RunTest.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

abstract contract ChallengeTest is RunTest {
    bytes32 internal constant EVIDENCE = keccak256("evidence");

    function challenge(bytes32 runId) internal {
        vm.startPrank(dave);
        token.approve(address(runs), Defaults.CHALLENGE_BOND);
        runs.challenge(runId, EVIDENCE);
        vm.stopPrank();
    }

    function aChallengedRun() internal returns (bytes32 runId) {
        runId = aSubmittedRun();
        challenge(runId);
    }

    function ruleOn(bytes32 runId, bool isUpheld) internal {
        vm.prank(address(timelock));
        runs.rule(runId, isUpheld);
    }
}

contract Challenge is ChallengeTest {
    function test_challengeCosts() public {
        bytes32 runId = aSubmittedRun();
        uint256 before = token.balanceOf(dave);
        vm.prank(dave);
        token.approve(address(runs), Defaults.CHALLENGE_BOND);

        vm.expectEmit(address(runs));
        emit IRunRegistry.ReceiptChallenged(
            runId, dave, EVIDENCE, Defaults.CHALLENGE_BOND, uint64(block.timestamp + 40 days)
        );
        vm.prank(dave);
        runs.challenge(runId, EVIDENCE);

        vm.assertEq(before - token.balanceOf(dave), Defaults.CHALLENGE_BOND);
        assertState(runId, RunState.Challenged);
    }

    function test_RevertIf_TheReceiptIsFinal() public {
        bytes32 runId = aSubmittedRun();
        uint64 deadline = uint64(block.timestamp + 1 days);
        vm.warp(deadline);
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__TooLate.selector, deadline));
        runs.challenge(runId, EVIDENCE);
    }

    function test_RevertIf_ChallengedTwice() public {
        bytes32 runId = aChallengedRun();
        vm.expectRevert(
            abi.encodeWithSelector(IRunRegistry.RunRegistry__WrongState.selector, runId, RunState.Challenged)
        );
        runs.challenge(runId, EVIDENCE);
    }

    function test_ADisputedRunIsNotFinal() public {
        bytes32 runId = aChallengedRun();
        skip(2 days);
        vm.expectRevert(
            abi.encodeWithSelector(IRunRegistry.RunRegistry__WrongState.selector, runId, RunState.Challenged)
        );
        runs.finalize(runId);
    }
}

contract Rule is ChallengeTest {
    function test_badReceiptSlashed() public {
        bytes32 runId = aChallengedRun();
        uint256 before = token.balanceOf(dave);

        vm.expectEmit(address(runs));
        emit IRunRegistry.BondSlashed(trainer, Defaults.WORKER_BOND, 4 * Defaults.WORKER_BOND);
        vm.expectEmit(address(runs));
        emit IRunRegistry.ChallengeRuled(runId, true, false, dave, Defaults.CHALLENGE_BOND + Defaults.WORKER_BOND, 0);
        ruleOn(runId, true);

        assertState(runId, RunState.Failed);
        vm.assertEq(token.balanceOf(dave) - before, Defaults.CHALLENGE_BOND + Defaults.WORKER_BOND);
        vm.assertEq(runs.bondOf(trainer), 4 * Defaults.WORKER_BOND);
    }

    function test_AFalseAlarmPaysTheWorker() public {
        bytes32 runId = aChallengedRun();
        skip(2 hours);
        uint64 ruledAt = uint64(block.timestamp);
        vm.expectEmit(address(runs));
        emit IRunRegistry.ChallengeRuled(runId, false, false, trainer, Defaults.CHALLENGE_BOND, ruledAt);
        ruleOn(runId, false);

        vm.assertEq(token.balanceOf(trainer), Defaults.CHALLENGE_BOND);
        runs.finalize(runId);
        assertState(runId, RunState.Canary);
    }

    function test_AFalseAlarmComesTooLateForASupersededRun() public {
        bytes32 runId = aChallengedRun();
        bytes32 newer = anOpenRun();
        assertState(runId, RunState.Challenged);

        vm.expectEmit(address(runs));
        emit IRunRegistry.RunSuperseded(runId, newer);
        ruleOn(runId, false);

        assertState(runId, RunState.Superseded);
        vm.prank(trainer);
        runs.withdrawBond(5 * Defaults.WORKER_BOND);
    }

    function test_TheVotersRule() public {
        bytes32 runId = aChallengedRun();
        carryOut(aProposal(address(runs), abi.encodeCall(runs.rule, (runId, true)), alice));
        assertState(runId, RunState.Failed);
    }

    function test_RevertIf_TheDeadlineHasPassed() public {
        bytes32 runId = aChallengedRun();
        uint64 deadline = uint64(block.timestamp + 40 days);
        vm.warp(deadline + 1);
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__TooLate.selector, deadline));
        ruleOn(runId, true);
    }

    function test_RevertIf_ThereIsNoChallenge() public {
        bytes32 runId = aSubmittedRun();
        vm.expectRevert(
            abi.encodeWithSelector(IRunRegistry.RunRegistry__WrongState.selector, runId, RunState.Submitted)
        );
        ruleOn(runId, true);
    }

    function test_onlyTimelockRules(address caller) public {
        vm.assume(caller != address(timelock));
        bytes32 runId = aChallengedRun();
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, caller));
        vm.prank(caller);
        runs.rule(runId, true);
    }
}

contract SettleUnruled is ChallengeTest {
    function test_noRulingDefaults() public {
        bytes32 runId = aChallengedRun();
        uint256 before = token.balanceOf(dave);
        skip(40 days + 1);

        vm.expectEmit(address(runs));
        emit IRunRegistry.ChallengeRuled(runId, false, true, dave, Defaults.CHALLENGE_BOND, 0);
        runs.settleUnruled(runId);

        assertState(runId, RunState.Failed);
        vm.assertEq(token.balanceOf(dave) - before, Defaults.CHALLENGE_BOND);
        vm.assertEq(runs.bondOf(trainer), 5 * Defaults.WORKER_BOND);
    }

    function test_RevertIf_TheTimelockMayStillRule() public {
        bytes32 runId = aChallengedRun();
        skip(40 days);
        vm.expectRevert(
            abi.encodeWithSelector(IRunRegistry.RunRegistry__TooEarly.selector, uint64(block.timestamp + 1))
        );
        runs.settleUnruled(runId);
    }
}

contract Bonds is ChallengeTest {
    function test_AnyoneAddsToABond() public {
        vm.startPrank(dave);
        token.approve(address(runs), 7e18);
        vm.expectEmit(address(runs));
        emit IRunRegistry.BondDeposited(trainer, dave, 7e18, 5 * Defaults.WORKER_BOND + 7e18);
        runs.depositBond(trainer, 7e18);
        vm.stopPrank();

        vm.assertEq(runs.bondOf(trainer), 5 * Defaults.WORKER_BOND + 7e18);
    }

    function test_WithdrawsWhatIsFree() public {
        vm.expectEmit(address(runs));
        emit IRunRegistry.BondWithdrawn(trainer, 5e18, 5 * Defaults.WORKER_BOND - 5e18);
        withdrawBy(trainer, 5e18);

        vm.assertEq(token.balanceOf(trainer), 5e18);
    }

    function test_RevertIf_ARunIsHeld() public {
        bytes32 runId = aStartedRun();
        bytes memory refusal = abi.encodeWithSelector(IRunRegistry.RunRegistry__BondLocked.selector, trainer);
        vm.expectRevert(refusal);
        withdrawBy(trainer, 1);
        submit(aReceipt(runId), TRAINER_KEY);
        vm.expectRevert(refusal);
        withdrawBy(trainer, 1);
        challenge(runId);
        vm.expectRevert(refusal);
        withdrawBy(trainer, 1);
        ruleOn(runId, false);
        runs.finalize(runId);

        withdrawBy(trainer, 1);
    }

    function test_RevertIf_MoreThanTheBond() public {
        uint256 bond = 5 * Defaults.WORKER_BOND;
        vm.expectRevert(
            abi.encodeWithSelector(IRunRegistry.RunRegistry__BondTooSmall.selector, trainer, bond, bond + 1)
        );
        withdrawBy(trainer, bond + 1);
    }

    function test_AVoteAdmitsAWorker() public {
        Proposal memory proposal = aProposal(address(runs), abi.encodeCall(runs.setWorker, (dave, true)), alice);
        carryOut(proposal);
        vm.assertTrue(runs.isWorker(dave));
    }

    function testFuzz_RevertIf_AStrangerAdmits(address caller) public {
        vm.assume(caller != address(timelock));
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, caller));
        vm.prank(caller);
        runs.setWorker(caller, true);
    }

    function withdrawBy(address worker, uint256 amount) private {
        vm.prank(worker);
        runs.withdrawBond(amount);
    }
}
