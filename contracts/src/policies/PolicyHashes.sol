// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {
    AccessPolicy,
    ModelPolicy,
    ModerationPolicy,
    ModerationRule,
    RevenuePolicy,
    SafetyPolicy,
    Threshold
} from "../interfaces/IPolicyRegistry.sol";

/// @title The EIP-712 struct hash of each policy: its digest.
/// @dev The types read as the structs of IPolicyRegistry do; enums are `uint8`, as in the ABI.
library PolicyHashes {
    bytes32 private constant MODEL_TYPEHASH = keccak256(
        "ModelPolicy(bytes32 subject,string job,uint16 canaryBps,uint32 canarySeconds,uint32 canaryRequests)"
    );

    bytes32 private constant THRESHOLD_TYPEHASH = keccak256("Threshold(bytes32 metric,uint8 bound,uint64 valueE6)");
    bytes32 private constant SAFETY_TYPEHASH = keccak256(
        "SafetyPolicy(bytes32 subject,Threshold[] training,Threshold[] canary)"
        "Threshold(bytes32 metric,uint8 bound,uint64 valueE6)"
    );

    bytes32 private constant RULE_TYPEHASH =
        keccak256("ModerationRule(string phrase,uint8 action,bool onOutput,string message)");
    bytes32 private constant MODERATION_TYPEHASH = keccak256(
        "ModerationPolicy(bytes32 subject,ModerationRule[] rules)"
        "ModerationRule(string phrase,uint8 action,bool onOutput,string message)"
    );

    bytes32 private constant TIER_TYPEHASH =
        keccak256("AccessTier(uint96 minimumStake,uint32 requestsPerMinute,uint32 contextTokens)");
    bytes32 private constant ACCESS_TYPEHASH = keccak256(
        "AccessPolicy(bytes32 subject,AccessTier[] tiers)"
        "AccessTier(uint96 minimumStake,uint32 requestsPerMinute,uint32 contextTokens)"
    );

    bytes32 private constant SHARE_TYPEHASH = keccak256("RevenueShare(address account,uint16 bps)");
    bytes32 private constant REVENUE_TYPEHASH =
        keccak256("RevenuePolicy(bytes32 subject,RevenueShare[] shares)RevenueShare(address account,uint16 bps)");

    /// @dev The digest of a model policy.
    function hash(ModelPolicy calldata policy) internal pure returns (bytes32) {
        return keccak256(
            abi.encode(
                MODEL_TYPEHASH,
                policy.subject,
                keccak256(bytes(policy.job)),
                policy.canaryBps,
                policy.canarySeconds,
                policy.canaryRequests
            )
        );
    }

    /// @dev The digest of a safety policy.
    function hash(SafetyPolicy calldata policy) internal pure returns (bytes32) {
        return keccak256(abi.encode(SAFETY_TYPEHASH, policy.subject, _hash(policy.training), _hash(policy.canary)));
    }

    /// @dev The digest of a moderation policy.
    function hash(ModerationPolicy calldata policy) internal pure returns (bytes32) {
        bytes32[] memory rules = new bytes32[](policy.rules.length);
        for (uint256 i = 0; i < rules.length; ++i) {
            ModerationRule calldata rule = policy.rules[i];
            bytes32 phrase = keccak256(bytes(rule.phrase));
            bytes32 message = keccak256(bytes(rule.message));
            rules[i] = keccak256(abi.encode(RULE_TYPEHASH, phrase, rule.action, rule.onOutput, message));
        }
        return keccak256(abi.encode(MODERATION_TYPEHASH, policy.subject, _hash(rules)));
    }

    /// @dev The digest of an access policy.
    function hash(AccessPolicy calldata policy) internal pure returns (bytes32) {
        bytes32[] memory tiers = new bytes32[](policy.tiers.length);
        for (uint256 i = 0; i < tiers.length; ++i) {
            tiers[i] = keccak256(abi.encode(TIER_TYPEHASH, policy.tiers[i]));
        }
        return keccak256(abi.encode(ACCESS_TYPEHASH, policy.subject, _hash(tiers)));
    }

    /// @dev The digest of a revenue policy.
    function hash(RevenuePolicy calldata policy) internal pure returns (bytes32) {
        bytes32[] memory shares = new bytes32[](policy.shares.length);
        for (uint256 i = 0; i < shares.length; ++i) {
            shares[i] = keccak256(abi.encode(SHARE_TYPEHASH, policy.shares[i]));
        }
        return keccak256(abi.encode(REVENUE_TYPEHASH, policy.subject, _hash(shares)));
    }

    function _hash(Threshold[] calldata thresholds) private pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](thresholds.length);
        for (uint256 i = 0; i < hashes.length; ++i) {
            hashes[i] = keccak256(abi.encode(THRESHOLD_TYPEHASH, thresholds[i]));
        }
        return _hash(hashes);
    }

    function _hash(bytes32[] memory hashes) private pure returns (bytes32) {
        return keccak256(abi.encodePacked(hashes));
    }
}
