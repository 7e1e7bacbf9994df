// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {MandateToken} from "../../src/MandateToken.sol";
import {PolicyRegistry} from "../../src/PolicyRegistry.sol";
import {RunRegistry} from "../../src/RunRegistry.sol";
import {PolicyKind} from "../../src/interfaces/IPolicyRegistry.sol";
import {RunState} from "../../src/interfaces/IRunRegistry.sol";
import {Deeds} from "./Deeds.sol";
import {DeedsTest} from "./DeedsTest.t.sol";
import {RunHandler} from "./RunHandler.sol";

/// @dev What holds of the versions in force, whichever of the handler's actions are asked for.
abstract contract VersionsTest is DeedsTest {
    RunHandler internal _handler;
    MandateToken internal _token;
    PolicyRegistry internal _policies;
    RunRegistry internal _runs;

    function setUp() public virtual {
        _handler = new RunHandler();
        _handler.setUp();
        (_token, _policies, _runs) = _handler.parts();
        targetHandler(address(_handler), selectors());
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

    function deeds() internal view override returns (Deeds) {
        return _handler;
    }
}
