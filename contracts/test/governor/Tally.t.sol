// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IMandateGovernor} from "../../src/interfaces/IMandateGovernor.sol";
import {DaoTest, Proposal} from "../support/DaoTest.sol";
import {Defaults} from "../support/Defaults.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

abstract contract TallyTest is DaoTest {
    uint8 internal constant AGAINST = 0;
    uint8 internal constant FOR = 1;
    uint8 internal constant ABSTAIN = 2;

    /// @dev A payment, on the Treasury track: 7 days, quorum 50,000 (10 % of 350,000 is less), simple majority.
    function aPaymentInVote() internal returns (uint256 proposalId) {
        proposalId = propose(aProposal(address(token), abi.encodeCall(token.transfer, (dave, 1e18)), alice), alice);
        toVote(proposalId);
    }

    /// @dev On the Constitution's track: quorum 100,000, two thirds.
    function aLooseningInVote() internal returns (uint256 proposalId) {
        proposalId = propose(
            aProposal(address(policies), abi.encodeCall(policies.adoptSafety, (Defaults.safety())), alice), alice
        );
        toVote(proposalId);
    }
}

contract CastVote is TallyTest {
    function test_CountsEachKind() public {
        uint256 proposalId = aPaymentInVote();
        vote(proposalId, alice, AGAINST);
        vote(proposalId, bob, FOR);
        vote(proposalId, carol, ABSTAIN);

        (uint256 against, uint256 inFavour, uint256 abstain) = governor.proposalVotes(proposalId);
        vm.assertEq(against, 200_000e18);
        vm.assertEq(inFavour, 100_000e18);
        vm.assertEq(abstain, 50_000e18);
        vm.assertTrue(governor.hasVoted(proposalId, carol));
        vm.assertFalse(governor.hasVoted(proposalId, dave));
    }

    function test_CarriesTheReason() public {
        uint256 proposalId = aPaymentInVote();

        vm.expectEmit(address(governor));
        emit IGovernor.VoteCast(bob, proposalId, FOR, 100_000e18, "it is time");
        vm.prank(bob);
        governor.castVoteWithReason(proposalId, FOR, "it is time");
    }

    function test_RevertIf_CastTwice() public {
        uint256 proposalId = aPaymentInVote();
        vote(proposalId, alice, FOR);

        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, alice));
        vote(proposalId, alice, AGAINST);
    }

    function testFuzz_RevertIf_TheKindIsUnknown(uint8 support) public {
        vm.assume(support > ABSTAIN);
        uint256 proposalId = aPaymentInVote();

        vm.expectRevert(IGovernor.GovernorInvalidVoteType.selector);
        vote(proposalId, alice, support);
    }

    function test_RevertIf_NotInVote() public {
        Proposal memory proposal = aProposal(address(token), abi.encodeCall(token.transfer, (dave, 1e18)), alice);
        uint256 proposalId = propose(proposal, alice);

        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        vote(proposalId, alice, FOR);
    }

    function test_flashStakeHasNoVotes() public {
        uint256 proposalId = aPaymentInVote();
        stake(dave, 150_000e18);
        skip(1);

        vote(proposalId, dave, FOR);

        (, uint256 inFavour,) = governor.proposalVotes(proposalId);
        vm.assertEq(inFavour, 0);
    }

    function test_AnswersAsOpenZeppelinsGovernor() public view {
        vm.assertEq(governor.COUNTING_MODE(), "support=bravo&quorum=for,abstain");
        vm.assertEq(governor.CLOCK_MODE(), "mode=timestamp");
        vm.assertEq(governor.clock(), block.timestamp);
        vm.assertTrue(governor.supportsInterface(type(IGovernor).interfaceId));
    }
}

