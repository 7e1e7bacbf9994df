// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ModelPolicy, SafetyPolicy} from "../src/interfaces/IPolicyRegistry.sol";
import {IRunRegistry, Metric, Miss, Receipt, RunState} from "../src/interfaces/IRunRegistry.sol";
import {Defaults} from "./support/Defaults.sol";
import {RunTest} from "./support/RunTest.sol";

/// @dev The whole way, by votes only: a vote changes the model, a bad run is refused, a breach goes back.
contract Journey is RunTest {
    function test_AVoteChangesTheModel() public {
        bytes32 first = aVotedRun('{"lora":{"rank":8}}', 1);
        carryThrough(first);
        vm.assertEq(activeVersion(), 1);

        bytes32 second = aVotedRun('{"lora":{"rank":1}}', 2);
        refuseAtTheGate(second);
        vm.assertEq(activeVersion(), 1);

        bytes32 third = aVotedRun('{"lora":{"rank":16}}', 3);
        carryThrough(third);
        vm.assertEq(activeVersion(), 3);

        skip(1 hours);
        reportBreach(anObservation(third, 400_000));
        vm.assertEq(activeVersion(), 1);
        assertState(first, RunState.Active);
        assertState(second, RunState.Rejected);
        assertState(third, RunState.RolledBack);
    }

    function test_AVoteTightensTheGate() public {
        SafetyPolicy memory tighter = Defaults.safety();
        tighter.training[0].valueE6 = 950_000;
        carryOut(aProposal(address(policies), abi.encodeCall(policies.tightenSafety, (tighter)), alice));

        bytes32 runId = aVotedRun("{}", 1);
        start(runId);
        submit(aReceipt(runId), TRAINER_KEY);
        skip(1 days);
        runs.finalize(runId);

        assertState(runId, RunState.Rejected);
    }

    function aVotedRun(string memory job, uint32 version) private returns (bytes32) {
        ModelPolicy memory policy = ModelPolicy(Defaults.SUBJECT, job, 1000, CANARY_SECONDS, CANARY_REQUESTS);
        carryOut(aProposal(address(policies), abi.encodeCall(policies.adoptModel, (policy)), alice));
        bytes32 digest = vm.eip712HashStruct(
            "ModelPolicy(bytes32 subject,string job,uint16 canaryBps,uint32 canarySeconds,uint32 canaryRequests)",
            abi.encode(policy)
        );
        return runs.runIdOf(Defaults.SUBJECT, version, digest);
    }

    function start(bytes32 runId) private {
        vm.prank(trainer);
        runs.startAttempt(runId);
    }

    function carryThrough(bytes32 runId) private {
        assertState(runId, RunState.Open);
        start(runId);
        submit(aReceipt(runId), TRAINER_KEY);
        assertState(runId, RunState.Submitted);
        skip(1 days);
        runs.finalize(runId);
        assertState(runId, RunState.Canary);
        skip(CANARY_SECONDS);
        promote(anObservation(runId, 1));
        assertState(runId, RunState.Active);
    }

    function refuseAtTheGate(bytes32 runId) private {
        start(runId);
        Receipt memory receipt = aReceipt(runId);
        receipt.metrics[0] = Metric("refusal", 120_000);
        submit(receipt, TRAINER_KEY);
        skip(1 days);

        Miss[] memory misses = new Miss[](1);
        misses[0] = Miss("refusal", false, false, 120_000, 800_000);
        vm.expectEmit(address(runs));
        emit IRunRegistry.RunRejected(runId, 1, misses);
        runs.finalize(runId);
    }
}
