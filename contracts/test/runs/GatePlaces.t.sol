// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPolicyRegistry, PolicyKind, SafetyPolicy} from "../../src/interfaces/IPolicyRegistry.sol";
import {IRunRegistry, Metric, Miss, Observation, Receipt, RunState, Stage} from "../../src/interfaces/IRunRegistry.sol";
import {Defaults} from "../support/Defaults.sol";
import {RunTest} from "../support/RunTest.sol";

contract Finalize is RunTest {
    function test_LetsAPassingRunThrough() public {
        bytes32 runId = aSubmittedRun();
        skip(1 days);
        vm.expectEmit(address(runs));
        emit IRunRegistry.CanaryStarted(runId, 1, 1000, uint64(block.timestamp + CANARY_SECONDS));
        runs.finalize(runId);

        assertState(runId, RunState.Canary);
    }

    function test_thresholdViolationCannotFinalize() public {
        bytes32 runId = aStartedRun();
        Receipt memory receipt = aReceipt(runId);
        receipt.metrics[0].valueE6 = 799_999;
        receipt.metrics[1].name = "unknown";
        submit(receipt, TRAINER_KEY);
        skip(1 days);

        Miss[] memory misses = new Miss[](2);
        misses[0] = Miss("refusal", false, false, 799_999, 800_000);
        misses[1] = Miss("perplexity", true, true, 0, 50_000_000);
        vm.expectEmit(address(runs));
        emit IRunRegistry.RunRejected(runId, 1, misses);
        runs.finalize(runId);

        assertState(runId, RunState.Rejected);
        vm.assertEq(activeVersion(), 0);
        vm.prank(trainer);
        runs.withdrawBond(5 * Defaults.WORKER_BOND);
    }

    function testFuzz_RejectsExactlyWhatMisses(uint64 refusal, uint64 perplexity) public {
        bytes32 runId = aStartedRun();
        Receipt memory receipt = aReceipt(runId);
        receipt.metrics[0].valueE6 = refusal = uint64(bound(refusal, 700_000, 900_000));
        receipt.metrics[1].valueE6 = perplexity = uint64(bound(perplexity, 40_000_000, 60_000_000));
        submit(receipt, TRAINER_KEY);
        skip(1 days);
        runs.finalize(runId);

        bool isPassing = refusal >= 800_000 && perplexity <= 50_000_000;
        assertState(runId, isPassing ? RunState.Canary : RunState.Rejected);
    }

    function test_ComparesWithTheThresholdsOfTheMoment() public {
        bytes32 runId = aSubmittedRun();
        SafetyPolicy memory tighter = Defaults.safety();
        tighter.training[0].valueE6 = 900_001;
        vm.prank(address(timelock));
        policies.tightenSafety(tighter);
        skip(1 days);
        runs.finalize(runId);

        assertState(runId, RunState.Rejected);
    }

    function test_RevertIf_TheReceiptIsNotFinal() public {
        bytes32 runId = aSubmittedRun();
        uint64 finalizableAt = uint64(block.timestamp + 1 days);
        skip(1 days - 1);
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__TooEarly.selector, finalizableAt));
        runs.finalize(runId);
    }

    function test_RevertIf_TheSubjectHasNoThresholds() public {
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__NoThresholds.selector, bytes32("painter")));
        runs.missesOf("painter", Stage.Training, new Metric[](0));
    }

    function test_MissesOfTellsBeforehand() public view {
        Metric[] memory metrics = new Metric[](1);
        metrics[0] = Metric("errorRate", 50_001);
        (uint32 version, Miss[] memory misses) = runs.missesOf(Defaults.SUBJECT, Stage.Canary, metrics);
        vm.assertEq(version, 1);
        vm.assertEq(abi.encode(misses[0]), abi.encode(Miss("errorRate", false, true, 50_001, 50_000)));

        (, misses) = runs.missesOf(Defaults.SUBJECT, Stage.Training, metrics);
        vm.assertEq(misses.length, 2);
    }
}

