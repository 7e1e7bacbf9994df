// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IMandateGovernor} from "../../src/interfaces/IMandateGovernor.sol";
import {DaoTest, Proposal} from "../support/DaoTest.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

contract GuardianTerm is DaoTest {
    /// @dev A proposal of now is carried out after two days of delay, ten of vote, and seven in the timelock.
    function lastMoment() private view returns (uint64) {
        return uint64(block.timestamp + 2 days + 10 days + 1 + 7 days + 366 days);
    }

    function toTheTimelock(uint64 termEndsAt) private returns (Proposal memory proposal) {
        proposal = aProposal(address(governor), abi.encodeCall(governor.setGuardian, (dave, termEndsAt)), alice);
        toEta(passAndQueue(proposal));
    }

    function test_IsAYearAndADayAtMost() public {
        uint64 termEndsAt = lastMoment();
        Proposal memory proposal = toTheTimelock(termEndsAt);
        vm.expectEmit(address(governor));
        emit IMandateGovernor.GuardianSet(dave, termEndsAt);
        execute(proposal);

        vm.assertEq(governor.guardian(), dave);
        vm.assertEq(governor.guardianTermEndsAt(), termEndsAt);
    }

    function test_RevertIf_ASecondLonger() public {
        uint64 termEndsAt = lastMoment() + 1;
        Proposal memory proposal = toTheTimelock(termEndsAt);

        vm.expectRevert(abi.encodeWithSelector(IMandateGovernor.MandateGovernor__TermTooLong.selector, termEndsAt));
        execute(proposal);
    }
}

contract GuardianReach is DaoTest {
    function assertCanceled(Proposal memory proposal) private {
        uint256 proposalId = propose(proposal, alice);
        vm.prank(guardian);
        governor.guardianCancel(
            proposal.targets, proposal.values, proposal.calldatas, keccak256(bytes(proposal.description))
        );

        assertState(proposalId, IGovernor.ProposalState.Canceled);
    }

    function test_OtherChangesOfTheGovernor() public {
        assertCanceled(aProposal(address(governor), abi.encodeCall(governor.setProposalThreshold, (5e18)), alice));
    }

    function test_TheSameCallOfAnotherContract() public {
        assertCanceled(aProposal(address(token), abi.encodeCall(governor.setGuardian, (address(0), 0)), alice));
    }
}
