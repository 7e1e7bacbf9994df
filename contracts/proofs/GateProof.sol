// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Bound, Threshold} from "../src/interfaces/IPolicyRegistry.sol";
import {Metric, Miss} from "../src/interfaces/IRunRegistry.sol";
import {Gate} from "../src/runs/Gate.sol";
import {Proof} from "./Proof.sol";

/// @title The gate lets through what meets every threshold, and nothing else.
/// @dev For every policy of at most two thresholds and every statement of at most two metrics (three where it is about
/// their order or their names), whatever the names, bounds and values. The gate's loops treat each threshold and each
/// metric alike.
contract GateProof is Proof {
    uint256 private constant MOST_THRESHOLDS = 2;
    uint256 private constant MOST_METRICS = 2;

    function check_PassesExactlyWhenEveryThresholdIsMet(uint8 thresholdCount, uint8 metricCount) external {
        Threshold[] memory thresholds = someThresholds(pick(thresholdCount, MOST_THRESHOLDS));
        Metric[] memory metrics = distinctMetrics(pick(metricCount, MOST_METRICS));

        vm.assertEq(passes(thresholds, metrics), meetsAll(thresholds, metrics));
    }

    /// @dev One miss for each threshold that is not met, in the order of the policy, with both values.
    function check_NamesEveryMissAndNothingElse(uint8 thresholdCount, uint8 metricCount) external {
        Threshold[] memory thresholds = someThresholds(pick(thresholdCount, MOST_THRESHOLDS));
        Metric[] memory metrics = distinctMetrics(pick(metricCount, MOST_METRICS));

        Miss[] memory misses = Gate.misses(thresholds, metrics);

        uint256 next = 0;
        for (uint256 i = 0; i < thresholds.length; ++i) {
            (bool isMet, bool isStated, uint64 valueE6) = read(thresholds[i], metrics);
            if (isMet) continue;
            Miss memory miss = misses[next++];
            vm.assertEq(miss.metric, thresholds[i].metric);
            vm.assertEq(miss.isMissing, !isStated);
            vm.assertEq(miss.isAtMost, thresholds[i].bound == Bound.AtMost);
            vm.assertEq(miss.valueE6, valueE6);
            vm.assertEq(miss.thresholdE6, thresholds[i].valueE6);
        }
        vm.assertEq(misses.length, next);
    }

    function check_AMissingMetricIsAMiss(uint8 metricCount) external {
        Threshold[] memory thresholds = someThresholds(1);
        Metric[] memory metrics = distinctMetrics(pick(metricCount, MOST_METRICS));
        for (uint256 i = 0; i < metrics.length; ++i) {
            vm.assume(metrics[i].name != thresholds[0].metric);
        }

        vm.assertFalse(passes(thresholds, metrics));
    }

    function check_TheOrderOfMetricsDoesNotMatter(uint8 left) external {
        Threshold[] memory thresholds = someThresholds(1);
        Metric[] memory metrics = distinctMetrics(3);
        Metric[] memory swapped = new Metric[](3);
        for (uint256 i = 0; i < 3; ++i) {
            swapped[i] = metrics[i];
        }
        // Every order comes of swapping neighbours.
        uint256 one = pick(left, 1);
        (swapped[one], swapped[one + 1]) = (metrics[one + 1], metrics[one]);

        vm.assertEq(passes(thresholds, swapped), passes(thresholds, metrics));
    }

    function check_TheOrderOfThresholdsDoesNotMatter(uint8 metricCount) external {
        Threshold[] memory thresholds = someThresholds(2);
        Metric[] memory metrics = distinctMetrics(pick(metricCount, MOST_METRICS));
        Threshold[] memory swapped = new Threshold[](2);
        (swapped[0], swapped[1]) = (thresholds[1], thresholds[0]);

        vm.assertEq(passes(swapped, metrics), passes(thresholds, metrics));
    }

    function check_RefusesExactlyAMetricThatIsNamedTwice(uint8 metricCount) external {
        Metric[] memory metrics = someMetrics(pick(metricCount, 3));

        bool isAccepted = false;
        try this.checkMetrics(metrics) {
            isAccepted = true;
        } catch {
            isAccepted = false;
        }

        bool isTwice = false;
        for (uint256 i = 1; i < metrics.length; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                isTwice = or(isTwice, metrics[i].name == metrics[j].name);
            }
        }
        vm.assertEq(isAccepted, !isTwice);
    }

    /// @dev Gate.checkMetrics takes calldata.
    function checkMetrics(Metric[] calldata metrics) external pure {
        Gate.checkMetrics(metrics);
    }

    function passes(Threshold[] memory thresholds, Metric[] memory metrics) private pure returns (bool) {
        return Gate.misses(thresholds, metrics).length == 0;
    }

    function meetsAll(Threshold[] memory thresholds, Metric[] memory metrics) private pure returns (bool isEachMet) {
        isEachMet = true;
        for (uint256 i = 0; i < thresholds.length; ++i) {
            (bool isMet,,) = read(thresholds[i], metrics);
            isEachMet = and(isEachMet, isMet);
        }
    }

    /// @dev What the specification says of one threshold, in other words than the gate's.
    function read(Threshold memory threshold, Metric[] memory metrics)
        private
        pure
        returns (bool isMet, bool isStated, uint64 valueE6)
    {
        for (uint256 i = 0; i < metrics.length; ++i) {
            bool isIt = metrics[i].name == threshold.metric;
            isStated = or(isStated, isIt);
            valueE6 |= uint64(valueIf(isIt, metrics[i].valueE6));
        }
        bool isTooLow = and(threshold.bound == Bound.AtLeast, valueE6 < threshold.valueE6);
        bool isTooHigh = and(threshold.bound == Bound.AtMost, valueE6 > threshold.valueE6);
        isMet = and(isStated, !or(isTooLow, isTooHigh));
    }

    function someThresholds(uint256 count) private returns (Threshold[] memory thresholds) {
        thresholds = new Threshold[](count);
        for (uint256 i = 0; i < thresholds.length; ++i) {
            Bound bound = Bound(svm.createUint(1, "bound"));
            thresholds[i] = Threshold(svm.createBytes32("metric"), bound, uint64(svm.createUint(64, "threshold")));
        }
    }

    /// @dev As checkMetrics lets them through.
    function distinctMetrics(uint256 count) private returns (Metric[] memory metrics) {
        metrics = someMetrics(count);
        for (uint256 i = 1; i < metrics.length; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                vm.assume(metrics[i].name != metrics[j].name);
            }
        }
    }

    function someMetrics(uint256 count) private returns (Metric[] memory metrics) {
        metrics = new Metric[](count);
        for (uint256 i = 0; i < metrics.length; ++i) {
            metrics[i] = Metric(svm.createBytes32("name"), uint64(svm.createUint(64, "value")));
        }
    }
}
