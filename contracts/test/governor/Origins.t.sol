// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IMandateGovernor, Track} from "../../src/interfaces/IMandateGovernor.sol";
import {DaoTest, Proposal} from "../support/DaoTest.sol";
import {Defaults} from "../support/Defaults.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @dev Some code, and other code.
contract Before {}

contract After {
    uint256 public constant DIFFERENCE = 1;
}

/// @dev What a proposal was made with outlives the next proposal of its proposer.
contract Origins is DaoTest {
    function aPayment() private view returns (Proposal memory) {
        return aProposal(address(token), abi.encodeCall(token.transfer, (dave, 1e18)), alice);
    }

    function aTightening() private view returns (Proposal memory) {
        return aProposal(address(policies), abi.encodeCall(policies.tightenSafety, (Defaults.safety())), alice);
    }

    function assertTrack(uint256 proposalId, uint8 expected) private view {
        (uint8 trackId, Track memory track) = governor.proposalTrack(proposalId);
        vm.assertEq(trackId, expected);
        vm.assertEq(keccak256(abi.encode(track)), keccak256(abi.encode(Defaults.tracks()[expected])));
    }

    function test_OfAProposalThatWasVotedOn() public {
        uint256 first = propose(aPayment(), alice);
        toVote(first);
        vote(first, carol, 0);
        toEnd(first);
        uint256 second = propose(aTightening(), alice);

        assertTrack(first, Defaults.TREASURY);
        assertTrack(second, Defaults.TIGHTEN);
    }

    function test_OfAProposalThatNobodyVotedOn() public {
        uint256 first = propose(aPayment(), alice);
        uint256 quorum = governor.proposalQuorum(first);
        toEnd(first);
        uint256 second = propose(aTightening(), alice);

        assertTrack(first, Defaults.TREASURY);
        assertTrack(second, Defaults.TIGHTEN);
        vm.assertEq(governor.proposalQuorum(first), quorum);
        assertState(first, IGovernor.ProposalState.Defeated);
    }

    function test_OfACanceledProposal() public {
        Proposal memory canceled = aPayment();
        uint256 first = propose(canceled, alice);
        vm.prank(alice);
        governor.cancel(canceled.targets, canceled.values, canceled.calldatas, keccak256(bytes(canceled.description)));
        uint256 second = propose(aTightening(), alice);

        assertTrack(first, Defaults.TREASURY);
        assertTrack(second, Defaults.TIGHTEN);
    }

    function test_OfManyProposalsOfManyAccounts() public {
        address[3] memory proposers = [alice, bob, carol];
        uint256[6] memory proposalIds;
        for (uint256 i = 0; i < 6; ++i) {
            Proposal memory proposal = i % 2 == 0 ? aPayment() : aTightening();
            proposal.description = described(vm.toString(i), proposers[i % 3]);
            proposalIds[i] = propose(proposal, proposers[i % 3]);
            if (i == 2) toEnd(proposalIds[i]);
        }

        for (uint256 i = 0; i < 6; ++i) {
            assertTrack(proposalIds[i], i % 2 == 0 ? Defaults.TREASURY : Defaults.TIGHTEN);
        }
    }

    function test_ThePassedProposalKeepsItsDelayAndExpiry() public {
        Proposal memory payment = aPayment();
        uint256 first = propose(payment, alice);
        toVote(first);
        vote(first, alice, 1);
        toEnd(first);
        propose(aTightening(), alice);
        queue(payment);

        Track memory track = Defaults.tracks()[Defaults.TREASURY];
        vm.assertEq(governor.proposalEta(first), block.timestamp + track.timelockDelaySeconds);
        vm.assertEq(governor.proposalExpiresAt(first), governor.proposalEta(first) + track.expirySeconds);
    }

    function test_ThePassedProposalKeepsItsPin() public {
        uint256 key = 0x7702;
        vm.signAndAttachDelegation(address(new Before()), key);
        Proposal memory proposal = aProposal(vm.addr(key), "hello", alice);
        uint256 first = propose(proposal, alice);
        toVote(first);
        vote(first, alice, 1);
        toEnd(first);
        vm.signAndAttachDelegation(address(new After()), key);
        // On the new code, and by the same proposer: its pin is not the first one's.
        Proposal memory again = aProposal(vm.addr(key), "hello again", alice);
        propose(again, alice);
        queue(proposal);
        toEta(first);

        vm.expectRevert(abi.encodeWithSelector(IMandateGovernor.MandateGovernor__CodeChanged.selector, first));
        execute(proposal);
    }

    function test_TheRulesAreThoseOfTheProposalNotOfItsFirstVote() public {
        Track memory stricter = Defaults.tracks()[Defaults.CONSTITUTION];
        stricter.approvalBps = 8500;
        bytes memory data = abi.encodeCall(governor.setTrack, (Defaults.CONSTITUTION, stricter));
        Proposal memory change = aProposal(address(governor), data, alice);
        toEta(passAndQueue(change));
        data = abi.encodeCall(policies.adoptSafety, (Defaults.safety()));
        uint256 proposalId = propose(aProposal(address(policies), data, alice), alice);
        execute(change);

        toVote(proposalId);
        vote(proposalId, alice, 1);
        vote(proposalId, carol, 0);
        toEnd(proposalId);

        vm.assertEq(governor.trackAt(Defaults.CONSTITUTION).approvalBps, 8500);
        assertTrack(proposalId, Defaults.CONSTITUTION);
        // Four fifths: enough as it was made, not as it would be now.
        assertState(proposalId, IGovernor.ProposalState.Succeeded);
    }
}
