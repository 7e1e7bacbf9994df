// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Bound, Threshold} from "../interfaces/IPolicyRegistry.sol";
import {IRunRegistry, Metric, Miss} from "../interfaces/IRunRegistry.sol";

/// @title The gate: voted thresholds against stated metrics.
library Gate {
    uint256 internal constant MAX_METRICS = 32;

    /// @dev The thresholds that `metrics` do not meet, in the order of the policy. A metric that is not there is missed.
    function misses(Threshold[] memory thresholds, Metric[] memory metrics)
        internal
        pure
        returns (Miss[] memory found)
    {
        found = new Miss[](thresholds.length);
        uint256 count = 0;

        for (uint256 i = 0; i < thresholds.length; ++i) {
            Threshold memory threshold = thresholds[i];
            (bool isStated, uint64 valueE6) = _valueOf(threshold.metric, metrics);
            if (isStated && _isMet(threshold, valueE6)) continue;

            found[count++] = Miss({
                metric: threshold.metric,
                isMissing: !isStated,
                isAtMost: threshold.bound == Bound.AtMost,
                valueE6: valueE6,
                thresholdE6: threshold.valueE6
            });
        }

        // The array was made for the worst case; cut it to what was found, which is never longer.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(found, count)
        }
    }

    /// @dev A statement that names a metric twice can be read in two ways, so it is none.
    function checkMetrics(Metric[] calldata metrics) internal pure {
        if (metrics.length > MAX_METRICS) {
            revert IRunRegistry.RunRegistry__TooManyMetrics(metrics.length, MAX_METRICS);
        }
        for (uint256 i = 1; i < metrics.length; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                if (metrics[i].name == metrics[j].name) {
                    revert IRunRegistry.RunRegistry__DuplicateMetric(metrics[i].name);
                }
            }
        }
    }

    function _isMet(Threshold memory threshold, uint64 valueE6) private pure returns (bool) {
        return threshold.bound == Bound.AtLeast ? valueE6 >= threshold.valueE6 : valueE6 <= threshold.valueE6;
    }

    function _valueOf(bytes32 name, Metric[] memory metrics) private pure returns (bool isStated, uint64 valueE6) {
        for (uint256 i = 0; i < metrics.length; ++i) {
            if (metrics[i].name == name) return (true, metrics[i].valueE6);
        }
    }
}
