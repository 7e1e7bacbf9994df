// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPolicyRegistry, PolicyKind, SafetyPolicy, Threshold} from "../../src/interfaces/IPolicyRegistry.sol";
import {IRunRegistry, RunState} from "../../src/interfaces/IRunRegistry.sol";
import {Defaults} from "../support/Defaults.sol";
import {RunTest} from "../support/RunTest.sol";

contract RollBack is RunTest {
    function rollBack(PolicyKind kind, uint32 version) private {
        vm.prank(guardian);
        policies.rollBack(kind, Defaults.SUBJECT, version);
    }

    function adoptSafety() private {
        skip(1);
        vm.prank(address(timelock));
        policies.adoptSafety(Defaults.safety());
    }

    function test_rollbackIsImmediate() public {
        bytes32 first = anActiveRun();
        bytes32 second = anActiveRun();
        vm.assertEq(activeVersion(), 2);

        vm.expectEmit(address(policies));
        emit IPolicyRegistry.PolicyRolledBack(PolicyKind.Model, Defaults.SUBJECT, 1, 5);
        vm.expectEmit(address(runs));
        emit IRunRegistry.RunWithdrawn(second);
        rollBack(PolicyKind.Model, 1);

        vm.assertEq(activeVersion(), 1);
        assertState(first, RunState.Active);
        assertState(second, RunState.RolledBack);
    }

    function test_TheBaseModelIsAnEarlierModel() public {
        bytes32 runId = anActiveRun();
        rollBack(PolicyKind.Model, 0);

        vm.assertEq(activeVersion(), 0);
        assertState(runId, RunState.RolledBack);
    }

    function test_KeepsTheRecordOfARolledBackPolicy() public {
        adoptSafety();
        bytes32 digest = policies.digestOf(PolicyKind.Safety, Defaults.SUBJECT, 2);
        rollBack(PolicyKind.Safety, 1);

        vm.assertEq(policies.digestOf(PolicyKind.Safety, Defaults.SUBJECT, 2), digest);
        vm.assertEq(policies.headOf(PolicyKind.Safety, Defaults.SUBJECT), 2);
        vm.assertEq(policies.activeOf(PolicyKind.Safety, Defaults.SUBJECT), 1);
        vm.assertEq(policies.epochOf(PolicyKind.Safety, Defaults.SUBJECT), 3);
    }

    function test_rollbackOnlyBackward() public {
        adoptSafety();
        bytes4 refusal = IPolicyRegistry.PolicyRegistry__NotBackward.selector;
        vm.expectRevert(abi.encodeWithSelector(refusal, 2, 2));
        rollBack(PolicyKind.Safety, 2);
        vm.expectRevert(abi.encodeWithSelector(refusal, 3, 2));
        rollBack(PolicyKind.Safety, 3);
    }

    function test_RevertIf_TheVersionWasNeverInForce() public {
        anOpenRun();
        anActiveRun();

        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__NotFinal.selector, 1));
        rollBack(PolicyKind.Model, 1);
    }

    function test_RevertIf_TheVersionWasTakenOut() public {
        adoptSafety();
        rollBack(PolicyKind.Safety, 1);
        adoptSafety();

        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__NotFinal.selector, 2));
        rollBack(PolicyKind.Safety, 2);
    }

    function test_RevertIf_NoThresholdsWouldBeLeft() public {
        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__NotFinal.selector, 0));
        rollBack(PolicyKind.Safety, 0);
    }

    function testFuzz_RevertIf_TheCallerIsNotTheGuardian(address caller) public {
        vm.assume(caller != guardian);
        adoptSafety();

        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__NotGuardian.selector, caller));
        vm.prank(caller);
        policies.rollBack(PolicyKind.Safety, Defaults.SUBJECT, 1);
    }

    function test_RevertIf_TheTermIsOver() public {
        adoptSafety();
        vm.warp(governor.guardianTermEndsAt());

        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__NotGuardian.selector, guardian));
        rollBack(PolicyKind.Safety, 1);
        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__NotGuardian.selector, address(1)));
        vm.prank(address(1));
        policies.rollBack(PolicyKind.Safety, Defaults.SUBJECT, 1);
    }

    function test_TheEarlierThresholdsDecideAgain() public {
        SafetyPolicy memory looser = Defaults.safety();
        looser.training[0].valueE6 = 600_000;
        vm.prank(address(timelock));
        policies.adoptSafety(looser);
        rollBack(PolicyKind.Safety, 1);

        (uint32 version, Threshold[] memory training,) = policies.thresholdsOf(Defaults.SUBJECT);
        vm.assertEq(version, 1);
        vm.assertEq(training[0].valueE6, 800_000);
    }

    function testFuzz_RevertIf_AStrangerActivates(address caller) public {
        vm.assume(caller != address(runs));
        bytes memory refusal = abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__NotRunRegistry.selector, caller);
        vm.startPrank(caller);
        vm.expectRevert(refusal);
        policies.activate(Defaults.SUBJECT, 1);
        vm.expectRevert(refusal);
        policies.deactivate(Defaults.SUBJECT, 1);
        vm.stopPrank();
    }
}