contract Outcome is TallyTest {
    function test_MoreForThanAgainstSucceeds() public {
        uint256 proposalId = aPaymentInVote();
        vote(proposalId, alice, FOR);
        vote(proposalId, bob, AGAINST);
        toEnd(proposalId);
        assertState(proposalId, IGovernor.ProposalState.Succeeded);
    }

    function test_ATieIsDefeated() public {
        vm.prank(carol);
        staked.delegate(bob);
        vm.prank(alice);
        staked.requestUnstake(50_000e18);
        skip(1);
        uint256 proposalId = aPaymentInVote();
        vote(proposalId, alice, FOR);
        vote(proposalId, bob, AGAINST);
        toEnd(proposalId);

        (uint256 against, uint256 inFavour,) = governor.proposalVotes(proposalId);
        vm.assertEq(against, inFavour);
        assertState(proposalId, IGovernor.ProposalState.Defeated);
    }

    function test_TwoThirdsAreNotEnoughForTheConstitution() public {
        uint256 proposalId = aLooseningInVote();
        vote(proposalId, alice, FOR);
        vote(proposalId, bob, AGAINST);
        toEnd(proposalId);
        assertState(proposalId, IGovernor.ProposalState.Defeated);
    }

    function test_MoreThanTwoThirdsAre() public {
        uint256 proposalId = aLooseningInVote();
        vote(proposalId, alice, FOR);
        vote(proposalId, carol, AGAINST);
        toEnd(proposalId);
        assertState(proposalId, IGovernor.ProposalState.Succeeded);
    }

    function test_quorumFloorBinds() public {
        vm.prank(bob);
        staked.requestUnstake(20_000e18);
        skip(1);
        uint256 proposalId = aLooseningInVote();
        // 80,000 are more than a fifth of the stake (66,000) and less than the floor (100,000).
        vote(proposalId, bob, FOR);
        toEnd(proposalId);

        vm.assertEq(governor.proposalQuorum(proposalId), 100_000e18);
        assertState(proposalId, IGovernor.ProposalState.Defeated);
    }

    function test_TheShareBindsAboveTheFloor() public {
        bytes memory tightening = abi.encodeCall(policies.tightenSafety, (Defaults.safety()));
        uint256 proposalId = propose(aProposal(address(policies), tightening, alice), alice);

        // 3 % of 350,000 are more than the floor of 10,000; known before the snapshot, and fixed by the first vote.
        vm.assertEq(governor.proposalQuorum(proposalId), 10_500e18);
        toVote(proposalId);
        vote(proposalId, carol, FOR);
        vm.assertEq(governor.proposalQuorum(proposalId), 10_500e18);
    }

    function test_AbstentionsCountTowardsTheQuorumOnly() public {
        uint256 proposalId = aPaymentInVote();
        vote(proposalId, alice, ABSTAIN);
        toEnd(proposalId);
        assertState(proposalId, IGovernor.ProposalState.Defeated);
    }

    function test_WithoutVotesItIsDefeated() public {
        uint256 proposalId = aPaymentInVote();
        toEnd(proposalId);
        assertState(proposalId, IGovernor.ProposalState.Defeated);
    }

    function test_LaterStakeDoesNotMoveTheQuorum() public {
        uint256 proposalId = aPaymentInVote();
        vote(proposalId, carol, FOR);
        stake(dave, 150_000e18);
        skip(1);
        vm.assertEq(governor.proposalQuorum(proposalId), 50_000e18);
    }
}

contract LateVotes is TallyTest {
    uint256 private constant QUARTER = 7 days / 4;

    function test_lateFlipExtends() public {
        uint256 proposalId = aPaymentInVote();
        vote(proposalId, bob, FOR);
        uint256 deadline = governor.proposalDeadline(proposalId);
        vm.warp(deadline);

        vm.expectEmit(address(governor));
        emit IMandateGovernor.ProposalExtended(proposalId, uint64(deadline + QUARTER));
        vote(proposalId, alice, AGAINST);

        vm.assertEq(governor.proposalDeadline(proposalId), deadline + QUARTER);
        skip(1);
        vote(proposalId, carol, FOR);
    }

    function test_lateQuorumExtends() public {
        uint256 proposalId = aPaymentInVote();
        uint256 deadline = governor.proposalDeadline(proposalId);
        vm.warp(deadline - 1 hours);
        vote(proposalId, carol, FOR);

        vm.assertEq(governor.proposalDeadline(proposalId), deadline - 1 hours + QUARTER);
    }

    function test_AQuorumThatDoesNotPassExtendsToo() public {
        uint256 proposalId = aPaymentInVote();
        vote(proposalId, alice, AGAINST);
        uint256 deadline = governor.proposalDeadline(proposalId);
        vm.warp(deadline);
        vote(proposalId, bob, FOR);

        vm.assertEq(governor.proposalDeadline(proposalId), deadline + QUARTER);
    }

    function test_ExtendsOnce() public {
        uint256 proposalId = aPaymentInVote();
        vote(proposalId, bob, FOR);
        vm.warp(governor.proposalDeadline(proposalId));
        vote(proposalId, alice, AGAINST);
        uint256 extended = governor.proposalDeadline(proposalId);
        vm.warp(extended);
        vote(proposalId, carol, FOR);

        vm.assertEq(governor.proposalDeadline(proposalId), extended);
    }

    function test_ALateVoteThatChangesNothingDoesNot() public {
        uint256 proposalId = aPaymentInVote();
        vote(proposalId, alice, FOR);
        uint256 deadline = governor.proposalDeadline(proposalId);
        vm.warp(deadline);
        vote(proposalId, bob, AGAINST);

        vm.assertEq(governor.proposalDeadline(proposalId), deadline);
    }

    function testFuzz_ASwingInTimeDoesNot(uint256 secondsIn) public {
        uint256 proposalId = aPaymentInVote();
        uint256 deadline = governor.proposalDeadline(proposalId);
        vm.warp(bound(secondsIn, block.timestamp, deadline - QUARTER));
        vote(proposalId, bob, FOR);

        vm.assertEq(governor.proposalDeadline(proposalId), deadline);
    }
}
