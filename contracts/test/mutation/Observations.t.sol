// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ModelPolicy, SafetyPolicy} from "../../src/interfaces/IPolicyRegistry.sol";
import {IRunRegistry, Metric, Observation, RunState} from "../../src/interfaces/IRunRegistry.sol";
import {Defaults} from "../support/Defaults.sol";
import {RunTest} from "../support/RunTest.sol";

contract Observations is RunTest {
    function test_AreHashedAsWalletsDo() public {
        bytes32 runId = aCanaryRun();
        skip(CANARY_SECONDS);
        Observation memory observation = anObservation(runId, 10_000);
        bytes32 structHash = vm.eip712HashStruct(
            "Observation(bytes32 runId,uint32 attempt,address worker,bytes32 artifactDigest,uint64 windowStart,uint64 windowEnd,uint64 requests,Metric[] metrics)Metric(bytes32 name,uint64 valueE6)",
            abi.encode(observation)
        );
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("RunRegistry"),
                keccak256("1"),
                block.chainid,
                address(runs)
            )
        );

        vm.assertEq(runs.observationDigest(observation), keccak256(abi.encodePacked("\x19\x01", domain, structHash)));
    }

    function test_RevertIf_AMetricIsStatedTwice() public {
        bytes32 runId = aCanaryRun();
        skip(CANARY_SECONDS);
        Observation memory observation = anObservation(runId, 10_000);
        observation.metrics = new Metric[](2);
        observation.metrics[0] = Metric("errorRate", 10_000);
        observation.metrics[1] = Metric("errorRate", 90_000);
        bytes memory signature = signatureOf(observation);

        vm.expectRevert(
            abi.encodeWithSelector(IRunRegistry.RunRegistry__DuplicateMetric.selector, bytes32("errorRate"))
        );
        runs.promote(observation, signature);
    }

    /// @dev Its one bond stands for the run that it holds, and for its word beside.
    function test_AreTakenFromAWorkerThatHoldsARun() public {
        bytes32 runId = aCanaryRun();
        vm.startPrank(address(timelock));
        SafetyPolicy memory safety = Defaults.safety();
        safety.subject = "painter";
        policies.adoptSafety(safety);
        (, bytes32 held) = policies.adoptModel(ModelPolicy("painter", "{}", 1000, 60, 5));
        vm.stopPrank();
        vm.startPrank(observer);
        runs.withdrawBond(4 * Defaults.WORKER_BOND);
        runs.startAttempt(held);
        vm.stopPrank();
        skip(CANARY_SECONDS);
        promote(anObservation(runId, 10_000));

        assertState(runId, RunState.Active);
    }
}
