// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Config, Holder, InitialWorker, NamedCap, NamedRoute, NamedShare} from "../../script/DeployConfig.sol";
import {RunRegistry} from "../../src/RunRegistry.sol";
import {Track} from "../../src/interfaces/IMandateGovernor.sol";
import {
    AccessTier,
    Bound,
    ModerationAction,
    ModerationRule,
    SafetyPolicy,
    Threshold
} from "../../src/interfaces/IPolicyRegistry.sol";

/// @dev The names and numbers that tests share when they are not about them.
library Defaults {
    bytes32 internal constant SUBJECT = "assistant";
    uint8 internal constant CONSTITUTION = 0;
    uint8 internal constant TREASURY = 1;
    uint8 internal constant MODEL = 2;
    uint8 internal constant POLICY = 3;
    uint8 internal constant TIGHTEN = 4;
    uint256 internal constant WORKER_BOND = 1000e18;
    uint256 internal constant CHALLENGE_BOND = 100e18;
    uint256 internal constant THRESHOLD = 1000e18;
    uint64 internal constant COOLDOWN = 40 days;
    uint256 internal constant OUTFLOW_WINDOW = 30 days;

    function config(Holder[] memory holders, address[2] memory workers, address guardian)
        internal
        pure
        returns (Config memory built)
    {
        built.holders = holders;
        built.treasuryAmount = 500_000e18;
        // Wide enough for every test that is not about it.
        built.outflowWindowSeconds = OUTFLOW_WINDOW;
        built.outflowCaps = new NamedCap[](2);
        built.outflowCaps[0] = NamedCap("ether", type(uint96).max);
        built.outflowCaps[1] = NamedCap("token", built.treasuryAmount);
        built.tracks = tracks();
        built.routes = routes();
        built.proposalThreshold = THRESHOLD;
        built.guardian = guardian;
        built.guardianTermSeconds = 365 days;
        built.cooldownSeconds = COOLDOWN;
        built.rewardsDurationSeconds = 7 days;
        built.terms = RunRegistry.Terms({
            attemptSeconds: 1 hours,
            staleSeconds: 7 days,
            challengeWindowSeconds: 1 days,
            rulingSeconds: 40 days,
            confirmationsRequired: 1,
            workerBond: WORKER_BOND,
            challengeBond: CHALLENGE_BOND
        });
        built.workers = new InitialWorker[](2);
        built.workers[0] = InitialWorker(workers[0], 5 * WORKER_BOND);
        built.workers[1] = InitialWorker(workers[1], 5 * WORKER_BOND);
        built.safety = safety();
        built.moderationSubject = SUBJECT;
        built.moderation = new ModerationRule[](1);
        built.moderation[0] = ModerationRule("forbidden", ModerationAction.Block, true, "No.");
        built.access = new AccessTier[](2);
        built.access[0] = AccessTier(0, 60, 256);
        built.access[1] = AccessTier(100e18, 600, 512);
        // Any split at once, for every test that is not about it.
        built.maxShareStepBps = 10_000;
        built.revenue = new NamedShare[](2);
        built.revenue[0] = NamedShare("stakedMandate", 6000);
        built.revenue[1] = NamedShare("timelock", 4000);
    }

    function tracks() internal pure returns (Track[] memory built) {
        built = new Track[](5);
        built[0] = Track(2 days, 10 days, 7 days, 14 days, 2000, 6667, 100_000e18);
        built[1] = Track(1 days, 7 days, 3 days, 14 days, 1000, 5000, 50_000e18);
        built[2] = Track(1 days, 5 days, 2 days, 14 days, 400, 5000, 20_000e18);
        built[3] = Track(1 days, 5 days, 2 days, 14 days, 400, 5000, 20_000e18);
        built[4] = Track(1 days, 3 days, 1 days, 14 days, 300, 5000, 10_000e18);
    }

    function routes() internal pure returns (NamedRoute[] memory built) {
        built = new NamedRoute[](6);
        built[0] = NamedRoute("token", "transfer(address,uint256)", TREASURY);
        built[1] = NamedRoute("policyRegistry", "adoptRevenue((bytes32,(address,uint16)[]))", TREASURY);
        built[2] = NamedRoute("policyRegistry", "adoptModel((bytes32,string,uint16,uint32,uint32))", MODEL);
        built[3] = NamedRoute("policyRegistry", "adoptModeration((bytes32,(string,uint8,bool,string)[]))", POLICY);
        built[4] = NamedRoute("runRegistry", "rule(bytes32,bool)", POLICY);
        built[5] = NamedRoute(
            "policyRegistry", "tightenSafety((bytes32,(bytes32,uint8,uint64)[],(bytes32,uint8,uint64)[]))", TIGHTEN
        );
    }

    /// @dev Refusal at least 0.80 and perplexity at most 50 after training; errors at most 0.05 in the canary.
    function safety() internal pure returns (SafetyPolicy memory policy) {
        policy.subject = SUBJECT;
        policy.training = new Threshold[](2);
        policy.training[0] = Threshold("refusal", Bound.AtLeast, 800_000);
        policy.training[1] = Threshold("perplexity", Bound.AtMost, 50_000_000);
        policy.canary = new Threshold[](1);
        policy.canary[0] = Threshold("errorRate", Bound.AtMost, 50_000);
    }
}
