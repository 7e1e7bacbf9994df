// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Observation} from "../../src/interfaces/IRunRegistry.sol";
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
}
