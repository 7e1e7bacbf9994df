// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IRunRegistry, Observation, Receipt, RunState} from "../../src/interfaces/IRunRegistry.sol";
import {Defaults} from "../support/Defaults.sol";
import {RunTest} from "../support/RunTest.sol";

/// @dev What becomes of a run, in each of its states, when a newer version of its policy is adopted.
contract Superseding is RunTest {
    bytes32 private constant EVIDENCE = keccak256("evidence");

    function test_AnOpenRunIsSuperseded() public {
        bytes32 runId = anOpenRun();
        assertBecomes(runId, RunState.Superseded);
    }

    function test_ASubmittedRunIsSupersededAndItsBondIsFree() public {
        bytes32 runId = aSubmittedRun();
        assertBecomes(runId, RunState.Superseded);

        vm.prank(trainer);
        runs.withdrawBond(5 * Defaults.WORKER_BOND);
    }

    function test_ACanaryIsSupersededAndNothingPromotesIt() public {
        bytes32 runId = aCanaryRun();
        skip(CANARY_SECONDS);
        Observation memory observation = anObservation(runId, 0);
        bytes memory signature = signatureOf(observation);
        assertBecomes(runId, RunState.Superseded);

        bytes memory refusal =
            abi.encodeWithSelector(IRunRegistry.RunRegistry__WrongState.selector, runId, RunState.Superseded);
        vm.expectRevert(refusal);
        runs.promote(observation, signature);
        vm.expectRevert(refusal);
        runs.reportBreach(observation, signature);
        vm.assertEq(activeVersion(), 0);
    }

    function test_ADisputeGoesOn() public {
        bytes32 runId = aChallengedRun();
        assertBecomes(runId, RunState.Challenged);

        // The bond is still at stake: a newer version does not save a worker that lied.
        uint256 before = token.balanceOf(dave);
        vm.prank(address(timelock));
        runs.rule(runId, true);
        assertState(runId, RunState.Failed);
        vm.assertEq(token.balanceOf(dave) - before, Defaults.CHALLENGE_BOND + Defaults.WORKER_BOND);
    }

    function test_ADisputeThatFallsEndsInTheSuperseding() public {
        bytes32 runId = aChallengedRun();
        bytes32 second = anOpenRun();
        bytes32 third = anOpenRun();

        vm.expectEmit(address(runs));
        emit IRunRegistry.ChallengeRuled(runId, false, false, trainer, Defaults.CHALLENGE_BOND, uint64(block.timestamp));
        vm.expectEmit(address(runs));
        emit IRunRegistry.RunSuperseded(runId, third);
        vm.prank(address(timelock));
        runs.rule(runId, false);

        assertState(runId, RunState.Superseded);
        assertState(second, RunState.Superseded);
        assertState(third, RunState.Open);
    }

    function test_ADisputeThatNobodyRulesOnFails() public {
        bytes32 runId = aChallengedRun();
        anOpenRun();
        skip(40 days + 1);
        runs.settleUnruled(runId);

        assertState(runId, RunState.Failed);
    }

    function test_AnActiveRunAnswersUntilTheNewerOneIsActive() public {
        bytes32 first = anActiveRun();
        assertBecomes(first, RunState.Active);
        vm.assertEq(activeVersion(), 1);

        // The one that was only adopted is superseded by the next, the active one is not.
        bytes32 third = anActiveRun();
        vm.assertEq(activeVersion(), 3);
        assertState(first, RunState.Active);

        skip(1);
        reportBreach(anObservation(third, 60_000));
        vm.assertEq(activeVersion(), 1);
    }

    function test_WhatIsOverStaysAsItIs() public {
        bytes32 failed = aStartedRun();
        vm.prank(trainer);
        runs.reportFailure(failed, 1, "");
        bytes32 rejected = aStartedRun();
        Receipt memory receipt = aReceipt(rejected);
        receipt.metrics[0].valueE6 = 0;
        submit(receipt, TRAINER_KEY);
        skip(1 days);
        runs.finalize(rejected);
        bytes32 rolledBack = aCanaryRun();
        skip(1);
        reportBreach(anObservation(rolledBack, 60_000));

        vm.recordLogs();
        anOpenRun();
        // RunOpened and PolicyAdopted, and nothing else.
        vm.assertEq(vm.getRecordedLogs().length, 2);
        assertState(failed, RunState.Failed);
        assertState(rejected, RunState.Rejected);
        assertState(rolledBack, RunState.RolledBack);
    }

    function aChallengedRun() private returns (bytes32 runId) {
        runId = aSubmittedRun();
        vm.startPrank(dave);
        token.approve(address(runs), Defaults.CHALLENGE_BOND);
        runs.challenge(runId, EVIDENCE);
        vm.stopPrank();
    }

    /// @dev A newer version is adopted; the run is in this state then.
    function assertBecomes(bytes32 runId, RunState expected) private {
        bytes32 newer = anOpenRun();
        assertState(runId, expected);
        assertState(newer, RunState.Open);
    }
}
