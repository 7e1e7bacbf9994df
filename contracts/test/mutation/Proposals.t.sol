// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {GovernorTrackTimelock} from "../../src/governor/GovernorTrackTimelock.sol";
import {IMandateGovernor} from "../../src/interfaces/IMandateGovernor.sol";
import {DaoTest, Proposal} from "../support/DaoTest.sol";
import {Vm} from "../support/Test.sol";

contract Proposals is DaoTest {
    function aPayment(uint256 amount) private view returns (Proposal memory) {
        return aProposal(address(token), abi.encodeCall(token.transfer, (dave, amount)), alice);
    }

    function test_OfTenActions() public {
        Proposal memory proposal = aPayment(1);
        for (uint256 i = 1; i < 10; ++i) {
            proposal = and(proposal, dave, 0, "");
        }

        vm.assertEq(propose(proposal, alice), idOf(proposal));
    }

    function test_AreLiveToTheLastSecond() public {
        uint256 first = propose(aPayment(1), alice);
        vm.warp(governor.proposalDeadline(first));
        vm.expectRevert(abi.encodeWithSelector(IMandateGovernor.MandateGovernor__LiveProposal.selector, alice, first));
        propose(aPayment(2), alice);

        skip(1);
        vm.assertEq(propose(aPayment(2), alice), idOf(aPayment(2)));
    }

    function test_AreNamedWhenTheyAreCanceled() public {
        Proposal memory proposal = aPayment(1);
        uint256 proposalId = propose(proposal, alice);
        vm.prank(alice);
        uint256 canceled = governor.cancel(
            proposal.targets, proposal.values, proposal.calldatas, keccak256(bytes(proposal.description))
        );

        vm.assertEq(canceled, proposalId);
    }
}

contract WhatADeploymentTells is DaoTest {
    Vm.Log[] private _logs;

    function setUp() public override {
        vm.recordLogs();
        super.setUp();
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].emitter == address(governor)) _logs.push(logs[i]);
        }
    }

    function test_TheTimelockOfTheGovernor() public view {
        for (uint256 i = 0; i < _logs.length; ++i) {
            if (_logs[i].topics[0] != GovernorTrackTimelock.TimelockChange.selector) continue;
            vm.assertEq(_logs[i].data, abi.encode(address(0), address(timelock)));
            return;
        }
        vm.assertTrue(false);
    }
}
