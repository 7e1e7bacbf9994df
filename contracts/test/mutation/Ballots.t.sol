// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IMandateGovernor} from "../../src/interfaces/IMandateGovernor.sol";
import {BallotsTest} from "../governor/Ballots.t.sol";

contract Abstentions is BallotsTest {
    function test_AreTakenInABatch() public {
        IMandateGovernor.SignedBallot[] memory ballots = new IMandateGovernor.SignedBallot[](1);
        ballots[0] = aBallot(CAROL_KEY, 2);
        vm.assertEq(governor.castVotesBySig(proposalId, ballots), 1);

        assertVotes(0, 0, 50_000e18);
    }

    function assertVotes(uint256 against, uint256 inFavour, uint256 abstained) private view {
        (uint256 isAgainst, uint256 isInFavour, uint256 isAbstained) = governor.proposalVotes(proposalId);
        vm.assertEq(isAgainst, against);
        vm.assertEq(isInFavour, inFavour);
        vm.assertEq(isAbstained, abstained);
    }
}

contract TheLeastVote is BallotsTest {
    /// @dev One wei of each of three voters, who vote in all three ways.
    function test_IsCounted() public {
        for (uint256 i = 0; i < 3; ++i) {
            address voter = vm.addr(i + 1);
            vm.prank(dave);
            token.transfer(voter, 1);
            stake(voter, 1);
        }
        skip(1);
        uint256 proposal = propose(aProposal(address(token), abi.encodeCall(token.transfer, (dave, 2)), bob), bob);
        toVote(proposal);
        for (uint8 i = 0; i < 3; ++i) {
            vote(proposal, vm.addr(uint256(i) + 1), i);
        }

        (uint256 against, uint256 inFavour, uint256 abstained) = governor.proposalVotes(proposal);
        vm.assertEq(against, 1);
        vm.assertEq(inFavour, 1);
        vm.assertEq(abstained, 1);
    }
}
