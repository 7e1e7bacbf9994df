// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ModelPolicy, PolicyKind} from "../../src/interfaces/IPolicyRegistry.sol";
import {Metric, Observation, Receipt, RunState} from "../../src/interfaces/IRunRegistry.sol";
import {DaoTest} from "./DaoTest.sol";
import {Defaults} from "./Defaults.sol";

/// @dev Runs brought to each of their states, and the statements of their workers.
abstract contract RunTest is DaoTest {
    uint32 internal constant CANARY_SECONDS = 60;
    uint32 internal constant CANARY_REQUESTS = 5;
    bytes32 internal constant ARTIFACT = keccak256("artifact");

    /// @dev Adopts a model policy as a passed vote does.
    function anOpenRun() internal returns (bytes32 runId) {
        vm.prank(address(timelock));
        (, runId) =
            policies.adoptModel(ModelPolicy(Defaults.SUBJECT, '{"seed":1}', 1000, CANARY_SECONDS, CANARY_REQUESTS));
    }

    function aStartedRun() internal returns (bytes32 runId) {
        runId = anOpenRun();
        vm.prank(trainer);
        runs.startAttempt(runId);
    }

    function aSubmittedRun() internal returns (bytes32 runId) {
        runId = aStartedRun();
        submit(aReceipt(runId), TRAINER_KEY);
    }

    function aCanaryRun() internal returns (bytes32 runId) {
        runId = aSubmittedRun();
        skip(1 days);
        runs.finalize(runId);
    }

    function anActiveRun() internal returns (bytes32 runId) {
        runId = aCanaryRun();
        skip(CANARY_SECONDS);
        promote(anObservation(runId, 10_000));
    }

    /// @dev The trainer's receipt for its first attempt, with refusal 0.9 and perplexity 12.
    function aReceipt(bytes32 runId) internal view returns (Receipt memory receipt) {
        (,,, uint32 attempt,,,) = runs.runOf(runId);
        receipt.runId = runId;
        receipt.attempt = attempt;
        receipt.worker = trainer;
        receipt.artifactDigest = ARTIFACT;
        receipt.evaluationDigest = keccak256("evaluation");
        receipt.provenanceDigest = keccak256("provenance");
        receipt.metrics = new Metric[](2);
        receipt.metrics[0] = Metric("refusal", 900_000);
        receipt.metrics[1] = Metric("perplexity", 12_000_000);
    }

    /// @dev What the observer saw since the canary began, or since the run came into force: seven requests, with this
    /// rate of errors.
    function anObservation(bytes32 runId, uint64 errorRateE6) internal view returns (Observation memory observation) {
        (RunState state,,, uint32 attempt,,, uint64 deadline) = runs.runOf(runId);
        observation.runId = runId;
        observation.attempt = attempt;
        observation.worker = observer;
        observation.artifactDigest = ARTIFACT;
        // Runs are activated here at the end of their canary.
        observation.windowStart = state == RunState.Active ? deadline : deadline - CANARY_SECONDS;
        observation.windowEnd = uint64(block.timestamp);
        observation.requests = 7;
        observation.metrics = new Metric[](1);
        observation.metrics[0] = Metric("errorRate", errorRateE6);
    }

    function signed(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    function signatureOf(Receipt memory receipt, uint256 key) internal view returns (bytes memory) {
        return signed(key, runs.receiptDigest(receipt));
    }

    function signatureOf(Observation memory observation) internal view returns (bytes memory) {
        return signed(OBSERVER_KEY, runs.observationDigest(observation));
    }

    function submit(Receipt memory receipt, uint256 key) internal {
        runs.submitReceipt(receipt, signatureOf(receipt, key));
    }

    function promote(Observation memory observation) internal {
        runs.promote(observation, signatureOf(observation));
    }

    function reportBreach(Observation memory observation) internal {
        runs.reportBreach(observation, signatureOf(observation));
    }

    function assertState(bytes32 runId, RunState expected) internal view {
        vm.assertEq(uint256(runs.stateOf(runId)), uint256(expected));
    }

    function activeVersion() internal view returns (uint256) {
        return policies.activeOf(PolicyKind.Model, Defaults.SUBJECT);
    }
}
