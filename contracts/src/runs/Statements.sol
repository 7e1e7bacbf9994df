// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Metric, Observation, Receipt} from "../interfaces/IRunRegistry.sol";

/// @title The EIP-712 struct hashes of what workers sign.
library Statements {
    bytes32 private constant METRIC_TYPEHASH = keccak256("Metric(bytes32 name,uint64 valueE6)");
    bytes32 private constant RECEIPT_TYPEHASH = keccak256(
        "Receipt(bytes32 runId,uint32 attempt,address worker,bytes32 artifactDigest,bytes32 evaluationDigest,"
        "bytes32 provenanceDigest,Metric[] metrics)Metric(bytes32 name,uint64 valueE6)"
    );
    bytes32 private constant OBSERVATION_TYPEHASH = keccak256(
        "Observation(bytes32 runId,uint32 attempt,address worker,bytes32 artifactDigest,uint64 windowStart,"
        "uint64 windowEnd,uint64 requests,Metric[] metrics)Metric(bytes32 name,uint64 valueE6)"
    );

    /// @dev The struct hash of a receipt.
    function hash(Receipt calldata receipt) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                RECEIPT_TYPEHASH,
                receipt.runId,
                receipt.attempt,
                receipt.worker,
                receipt.artifactDigest,
                receipt.evaluationDigest,
                receipt.provenanceDigest,
                _hash(receipt.metrics)
            )
        );
    }

    /// @dev The struct hash of an observation.
    function hash(Observation calldata observation) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                OBSERVATION_TYPEHASH,
                observation.runId,
                observation.attempt,
                observation.worker,
                observation.artifactDigest,
                observation.windowStart,
                observation.windowEnd,
                observation.requests,
                _hash(observation.metrics)
            )
        );
    }

    function _hash(Metric[] calldata metrics) private pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](metrics.length);
        for (uint256 i = 0; i < hashes.length; ++i) {
            hashes[i] = keccak256(abi.encode(METRIC_TYPEHASH, metrics[i]));
        }
        return keccak256(abi.encodePacked(hashes));
    }
}