contract Promote is RunTest {
    function test_PutsTheVersionInForce() public {
        bytes32 runId = aCanaryRun();
        skip(CANARY_SECONDS);
        Observation memory observation = anObservation(runId, 50_000);

        vm.expectEmit(address(runs));
        emit IRunRegistry.RunActivated(runId, 1, observer, 7, observation.metrics);
        vm.expectEmit(address(policies));
        emit IPolicyRegistry.PolicyActivated(PolicyKind.Model, Defaults.SUBJECT, 1, 2);
        promote(observation);

        assertState(runId, RunState.Active);
        vm.assertEq(activeVersion(), 1);
    }

    function test_RevertIf_TheCanaryIsNotOver() public {
        bytes32 runId = aCanaryRun();
        uint64 endsAt = uint64(block.timestamp + CANARY_SECONDS);
        skip(CANARY_SECONDS - 1);
        refuse(anObservation(runId, 0), abi.encodeWithSelector(IRunRegistry.RunRegistry__TooEarly.selector, endsAt));
    }

    function test_RevertIf_TooFewRequestsWereSeen() public {
        Observation memory observation = afterTheCanary();
        observation.requests = CANARY_REQUESTS - 1;
        refuse(
            observation, abi.encodeWithSelector(IRunRegistry.RunRegistry__TooFewRequests.selector, 4, CANARY_REQUESTS)
        );
    }

    function test_RevertIf_AThresholdIsMissed() public {
        Observation memory observation = afterTheCanary();
        observation.metrics[0].valueE6 = 50_001;
        refuse(observation, abi.encodeWithSelector(IRunRegistry.RunRegistry__CanaryMissed.selector, observation.runId));
    }

    function test_RevertIf_TheWindowIsNotTheCanarys() public {
        Observation memory observation = afterTheCanary();
        (uint64 start, uint64 end) = (observation.windowStart, observation.windowEnd);
        observation.windowStart = start - 1;
        refuseWindow(observation);
        (observation.windowStart, observation.windowEnd) = (start, end + 1);
        refuseWindow(observation);
        (observation.windowStart, observation.windowEnd) = (end, end);
        refuseWindow(observation);
    }

    function test_RevertIf_TheArtifactOrAttemptIsAnother() public {
        Observation memory observation = afterTheCanary();
        observation.artifactDigest = keccak256("another");
        refuse(
            observation,
            abi.encodeWithSelector(
                IRunRegistry.RunRegistry__OtherArtifact.selector, observation.artifactDigest, ARTIFACT
            )
        );
        observation.attempt = 2;
        refuse(
            observation,
            abi.encodeWithSelector(IRunRegistry.RunRegistry__WrongAttempt.selector, observation.runId, 2, 1)
        );
    }

    function test_RevertIf_AStrangerObserved() public {
        Observation memory observation = afterTheCanary();
        observation.worker = dave;
        refuse(observation, abi.encodeWithSelector(IRunRegistry.RunRegistry__NotAdmitted.selector, dave));

        observation.worker = trainer;
        bytes memory signature = signatureOf(observation);
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__BadSignature.selector, trainer));
        runs.promote(observation, signature);
    }

    function test_RevertIf_PromotedTwice() public {
        Observation memory observation = afterTheCanary();
        promote(observation);
        refuse(
            observation,
            abi.encodeWithSelector(IRunRegistry.RunRegistry__WrongState.selector, observation.runId, RunState.Active)
        );
    }

    function afterTheCanary() private returns (Observation memory) {
        bytes32 runId = aCanaryRun();
        skip(CANARY_SECONDS);
        return anObservation(runId, 0);
    }

    function refuse(Observation memory observation, bytes memory refusal) private {
        bytes memory signature = signatureOf(observation);
        vm.expectRevert(refusal);
        runs.promote(observation, signature);
    }

    function refuseWindow(Observation memory observation) private {
        refuse(
            observation,
            abi.encodeWithSelector(
                IRunRegistry.RunRegistry__BadWindow.selector, observation.windowStart, observation.windowEnd
            )
        );
    }
}

contract ReportBreach is RunTest {
    function test_EndsACanaryAtOnce() public {
        bytes32 runId = aCanaryRun();
        skip(1);
        Observation memory observation = anObservation(runId, 60_000);
        Miss[] memory misses = new Miss[](1);
        misses[0] = Miss("errorRate", false, true, 60_000, 50_000);

        vm.expectEmit(address(runs));
        emit IRunRegistry.RunRolledBack(runId, 1, observer, 7, observation.metrics, misses);
        reportBreach(observation);

        assertState(runId, RunState.RolledBack);
        vm.assertEq(activeVersion(), 0);
    }

    function test_PutsTheVersionBeforeBackInForce() public {
        bytes32 first = anActiveRun();
        bytes32 second = anActiveRun();
        skip(1);
        reportBreach(anObservation(second, 60_000));

        vm.assertEq(activeVersion(), 1);
        assertState(first, RunState.Active);
        assertState(second, RunState.RolledBack);
        skip(1);
        reportBreach(anObservation(first, 60_000));
        vm.assertEq(activeVersion(), 0);
    }

    function test_AMissingMetricIsABreach() public {
        bytes32 runId = anActiveRun();
        skip(1);
        Observation memory observation = anObservation(runId, 0);
        observation.metrics = new Metric[](0);
        reportBreach(observation);

        assertState(runId, RunState.RolledBack);
    }

    function test_TighterThresholdsDoNotTurnTheCanaryIntoABreach() public {
        bytes32 runId = aCanaryRun();
        skip(CANARY_SECONDS);
        Observation memory observation = anObservation(runId, 10_000);
        bytes memory signature = signatureOf(observation);
        runs.promote(observation, signature);
        SafetyPolicy memory tighter = Defaults.safety();
        tighter.canary[0].valueE6 = 5000;
        vm.prank(address(timelock));
        policies.tightenSafety(tighter);
        skip(1);

        vm.expectRevert(
            abi.encodeWithSelector(
                IRunRegistry.RunRegistry__BadWindow.selector, observation.windowStart, observation.windowEnd
            )
        );
        runs.reportBreach(observation, signature);
    }

    function test_RevertIf_NothingIsMissed() public {
        bytes32 runId = anActiveRun();
        skip(1);
        Observation memory observation = anObservation(runId, 50_000);
        bytes memory signature = signatureOf(observation);
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__NoBreach.selector, runId));
        runs.reportBreach(observation, signature);
    }

    function test_RevertIf_ItIsNotInForce() public {
        bytes32 first = anActiveRun();
        anActiveRun();
        Observation memory observation = anObservation(first, 60_000);
        bytes memory signature = signatureOf(observation);
        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__NotBackward.selector, 1, 2));
        runs.reportBreach(observation, signature);
    }

    function test_RevertIf_ItDoesNotAnswer() public {
        bytes32 runId = aSubmittedRun();
        Observation memory observation = anObservation(runId, 60_000);
        vm.expectRevert(
            abi.encodeWithSelector(IRunRegistry.RunRegistry__WrongState.selector, runId, RunState.Submitted)
        );
        runs.reportBreach(observation, "");
    }
}
