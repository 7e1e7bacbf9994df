// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ProposerSuffix} from "../../src/governor/ProposerSuffix.sol";
import {IMandateGovernor} from "../../src/interfaces/IMandateGovernor.sol";
import {DaoTest, Proposal} from "../support/DaoTest.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

contract Propose is DaoTest {
    function aPayment(uint256 amount) private view returns (Proposal memory) {
        return aProposal(address(token), abi.encodeCall(token.transfer, (dave, amount)), alice);
    }

    function test_proposalNeedsProposerSuffix() public {
        string[5] memory texts = [
            "",
            "A text that is long enough to hold the suffix, but does not have it.",
            string.concat(described("A proposal", alice), "\n"),
            string.concat("A proposal #proponer=", vm.toString(alice)),
            "A proposal #proposer=1x976EA74026E726554dB657fA54763abd0C3a0aa9"
        ];
        for (uint256 i = 0; i < texts.length; ++i) {
            Proposal memory proposal = aPayment(1);
            proposal.description = texts[i];
            vm.expectRevert(
                abi.encodeWithSelector(IMandateGovernor.MandateGovernor__ProposerSuffixMissing.selector, alice)
            );
            propose(proposal, alice);
        }
    }

    function test_RevertIf_TheSuffixNamesAnother() public {
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorRestrictedProposer.selector, bob));
        propose(aPayment(1), bob);
    }

    function testFuzz_TheSuffixNamesOneAccountOnly(address proposer, address other) public pure {
        vm.assume(proposer != other);
        string memory text = described("text", proposer);
        (bool isThere, bool isProposer) = ProposerSuffix.read(text, proposer);
        vm.assertTrue(isThere && isProposer);
        (, isProposer) = ProposerSuffix.read(text, other);
        vm.assertFalse(isProposer);
    }

    function test_TheSuffixMayBeInAnyCase() public pure {
        address proposer = 0xABcdEFABcdEFabcdEfAbCdefabcdeFABcDEFabCD;
        (, bool isLower) = ProposerSuffix.read("#proposer=0xabcdefabcdefabcdefabcdefabcdefabcdefabcd", proposer);
        (, bool isUpper) = ProposerSuffix.read("#proposer=0xABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCD", proposer);
        vm.assertTrue(isLower && isUpper);
        (, bool isOther) = ProposerSuffix.read("#proposer=0xabcdefabcdefabcdefabcdefabcdefabcdefabce", proposer);
        vm.assertFalse(isOther);
    }

    function test_oneLiveProposal() public {
        uint256 first = propose(aPayment(1), alice);

        vm.expectRevert(abi.encodeWithSelector(IMandateGovernor.MandateGovernor__LiveProposal.selector, alice, first));
        propose(aPayment(2), alice);

        toEnd(first);
        propose(aPayment(2), alice);
    }

    function test_ACanceledProposalIsNotLive() public {
        Proposal memory first = aPayment(1);
        propose(first, alice);
        vm.prank(alice);
        governor.cancel(first.targets, first.values, first.calldatas, keccak256(bytes(first.description)));

        propose(aPayment(2), alice);
    }

    function test_RevertIf_ProposedTwice() public {
        toEnd(propose(aPayment(1), alice));

        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        propose(aPayment(1), alice);
    }

    function test_RevertIf_ThereAreTooManyActions() public {
        Proposal memory proposal = aPayment(1);
        for (uint256 i = 0; i < 10; ++i) {
            proposal = and(proposal, dave, 0, "");
        }

        vm.expectRevert(abi.encodeWithSelector(IMandateGovernor.MandateGovernor__TooManyActions.selector, 11, 10));
        propose(proposal, alice);
    }

    function test_RevertIf_TheVotesAreTooFew() public {
        Proposal memory proposal = aPayment(1);
        proposal.description = described("A proposal", dave);

        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInsufficientProposerVotes.selector, dave, 0, 1000e18));
        propose(proposal, dave);
    }

    function test_AVoteSetsTheThreshold() public {
        bytes memory data = abi.encodeCall(governor.setProposalThreshold, (5e18));
        Proposal memory proposal = aProposal(address(governor), data, alice);
        toEta(passAndQueue(proposal));

        vm.expectEmit(address(governor));
        emit IMandateGovernor.ProposalThresholdSet(1000e18, 5e18);
        execute(proposal);

        vm.assertEq(governor.proposalThreshold(), 5e18);
    }

    function test_RevertIf_TheThresholdIsOutOfReach() public {
        uint256 maximum = governor.trackAt(0).quorumFloor;
        bytes memory data = abi.encodeCall(governor.setProposalThreshold, (maximum + 1));
        Proposal memory proposal = aProposal(address(governor), data, alice);
        toEta(passAndQueue(proposal));

        vm.expectRevert(
            abi.encodeWithSelector(IMandateGovernor.MandateGovernor__ThresholdTooHigh.selector, maximum + 1, maximum)
        );
        execute(proposal);
    }

    function testFuzz_RevertIf_TheThresholdIsSetByAnyoneElse(address caller) public {
        vm.assume(caller != address(timelock));

        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, caller));
        vm.prank(caller);
        governor.setProposalThreshold(0);
    }
}
