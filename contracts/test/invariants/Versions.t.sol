// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {RunHandler} from "./RunHandler.sol";
import {VersionsTest} from "./VersionsTest.t.sol";

/// @dev Versions come into force and are taken out, one after the other, as densely as time allows.
/// forge-config: default.invariant.fail-on-revert = true
contract VersionInvariants is VersionsTest {
    function selectors() internal pure override returns (bytes4[] memory built) {
        built = new bytes4[](4);
        built[0] = RunHandler.bringIntoForce.selector;
        built[1] = RunHandler.rollBack.selector;
        built[2] = RunHandler.breachInForce.selector;
        built[3] = RunHandler.admit.selector;
    }
}
