// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {PolicyRegistry} from "../../src/PolicyRegistry.sol";
import {RunRegistry} from "../../src/RunRegistry.sol";
import {PolicyKind} from "../../src/interfaces/IPolicyRegistry.sol";
import {RunState} from "../../src/interfaces/IRunRegistry.sol";
import {Test} from "../support/Test.sol";
import {RunHandler} from "./RunHandler.sol";

/// @dev Versions come into force and are taken out, one after the other, as densely as time allows.
/// forge-config: default.invariant.fail-on-revert = true
contract VersionInvariants is Test {
    RunHandler private _handler;
    PolicyRegistry private _policies;
    RunRegistry private _runs;

    function setUp() public {
        _handler = new RunHandler();
        _handler.setUp();
        (, _policies, _runs) = _handler.parts();

        bytes4[] memory selectors = new bytes4[](4);
        selectors[0] = RunHandler.bringIntoForce.selector;
        selectors[1] = RunHandler.rollBack.selector;
        selectors[2] = RunHandler.breachInForce.selector;
        selectors[3] = RunHandler.admit.selector;
        targetHandler(address(_handler), selectors);
    }

    function invariant_WhatIsDueIsDoneAndNothingElse() public view {
        vm.assertEq(_handler.differing(), bytes32(0));
    }

    function invariant_TheVersionInForceHasARunThatPassedBothGates() public view {
        for (uint256 i = 0; i < 2; ++i) {
            bytes32 subject = _handler.subjectAt(i);
            uint32 active = _policies.activeOf(PolicyKind.Model, subject);
            vm.assertLe(active, _policies.headOf(PolicyKind.Model, subject));
            if (active == 0) continue;

            bytes32 runId = _handler.runAt(subject, active);
            vm.assertEq(uint256(_runs.stateOf(runId)), uint256(RunState.Active));
            vm.assertTrue(_handler.hasPassedBoth(runId));
        }
    }

    function invariant_WhatWasTakenOutStaysOut() public view {
        for (uint256 i = 0; i < _handler.knownCount(); ++i) {
            bytes32 runId = _handler.known(i);
            if (!_handler.wasTakenOut(runId)) continue;

            (RunState state, bytes32 subject, uint32 version,,,,) = _runs.runOf(runId);
            vm.assertEq(uint256(state), uint256(RunState.RolledBack));
            vm.assertFalse(_policies.isFinal(PolicyKind.Model, subject, version));
            vm.assertTrue(_policies.activeOf(PolicyKind.Model, subject) != version);
        }
    }
}
