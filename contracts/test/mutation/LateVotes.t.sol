// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {DaoTest} from "../support/DaoTest.sol";

/// @dev Late votes that turn nothing: the proposal was refused before, and is after.
contract LateVotesThatTurnNothing is DaoTest {
    function aPaymentInVote() private returns (uint256 proposalId) {
        proposalId = propose(aProposal(address(token), abi.encodeCall(token.transfer, (dave, 1e18)), alice), alice);
        toVote(proposalId);
    }

    function test_OfARefusedProposalWithAQuorum() public {
        uint256 proposalId = aPaymentInVote();
        vote(proposalId, alice, 2);
        vote(proposalId, bob, 0);
        uint256 deadline = governor.proposalDeadline(proposalId);
        vm.warp(deadline);
        vote(proposalId, carol, 0);

        vm.assertEq(governor.proposalDeadline(proposalId), deadline);
    }

    function test_OfAFavouredProposalWithoutAQuorum() public {
        vm.prank(carol);
        staked.requestUnstake(1e18);
        vm.prank(bob);
        staked.requestUnstake(90_000e18);
        skip(1);
        uint256 proposalId = aPaymentInVote();
        vote(proposalId, bob, 1);
        uint256 deadline = governor.proposalDeadline(proposalId);
        vm.warp(deadline);
        vote(proposalId, alice, 0);

        vm.assertEq(governor.proposalDeadline(proposalId), deadline);
    }

    function test_InFavourWithoutAQuorum() public {
        vm.prank(carol);
        staked.requestUnstake(1e18);
        skip(1);
        uint256 proposalId = aPaymentInVote();
        uint256 deadline = governor.proposalDeadline(proposalId);
        vm.warp(deadline);
        vote(proposalId, carol, 1);

        vm.assertEq(governor.proposalDeadline(proposalId), deadline);
    }

    /// @dev An extension from there would end when the vote ends anyhow, and would be the only one.
    function test_InTheLastSecondThatIsNotLate() public {
        uint256 proposalId = aPaymentInVote();
        uint256 deadline = governor.proposalDeadline(proposalId);
        vm.warp(deadline - 7 days / 4);
        vote(proposalId, carol, 1);
        skip(1);
        vote(proposalId, bob, 0);

        vm.assertEq(governor.proposalDeadline(proposalId), deadline + 1);
    }
}

contract LateVotesThatTurnTwice is DaoTest {
    /// @dev The quorum is reached late, which extends; then the outcome turns, twice, which does not.
    function test_ExtendOnce() public {
        uint256 proposalId =
            propose(aProposal(address(token), abi.encodeCall(token.transfer, (dave, 1e18)), alice), alice);
        vm.warp(governor.proposalDeadline(proposalId));
        vote(proposalId, carol, 1);
        uint256 extended = block.timestamp + 7 days / 4;
        vm.assertEq(governor.proposalDeadline(proposalId), extended);

        skip(1 days);
        vote(proposalId, bob, 0);
        vm.assertEq(governor.proposalDeadline(proposalId), extended);
        vm.warp(extended);
        vote(proposalId, alice, 1);
        vm.assertEq(governor.proposalDeadline(proposalId), extended);
    }
}
