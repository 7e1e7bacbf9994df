// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IMandateGovernor} from "../../src/interfaces/IMandateGovernor.sol";
import {DaoTest, Proposal} from "../support/DaoTest.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

contract Guardian is DaoTest {
    function aPayment() private view returns (Proposal memory) {
        return aProposal(address(token), abi.encodeCall(token.transfer, (dave, 1e18)), alice);
    }

    function aRemoval() private view returns (Proposal memory) {
        return aProposal(address(governor), abi.encodeCall(governor.setGuardian, (address(0), 0)), alice);
    }

    function cancelBy(address caller, Proposal memory proposal) private {
        vm.prank(caller);
        governor.guardianCancel(
            proposal.targets, proposal.values, proposal.calldatas, keccak256(bytes(proposal.description))
        );
    }

    function test_CancelsInVote() public {
        Proposal memory proposal = aPayment();
        uint256 proposalId = propose(proposal, alice);
        toVote(proposalId);
        cancelBy(guardian, proposal);

        assertState(proposalId, IGovernor.ProposalState.Canceled);
    }

    function test_CancelsInTheTimelock() public {
        Proposal memory proposal = aPayment();
        uint256 proposalId = passAndQueue(proposal);
        vm.assertTrue(timelock.isOperationPending(operationOf(proposal)));
        cancelBy(guardian, proposal);

        assertState(proposalId, IGovernor.ProposalState.Canceled);
        vm.assertFalse(timelock.isOperation(operationOf(proposal)));
        toEta(proposalId);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        execute(proposal);
    }

    function test_guardianCannotVetoItsRemoval() public {
        Proposal memory removal = aRemoval();
        uint256 proposalId = passAndQueue(removal);

        vm.expectRevert(
            abi.encodeWithSelector(IMandateGovernor.MandateGovernor__GuardianIsSubject.selector, proposalId)
        );
        cancelBy(guardian, removal);

        toEta(proposalId);
        execute(removal);
        vm.assertEq(governor.guardian(), address(0));
    }

    function test_ABundleDoesNotHideBehindARemoval() public {
        Proposal memory bundle = and(aRemoval(), address(token), 0, abi.encodeCall(token.transfer, (dave, 100_000e18)));
        uint256 proposalId = propose(bundle, alice);
        cancelBy(guardian, bundle);

        assertState(proposalId, IGovernor.ProposalState.Canceled);
    }

    function test_guardianExpires() public {
        Proposal memory proposal = aPayment();
        propose(proposal, alice);
        vm.warp(governor.guardianTermEndsAt());

        vm.assertEq(governor.guardian(), address(0));
        vm.expectRevert(abi.encodeWithSelector(IMandateGovernor.MandateGovernor__NotGuardian.selector, guardian));
        cancelBy(guardian, proposal);
    }

    function testFuzz_RevertIf_TheCallerIsNotTheGuardian(address caller) public {
        vm.assume(caller != guardian);
        Proposal memory proposal = aPayment();
        propose(proposal, alice);

        vm.expectRevert(abi.encodeWithSelector(IMandateGovernor.MandateGovernor__NotGuardian.selector, caller));
        cancelBy(caller, proposal);
    }

    function test_AVoteNamesANewGuardian() public {
        uint64 termEndsAt = uint64(block.timestamp + 100 days);
        carryOut(aProposal(address(governor), abi.encodeCall(governor.setGuardian, (dave, termEndsAt)), alice));

        vm.assertEq(governor.guardian(), dave);
        vm.assertEq(governor.guardianTermEndsAt(), termEndsAt);
    }

    function test_RevertIf_TheTermIsTooLong() public {
        uint64 termEndsAt = uint64(block.timestamp + 400 days);
        Proposal memory proposal =
            aProposal(address(governor), abi.encodeCall(governor.setGuardian, (dave, termEndsAt)), alice);
        toEta(passAndQueue(proposal));

        vm.expectRevert(abi.encodeWithSelector(IMandateGovernor.MandateGovernor__TermTooLong.selector, termEndsAt));
        execute(proposal);
    }

    function testFuzz_RevertIf_SetByAnyoneElse(address caller) public {
        vm.assume(caller != address(timelock));

        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, caller));
        vm.prank(caller);
        governor.setGuardian(caller, 0);
    }
}
