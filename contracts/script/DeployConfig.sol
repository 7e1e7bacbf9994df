// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {RunRegistry} from "../src/RunRegistry.sol";
import {Track} from "../src/interfaces/IMandateGovernor.sol";
import {
    AccessTier,
    Bound,
    ModerationAction,
    ModerationRule,
    SafetyPolicy,
    Threshold
} from "../src/interfaces/IPolicyRegistry.sol";
import {Script} from "./Script.sol";

/// @dev `amount` is for `account` at the birth of the token.
struct Holder {
    address account;
    uint256 amount;
}

/// @dev A worker admitted from the start, with its bond.
struct InitialWorker {
    address account;
    uint256 bond;
}

/// @dev Calls of `signature` on the contract named `target` are under `trackId`.
struct NamedRoute {
    string target;
    string signature;
    uint8 trackId;
}

/// @dev A share of the revenue; `account` is an address or the name of one of our contracts.
struct NamedShare {
    string account;
    uint16 bps;
}

/// @dev What may leave the treasury in one window; `asset` is "ether", the name of one of our contracts, or an address.
struct NamedCap {
    string asset;
    uint256 cap;
}

/// @dev Everything that a deployment is made of.
struct Config {
    Holder[] holders;
    uint256 treasuryAmount;
    uint256 outflowWindowSeconds;
    NamedCap[] outflowCaps;
    Track[] tracks;
    NamedRoute[] routes;
    uint256 proposalThreshold;
    address guardian;
    uint64 guardianTermSeconds;
    uint64 cooldownSeconds;
    uint64 rewardsDurationSeconds;
    RunRegistry.Terms terms;
    InitialWorker[] workers;
    SafetyPolicy safety;
    bytes32 moderationSubject;
    ModerationRule[] moderation;
    AccessTier[] access;
    NamedShare[] revenue;
    uint16 maxShareStepBps;
}

