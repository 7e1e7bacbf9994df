// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IMandateGovernor, Track} from "../../src/interfaces/IMandateGovernor.sol";
import {ModelPolicy} from "../../src/interfaces/IPolicyRegistry.sol";
import {IStakedMandate} from "../../src/interfaces/IStakedMandate.sol";
import {DaoTest, Proposal} from "../support/DaoTest.sol";
import {Defaults} from "../support/Defaults.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

abstract contract TracksTest is DaoTest {
    function payment() internal view returns (bytes memory) {
        return abi.encodeCall(token.transfer, (dave, 1e18));
    }

    function model() internal view returns (bytes memory) {
        return abi.encodeCall(policies.adoptModel, (ModelPolicy(Defaults.SUBJECT, "{}", 1000, 60, 1)));
    }

    function trackOf(uint256 proposalId) internal view returns (uint256) {
        (uint8 trackId,) = governor.proposalTrack(proposalId);
        return trackId;
    }
}

contract TrackOfCalls is TracksTest {
    function test_aModelPolicyIsOnTheModelTrack() public {
        uint256 proposalId = propose(aProposal(address(policies), model(), alice), alice);

        vm.assertEq(trackOf(proposalId), Defaults.MODEL);
        vm.assertEq(governor.proposalDeadline(proposalId) - governor.proposalSnapshot(proposalId), 5 days);
        vm.assertEq(governor.proposalSnapshot(proposalId), block.timestamp + 1 days);
    }

    function test_unknownSelectorIsConstitution() public {
        bytes memory loosening = abi.encodeCall(policies.adoptSafety, (Defaults.safety()));
        uint256 proposalId = propose(aProposal(address(policies), loosening, alice), alice);

        vm.assertEq(trackOf(proposalId), Defaults.CONSTITUTION);
        vm.assertEq(governor.proposalSnapshot(proposalId), block.timestamp + 2 days);
    }

    function test_unknownTargetIsConstitution() public {
        vm.assertEq(trackOf(propose(aProposal(dave, payment(), alice), alice)), Defaults.CONSTITUTION);
    }

    function test_bundleTakesStrictestTrack() public {
        Proposal memory proposal = and(aProposal(address(policies), model(), alice), address(token), 0, payment());

        vm.assertEq(trackOf(propose(proposal, alice)), Defaults.TREASURY);
    }

    function test_labelCannotWeakenTrack() public {
        Proposal memory proposal = aProposal(address(token), payment(), alice);
        proposal.description = described("[track: 4] a small thing", alice);

        vm.assertEq(trackOf(propose(proposal, alice)), Defaults.TREASURY);
    }

    function testFuzz_ACallWithoutAWholeSelectorIsConstitution(bytes3 stub, uint256 length) public view {
        bytes memory data = abi.encodePacked(stub);
        length = bound(length, 0, 3);
        assembly {
            mstore(data, length)
        }
        (address[] memory targets, bytes[] memory calldatas) = (new address[](1), new bytes[](1));
        (targets[0], calldatas[0]) = (address(token), data);

        vm.assertEq(governor.trackOfCalls(targets, calldatas), Defaults.CONSTITUTION);
    }

    function test_RevertIf_TheListsDiffer() public {
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidProposalLength.selector, 1, 0, 0));
        governor.trackOfCalls(new address[](1), new bytes[](0));

        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidProposalLength.selector, 0, 0, 0));
        vm.prank(alice);
        governor.propose(new address[](0), new uint256[](0), new bytes[](0), described("Nothing", alice));
    }

    function test_TellsTheTrackWithTheProposal() public {
        Proposal memory proposal = aProposal(address(token), payment(), alice);
        bytes32[] memory codehashes = new bytes32[](1);
        codehashes[0] = address(token).codehash;

        vm.expectEmit(address(governor));
        emit IMandateGovernor.ProposalTracked(
            idOf(proposal), Defaults.TREASURY, Defaults.tracks()[Defaults.TREASURY], codehashes
        );
        propose(proposal, alice);
    }

    function test_ViewsAnswerForTheConstitution() public {
        propose(aProposal(address(policies), model(), alice), alice);

        vm.assertEq(governor.votingDelay(), 2 days);
        vm.assertEq(governor.votingPeriod(), 10 days);
        vm.assertEq(governor.quorum(block.timestamp - 1), 100_000e18);
        vm.assertEq(governor.trackCount(), 5);
        vm.assertEq(governor.trackOf(address(token), token.transfer.selector), Defaults.TREASURY);
    }

    function test_RevertIf_TheProposalOrTrackIsUnknown() public {
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorNonexistentProposal.selector, 1));
        governor.proposalTrack(1);
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorNonexistentProposal.selector, 1));
        governor.proposalQuorum(1);
        vm.expectRevert(abi.encodeWithSelector(IMandateGovernor.MandateGovernor__UnknownTrack.selector, 5));
        governor.trackAt(5);
    }
}

