// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {PolicyKind} from "../../src/interfaces/IPolicyRegistry.sol";
import {RunState} from "../../src/interfaces/IRunRegistry.sol";
import {Defaults} from "../support/Defaults.sol";
import {RunTest} from "../support/RunTest.sol";

/// @dev What comes back into force when the version in force is taken out.
contract WayBack is RunTest {
    function test_ABreachPassesOverAVersionThatWasTakenOut() public {
        bytes32 first = anActiveRun();
        bytes32 second = anActiveRun();
        anActiveRun();
        rollBackTo(1);
        breachOf(first);
        vm.assertEq(activeVersion(), 0);

        bytes32 fourth = anActiveRun();
        rollBackTo(2);
        assertState(fourth, RunState.RolledBack);
        breachOf(second);

        // Version 1 was in force before version 2, but its own breach took it out.
        vm.assertEq(activeVersion(), 0);
        assertState(first, RunState.RolledBack);
    }

    function rollBackTo(uint32 version) private {
        vm.prank(guardian);
        policies.rollBack(PolicyKind.Model, Defaults.SUBJECT, version);
    }

    function breachOf(bytes32 runId) private {
        skip(1);
        reportBreach(anObservation(runId, 60_000));
    }
}