/// @title Reads a deployment's config from JSON. Unknown names and wrong types stop the deployment.
abstract contract DeployConfig is Script {
    struct JsonThreshold {
        string metric;
        string bound;
        uint64 valueE6;
    }

    struct JsonRule {
        string phrase;
        string action;
        bool onOutput;
        string message;
    }

    string private constant HOLDER = "Holder(address account,uint256 amount)";
    string private constant WORKER = "InitialWorker(address account,uint256 bond)";
    string private constant TRACK =
        "Track(uint32 votingDelaySeconds,uint32 votingPeriodSeconds,uint32 timelockDelaySeconds,uint32 expirySeconds,uint16 quorumBps,uint16 approvalBps,uint96 quorumFloor)";
    string private constant ROUTE = "NamedRoute(string target,string signature,uint8 trackId)";
    string private constant TERMS =
        "Terms(uint64 attemptSeconds,uint64 staleSeconds,uint64 challengeWindowSeconds,uint64 rulingSeconds,uint32 confirmationsRequired,uint256 workerBond,uint256 challengeBond)";
    string private constant THRESHOLD = "JsonThreshold(string metric,string bound,uint64 valueE6)";
    string private constant RULE = "JsonRule(string phrase,string action,bool onOutput,string message)";
    string private constant TIER = "AccessTier(uint96 minimumStake,uint32 requestsPerMinute,uint32 contextTokens)";
    string private constant CAP = "NamedCap(string asset,uint256 cap)";
    string private constant SHARE = "NamedShare(string account,uint16 bps)";

    /// @dev Text that is none of the names the config knows.
    error DeployConfig__UnknownName(string name);

    function parseConfig(string memory json) public pure returns (Config memory config) {
        config.holders = abi.decode(vm.parseJsonTypeArray(json, ".holders", HOLDER), (Holder[]));
        config.treasuryAmount = vm.parseJsonUint(json, ".treasuryAmount");
        config.outflowWindowSeconds = vm.parseJsonUint(json, ".outflow.windowSeconds");
        config.outflowCaps = abi.decode(vm.parseJsonTypeArray(json, ".outflow.caps", CAP), (NamedCap[]));
        config.tracks = abi.decode(vm.parseJsonTypeArray(json, ".tracks", TRACK), (Track[]));
        config.routes = abi.decode(vm.parseJsonTypeArray(json, ".routes", ROUTE), (NamedRoute[]));
        config.proposalThreshold = vm.parseJsonUint(json, ".proposalThreshold");
        config.guardian = vm.parseJsonAddress(json, ".guardian.account");
        config.guardianTermSeconds = uint64(vm.parseJsonUint(json, ".guardian.termSeconds"));
        config.cooldownSeconds = uint64(vm.parseJsonUint(json, ".cooldownSeconds"));
        config.rewardsDurationSeconds = uint64(vm.parseJsonUint(json, ".rewardsDurationSeconds"));
        config.terms = abi.decode(vm.parseJsonType(json, ".terms", TERMS), (RunRegistry.Terms));
        config.workers = abi.decode(vm.parseJsonTypeArray(json, ".workers", WORKER), (InitialWorker[]));
        _parsePolicies(json, config);
    }

    function _parsePolicies(string memory json, Config memory config) private pure {
        bytes32 subject = _name(abi.decode(vm.parseJsonType(json, ".subject", "string"), (string)));
        config.safety.subject = subject;
        config.safety.training = _thresholds(json, ".safety.training");
        config.safety.canary = _thresholds(json, ".safety.canary");
        config.moderationSubject = subject;
        config.moderation = _rules(json);
        config.access = abi.decode(vm.parseJsonTypeArray(json, ".access", TIER), (AccessTier[]));
        config.maxShareStepBps = abi.decode(vm.parseJsonType(json, ".maxShareStepBps", "uint16"), (uint16));
        config.revenue = abi.decode(vm.parseJsonTypeArray(json, ".revenue", SHARE), (NamedShare[]));
    }

    function _thresholds(string memory json, string memory key) private pure returns (Threshold[] memory thresholds) {
        JsonThreshold[] memory read = abi.decode(vm.parseJsonTypeArray(json, key, THRESHOLD), (JsonThreshold[]));
        thresholds = new Threshold[](read.length);
        for (uint256 i = 0; i < read.length; ++i) {
            bool isAtMost = _isFirst("AtMost", "AtLeast", read[i].bound);
            thresholds[i] = Threshold({
                metric: _name(read[i].metric), bound: isAtMost ? Bound.AtMost : Bound.AtLeast, valueE6: read[i].valueE6
            });
        }
    }

    function _rules(string memory json) private pure returns (ModerationRule[] memory rules) {
        JsonRule[] memory read = abi.decode(vm.parseJsonTypeArray(json, ".moderation", RULE), (JsonRule[]));
        rules = new ModerationRule[](read.length);
        for (uint256 i = 0; i < read.length; ++i) {
            bool isFlag = _isFirst("Flag", "Block", read[i].action);
            rules[i] = ModerationRule({
                phrase: read[i].phrase,
                action: isFlag ? ModerationAction.Flag : ModerationAction.Block,
                onOutput: read[i].onOutput,
                message: read[i].message
            });
        }
    }

    /// @dev A short ASCII name, left-aligned in 32 bytes.
    function _name(string memory text) private pure returns (bytes32) {
        uint256 length = bytes(text).length;
        if (length == 0 || length > 32) revert DeployConfig__UnknownName(text);
        // forge-lint: disable-next-line(unsafe-typecast)
        return bytes32(bytes(text));
    }

    function _isFirst(string memory first, string memory second, string memory text) private pure returns (bool) {
        bool isFirst = keccak256(bytes(text)) == keccak256(bytes(first));
        if (!isFirst && keccak256(bytes(text)) != keccak256(bytes(second))) revert DeployConfig__UnknownName(text);
        return isFirst;
    }
}