contract SetTrack is TracksTest {
    function change(uint8 trackId, Track memory track) internal view returns (Proposal memory) {
        return aProposal(address(governor), abi.encodeCall(governor.setTrack, (trackId, track)), alice);
    }

    function refuse(uint8 trackId, Track memory track) internal {
        Proposal memory proposal = change(trackId, track);
        toEta(passAndQueue(proposal));

        vm.expectRevert(abi.encodeWithSelector(IMandateGovernor.MandateGovernor__BadTrack.selector, trackId));
        execute(proposal);
    }

    function test_trackChangeLeavesLiveProposals() public {
        Track memory easier = Defaults.tracks()[Defaults.MODEL];
        (easier.quorumBps, easier.quorumFloor) = (300, 10_000e18);
        Proposal memory first = change(Defaults.POLICY, easier);
        toEta(passAndQueue(first));
        Proposal memory live = aProposal(address(runs), abi.encodeCall(runs.rule, (bytes32(uint256(1)), true)), bob);
        uint256 liveId = propose(live, bob);

        execute(first);

        vm.assertEq(governor.trackAt(Defaults.POLICY).quorumFloor, 10_000e18);
        (, Track memory copied) = governor.proposalTrack(liveId);
        vm.assertEq(copied.quorumFloor, 20_000e18);
        vm.assertEq(governor.proposalQuorum(liveId), 20_000e18);
    }

    function test_AddsTheNextTrack() public {
        carryOut(change(5, Defaults.tracks()[4]));

        vm.assertEq(governor.trackCount(), 6);
    }

    function test_RevertIf_ATrackIsSkipped() public {
        Proposal memory proposal = change(6, Defaults.tracks()[4]);
        toEta(passAndQueue(proposal));

        vm.expectRevert(abi.encodeWithSelector(IMandateGovernor.MandateGovernor__UnknownTrack.selector, 6));
        execute(proposal);
    }

    function test_RevertIf_AHigherTrackWouldBeStricter() public {
        Track memory track = Defaults.tracks()[Defaults.TREASURY];
        track.quorumFloor += 1;
        refuse(Defaults.MODEL, track);
    }

    function test_RevertIf_ALowerTrackWouldBeLessStrict() public {
        Track memory track = Defaults.tracks()[Defaults.TIGHTEN];
        refuse(Defaults.POLICY - 1, track);
    }

    function test_RevertIf_ThereIsNoDelay() public {
        Track memory track = Defaults.tracks()[Defaults.TIGHTEN];
        track.votingDelaySeconds = 0;
        refuse(Defaults.TIGHTEN, track);
    }

    function test_RevertIf_ThereIsNoTimelockDelay() public {
        Track memory track = Defaults.tracks()[Defaults.TIGHTEN];
        track.timelockDelaySeconds = 0;
        refuse(Defaults.TIGHTEN, track);
    }

    function test_RevertIf_ThereIsNoQuorumFloor() public {
        Track memory track = Defaults.tracks()[Defaults.TIGHTEN];
        track.quorumFloor = 0;
        refuse(Defaults.TIGHTEN, track);
    }

    function test_RevertIf_TheQuorumFloorIsOutOfReach() public {
        Track memory track = Defaults.tracks()[Defaults.CONSTITUTION];
        track.quorumFloor = uint96(token.totalSupply() / 2 + 1);
        refuse(Defaults.CONSTITUTION, track);
    }

    function test_RevertIf_TheQuorumIsMoreThanHalf() public {
        Track memory track = Defaults.tracks()[Defaults.CONSTITUTION];
        track.quorumBps = 5001;
        refuse(Defaults.CONSTITUTION, track);
    }

    function test_RevertIf_LessThanAMajorityWouldDo() public {
        Track memory track = Defaults.tracks()[Defaults.TIGHTEN];
        track.approvalBps = 4999;
        refuse(Defaults.TIGHTEN, track);
    }

    function test_cooldownOutlastsStrictestTrack() public {
        Track memory strictest = Defaults.tracks()[Defaults.CONSTITUTION];
        uint256 way = uint256(strictest.votingDelaySeconds) + strictest.votingPeriodSeconds
            + strictest.votingPeriodSeconds / 4 + strictest.timelockDelaySeconds;
        vm.assertLt(way, IStakedMandate(address(staked)).cooldownSeconds());

        strictest.timelockDelaySeconds += uint32(Defaults.COOLDOWN - way);
        refuse(Defaults.CONSTITUTION, strictest);
    }

    function testFuzz_RevertIf_TheCallerIsNotTheTimelock(address caller) public {
        vm.assume(caller != address(timelock));

        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, caller));
        vm.prank(caller);
        governor.setTrack(0, Defaults.tracks()[0]);

        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorOnlyExecutor.selector, caller));
        vm.prank(caller);
        governor.routeTrack(address(token), token.transfer.selector, 4);
    }
}

contract RouteTrack is TracksTest {
    function test_RoutesACall() public {
        bytes memory data = abi.encodeCall(governor.routeTrack, (dave, token.transfer.selector, Defaults.POLICY));
        carryOut(aProposal(address(governor), data, alice));

        vm.assertEq(governor.trackOf(dave, token.transfer.selector), Defaults.POLICY);
    }

    function test_RevertIf_TheTrackIsUnknown() public {
        bytes memory data = abi.encodeCall(governor.routeTrack, (dave, token.transfer.selector, 5));
        Proposal memory proposal = aProposal(address(governor), data, alice);
        toEta(passAndQueue(proposal));

        vm.expectRevert(abi.encodeWithSelector(IMandateGovernor.MandateGovernor__UnknownTrack.selector, 5));
        execute(proposal);
    }
}
