// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Bound, Threshold} from "../../src/interfaces/IPolicyRegistry.sol";
import {IRunRegistry, Metric, Miss} from "../../src/interfaces/IRunRegistry.sol";
import {Gate} from "../../src/runs/Gate.sol";
import {Test} from "../support/Test.sol";

/// @dev The library reads calldata: this hands it some.
contract Door {
    function checkMetrics(Metric[] calldata metrics) external pure {
        Gate.checkMetrics(metrics);
    }
}

contract GateTest is Test {
    Door private _door = new Door();

    function someMetrics(uint256 count) private pure returns (Metric[] memory metrics) {
        metrics = new Metric[](count);
        for (uint256 i = 0; i < count; ++i) {
            metrics[i] = Metric(bytes32(i + 1), uint64(10 * i));
        }
    }

    function test_TheMostMetrics() public {
        _door.checkMetrics(someMetrics(32));

        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__TooManyMetrics.selector, 33, 32));
        _door.checkMetrics(someMetrics(33));
    }

    function test_ADuplicateWhereverItStands() public {
        for (uint256 i = 1; i < 5; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                Metric[] memory metrics = someMetrics(5);
                metrics[i].name = metrics[j].name;
                vm.expectRevert(
                    abi.encodeWithSelector(IRunRegistry.RunRegistry__DuplicateMetric.selector, metrics[j].name)
                );
                _door.checkMetrics(metrics);
            }
        }
    }

    /// @dev Each threshold at its value, one below and one above, in one list.
    function test_TellsEveryMissInTheOrderOfThePolicy() public pure {
        Threshold[] memory thresholds = new Threshold[](7);
        thresholds[0] = Threshold(bytes32(uint256(1)), Bound.AtMost, 0);
        thresholds[1] = Threshold(bytes32(uint256(2)), Bound.AtLeast, 11);
        thresholds[2] = Threshold(bytes32(uint256(2)), Bound.AtLeast, 10);
        thresholds[3] = Threshold(bytes32(uint256(3)), Bound.AtMost, 20);
        thresholds[4] = Threshold(bytes32(uint256(3)), Bound.AtMost, 19);
        thresholds[5] = Threshold("nowhere", Bound.AtMost, 7);
        thresholds[6] = Threshold("nowhere", Bound.AtLeast, 7);

        Miss[] memory misses = Gate.misses(thresholds, someMetrics(3));

        Miss[] memory expected = new Miss[](4);
        expected[0] = Miss(bytes32(uint256(2)), false, false, 10, 11);
        expected[1] = Miss(bytes32(uint256(3)), false, true, 20, 19);
        expected[2] = Miss("nowhere", true, true, 0, 7);
        expected[3] = Miss("nowhere", true, false, 0, 7);
        vm.assertEq(abi.encode(misses), abi.encode(expected));
    }
}
