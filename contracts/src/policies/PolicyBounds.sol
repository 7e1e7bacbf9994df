// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {
    AccessTier,
    Bound,
    IPolicyRegistry,
    ModelPolicy,
    ModerationRule,
    RevenueShare,
    Threshold
} from "../interfaces/IPolicyRegistry.sol";

/// @title What a policy may say. A document outside these bounds is a mistake, whoever voted for it.
library PolicyBounds {
    uint256 internal constant MAX_JOB_BYTES = 16_384;
    uint256 internal constant MAX_THRESHOLDS = 16;
    uint256 internal constant MAX_RULES = 64;
    uint256 internal constant MAX_TIERS = 8;
    uint256 internal constant MAX_SHARES = 16;
    uint16 internal constant MAX_CANARY_BPS = 5000;
    uint32 internal constant MAX_CANARY_SECONDS = 30 days;
    uint32 internal constant MAX_CANARY_REQUESTS = 1e6;
    uint32 internal constant MAX_REQUESTS_PER_MINUTE = 1e6;
    uint32 internal constant MAX_CONTEXT_TOKENS = 2 ** 24;
    /// @dev One million, with six decimals.
    uint64 internal constant MAX_VALUE_E6 = 1e12;
    uint256 internal constant WHOLE_BPS = 10_000;

    function checkSubject(bytes32 subject) internal pure {
        if (subject == 0) revert IPolicyRegistry.PolicyRegistry__EmptySubject();
    }

    function check(ModelPolicy calldata policy) internal pure {
        uint256 length = bytes(policy.job).length;
        if (length == 0) revert IPolicyRegistry.PolicyRegistry__EmptyJob();
        if (length > MAX_JOB_BYTES) revert IPolicyRegistry.PolicyRegistry__JobTooLong(length, MAX_JOB_BYTES);

        // A canary that nobody is sent to, that never ends, or that most are sent to, is none.
        bool isShareBounded = policy.canaryBps != 0 && policy.canaryBps <= MAX_CANARY_BPS;
        bool isTimeBounded = policy.canarySeconds != 0 && policy.canarySeconds <= MAX_CANARY_SECONDS;
        bool isCountBounded = policy.canaryRequests != 0 && policy.canaryRequests <= MAX_CANARY_REQUESTS;
        if (!isShareBounded || !isTimeBounded || !isCountBounded) {
            revert IPolicyRegistry.PolicyRegistry__CanaryOutOfBounds(
                policy.canaryBps, policy.canarySeconds, policy.canaryRequests
            );
        }
    }

    function check(Threshold[] calldata thresholds) internal pure {
        if (thresholds.length == 0) revert IPolicyRegistry.PolicyRegistry__NoThresholds();
        _checkCount(thresholds.length, MAX_THRESHOLDS);

        for (uint256 i = 0; i < thresholds.length; ++i) {
            Threshold calldata threshold = thresholds[i];
            if (threshold.metric == 0) revert IPolicyRegistry.PolicyRegistry__EmptyMetric(i);

            // "At least nothing" is no threshold.
            bool isVacuous = threshold.bound == Bound.AtLeast && threshold.valueE6 == 0;
            if (isVacuous || threshold.valueE6 > MAX_VALUE_E6) {
                revert IPolicyRegistry.PolicyRegistry__ValueOutOfBounds(threshold.metric, threshold.valueE6);
            }
            for (uint256 j = 0; j < i; ++j) {
                if (thresholds[j].metric == threshold.metric) {
                    revert IPolicyRegistry.PolicyRegistry__DuplicateMetric(threshold.metric);
                }
            }
        }
    }

    /// @dev Every old threshold must stand in `tightened`, with the same bound and a value at least as strict.
    function checkTighter(Threshold[] memory old, Threshold[] calldata tightened) internal pure {
        for (uint256 i = 0; i < old.length; ++i) {
            bool isKept = false;
            for (uint256 j = 0; j < tightened.length && !isKept; ++j) {
                isKept = _isAsStrict(old[i], tightened[j]);
            }
            if (!isKept) revert IPolicyRegistry.PolicyRegistry__NotTighter(old[i].metric);
        }
    }

    function check(ModerationRule[] calldata rules) internal pure {
        _checkCount(rules.length, MAX_RULES);
        for (uint256 i = 0; i < rules.length; ++i) {
            if (bytes(rules[i].phrase).length == 0) revert IPolicyRegistry.PolicyRegistry__EmptyPhrase(i);
        }
    }

    function check(AccessTier[] calldata tiers) internal pure {
        _checkCount(tiers.length, MAX_TIERS);
        for (uint256 i = 1; i < tiers.length; ++i) {
            if (tiers[i].minimumStake <= tiers[i - 1].minimumStake) {
                revert IPolicyRegistry.PolicyRegistry__TiersNotAscending(i);
            }
        }
        for (uint256 i = 0; i < tiers.length; ++i) {
            _checkAllowance(i, tiers[i].requestsPerMinute, tiers[i].contextTokens);
        }
    }

    function check(RevenueShare[] calldata shares) internal pure {
        _checkCount(shares.length, MAX_SHARES);
        uint256 sumBps = 0;
        for (uint256 i = 0; i < shares.length; ++i) {
            if (shares[i].account == address(0)) revert IPolicyRegistry.PolicyRegistry__ZeroAccount(i);
            sumBps += shares[i].bps;
        }
        if (sumBps != WHOLE_BPS) revert IPolicyRegistry.PolicyRegistry__SharesNotWhole(sumBps);
    }

    /// @dev A tier that allows nothing is none.
    function _checkAllowance(uint256 index, uint32 requestsPerMinute, uint32 contextTokens) private pure {
        bool areRequestsBounded = requestsPerMinute != 0 && requestsPerMinute <= MAX_REQUESTS_PER_MINUTE;
        bool areTokensBounded = contextTokens != 0 && contextTokens <= MAX_CONTEXT_TOKENS;
        if (!areRequestsBounded || !areTokensBounded) {
            revert IPolicyRegistry.PolicyRegistry__TierOutOfBounds(index, requestsPerMinute, contextTokens);
        }
    }

    function _isAsStrict(Threshold memory old, Threshold calldata tightened) private pure returns (bool) {
        if (tightened.metric != old.metric || tightened.bound != old.bound) return false;
        return old.bound == Bound.AtLeast ? tightened.valueE6 >= old.valueE6 : tightened.valueE6 <= old.valueE6;
    }

    function _checkCount(uint256 count, uint256 maximum) private pure {
        if (count > maximum) revert IPolicyRegistry.PolicyRegistry__TooManyEntries(count, maximum);
    }
}
