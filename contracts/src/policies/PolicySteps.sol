// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {
    AccessTier,
    Bound,
    IPolicyRegistry,
    ModelPolicy,
    RevenueShare,
    Threshold
} from "../interfaces/IPolicyRegistry.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title How far one vote may move a value away from the one in force.
/// @dev What is further away is reached by several votes. What was not there before has no step, only bounds.
library PolicySteps {
    /// @dev Ten times as much, or a tenth.
    uint256 internal constant MAX_FACTOR = 10;
    uint256 internal constant MAX_CANARY_STEP_BPS = 2500;
    uint256 internal constant MAX_REMOVED_THRESHOLDS = 1;

    /// @dev A threshold is loosened by a quarter of its value, or by 0.01.
    uint256 private constant LOOSENING_DIVISOR = 4;
    uint256 private constant LEAST_LOOSENING_E6 = 10_000;
    /// @dev It is tightened to its double or its half, or by 0.1: a slip here lets nothing pass, and no danger.
    uint256 private constant LEAST_TIGHTENING_E6 = 100_000;
    /// @dev A stake below this counts as this much: else no tier that was open to all could ever ask for one.
    uint256 private constant LEAST_STAKE = 100e18;

    /// @dev The rollout of a model: its share of the sessions, its time, its requests.
    function checkCanary(uint256[3] memory old, ModelPolicy calldata policy) internal pure {
        uint256 lowBps = old[0] > MAX_CANARY_STEP_BPS ? old[0] - MAX_CANARY_STEP_BPS : 0;
        _check("canaryBps", old[0], policy.canaryBps, lowBps, old[0] + MAX_CANARY_STEP_BPS);
        _check("canarySeconds", old[1], policy.canarySeconds, old[1] / MAX_FACTOR, old[1] * MAX_FACTOR);
        _check("canaryRequests", old[2], policy.canaryRequests, old[2] / MAX_FACTOR, old[2] * MAX_FACTOR);
    }

    /// @dev Returns how many of the old thresholds are gone, or stand the other way round.
    function checkThresholds(Threshold[] memory old, Threshold[] calldata adopted)
        internal
        pure
        returns (uint256 removed)
    {
        for (uint256 i = 0; i < old.length; ++i) {
            bool isKept = false;
            for (uint256 j = 0; j < adopted.length && !isKept; ++j) {
                isKept = adopted[j].metric == old[i].metric && adopted[j].bound == old[i].bound;
                if (isKept) _checkThreshold(old[i], adopted[j].valueE6);
            }
            if (!isKept) ++removed;
        }
    }

    /// @dev Of both lists of a safety policy together.
    function checkRemoved(uint256 removed) internal pure {
        if (removed > MAX_REMOVED_THRESHOLDS) {
            revert IPolicyRegistry.PolicyRegistry__TooManyRemoved(removed, MAX_REMOVED_THRESHOLDS);
        }
    }

    /// @dev Tiers are compared by their place.
    function checkTiers(AccessTier[] memory old, AccessTier[] calldata adopted) internal pure {
        uint256 count = Math.min(old.length, adopted.length);
        for (uint256 i = 0; i < count; ++i) {
            uint256 stake = old[i].minimumStake;
            uint256 lowStake = stake > LEAST_STAKE * MAX_FACTOR ? stake / MAX_FACTOR : 0;
            uint256 highStake = Math.max(stake, LEAST_STAKE) * MAX_FACTOR;
            _checkTier(i, "minimumStake", stake, adopted[i].minimumStake, lowStake, highStake);

            uint256 requests = old[i].requestsPerMinute;
            _checkTier(
                i,
                "requestsPerMinute",
                requests,
                adopted[i].requestsPerMinute,
                requests / MAX_FACTOR,
                requests * MAX_FACTOR
            );

            uint256 tokens = old[i].contextTokens;
            _checkTier(i, "contextTokens", tokens, adopted[i].contextTokens, tokens / MAX_FACTOR, tokens * MAX_FACTOR);
        }
    }

    /// @dev Whoever is paid before or after: all shares of an account count together.
    function checkShares(RevenueShare[] memory old, RevenueShare[] calldata adopted, uint256 maxStepBps) internal pure {
        for (uint256 i = 0; i < old.length; ++i) {
            _checkShare(old[i].account, old, adopted, maxStepBps);
        }
        for (uint256 i = 0; i < adopted.length; ++i) {
            _checkShare(adopted[i].account, old, adopted, maxStepBps);
        }
    }

    function _checkThreshold(Threshold memory old, uint256 to) private pure {
        uint256 from = old.valueE6;
        bool isAtLeast = old.bound == Bound.AtLeast;
        bool isLooser = isAtLeast ? to < from : to > from;
        uint256 step = isLooser
            ? Math.max(from / LOOSENING_DIVISOR, LEAST_LOOSENING_E6)
            : Math.max(isAtLeast ? from : from / 2, LEAST_TIGHTENING_E6);
        _check(old.metric, from, to, from > step ? from - step : 0, from + step);
    }

    function _checkShare(
        address account,
        RevenueShare[] memory old,
        RevenueShare[] calldata adopted,
        uint256 maxStepBps
    ) private pure {
        uint256 from = 0;
        uint256 to = 0;
        for (uint256 i = 0; i < old.length; ++i) {
            if (old[i].account == account) from += old[i].bps;
        }
        for (uint256 i = 0; i < adopted.length; ++i) {
            if (adopted[i].account == account) to += adopted[i].bps;
        }

        uint256 low = from > maxStepBps ? from - maxStepBps : 0;
        uint256 high = from + maxStepBps;
        if (to < low || to > high) {
            revert IPolicyRegistry.PolicyRegistry__ShareStepTooLarge(account, from, to, to < low ? low : high);
        }
    }

    function _check(bytes32 field, uint256 from, uint256 to, uint256 low, uint256 high) private pure {
        if (to < low || to > high) {
            revert IPolicyRegistry.PolicyRegistry__StepTooLarge(field, from, to, to < low ? low : high);
        }
    }

    function _checkTier(uint256 index, bytes32 field, uint256 from, uint256 to, uint256 low, uint256 high)
        private
        pure
    {
        if (to < low || to > high) {
            revert IPolicyRegistry.PolicyRegistry__TierStepTooLarge(index, field, from, to, to < low ? low : high);
        }
    }
}
