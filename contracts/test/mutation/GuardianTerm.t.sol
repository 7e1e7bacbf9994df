// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IMandateGovernor} from "../../src/interfaces/IMandateGovernor.sol";
import {DaoTest, Proposal} from "../support/DaoTest.sol";

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
        execute(toTheTimelock(termEndsAt));

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
