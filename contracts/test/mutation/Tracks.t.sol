// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Config} from "../../script/DeployConfig.sol";
import {IMandateGovernor, Track} from "../../src/interfaces/IMandateGovernor.sol";
import {DaoTest, Proposal} from "../support/DaoTest.sol";
import {Defaults} from "../support/Defaults.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

contract ChangesOfTracks is DaoTest {
    function aChange(bytes memory data) private returns (Proposal memory proposal) {
        proposal = aProposal(address(governor), data, alice);
        toEta(passAndQueue(proposal));
    }

    function test_TheConstitutionsViewsFollow() public {
        Track memory longer = Defaults.tracks()[Defaults.CONSTITUTION];
        (longer.votingDelaySeconds, longer.votingPeriodSeconds) = (3 days, 11 days);
        Proposal memory change = aChange(abi.encodeCall(governor.setTrack, (Defaults.CONSTITUTION, longer)));
        vm.expectEmit(address(governor));
        emit IMandateGovernor.TrackSet(Defaults.CONSTITUTION, longer);
        execute(change);

        vm.assertEq(governor.votingDelay(), 3 days);
        vm.assertEq(governor.votingPeriod(), 11 days);
    }

    function test_ARouteIsTold() public {
        Proposal memory change = aChange(abi.encodeCall(governor.routeTrack, (dave, "call", Defaults.POLICY)));
        vm.expectEmit(address(governor));
        emit IMandateGovernor.TrackRouted(dave, "call", Defaults.POLICY);
        execute(change);
    }

    function test_AFloorOfHalfOfAllIsWithinReach() public {
        Track memory highest = Defaults.tracks()[Defaults.CONSTITUTION];
        highest.quorumFloor = uint96(token.totalSupply() / 2);
        execute(aChange(abi.encodeCall(governor.setTrack, (Defaults.CONSTITUTION, highest))));

        vm.assertEq(governor.trackAt(Defaults.CONSTITUTION).quorumFloor, highest.quorumFloor);
    }

    function test_AWayOfASecondLessThanTheCooldownIsHeld() public {
        Track memory longest = Defaults.tracks()[Defaults.CONSTITUTION];
        longest.timelockDelaySeconds = uint32(Defaults.COOLDOWN - 2 days - 10 days - 10 days / 4 - 1);
        execute(aChange(abi.encodeCall(governor.setTrack, (Defaults.CONSTITUTION, longest))));

        vm.assertEq(governor.trackAt(Defaults.CONSTITUTION).timelockDelaySeconds, longest.timelockDelaySeconds);
    }

    function test_RevertIf_ATrackIsLessStrictThanTheLastOne() public {
        Track memory weaker = Defaults.tracks()[Defaults.TIGHTEN];
        weaker.votingPeriodSeconds -= 1;
        Proposal memory change = aChange(abi.encodeCall(governor.setTrack, (Defaults.POLICY, weaker)));

        vm.expectRevert(abi.encodeWithSelector(IMandateGovernor.MandateGovernor__BadTrack.selector, Defaults.POLICY));
        execute(change);
    }

    function test_AThresholdMayBeAsHighAsTheFloor() public {
        uint256 floor = governor.trackAt(Defaults.CONSTITUTION).quorumFloor;
        execute(aChange(abi.encodeCall(governor.setProposalThreshold, (floor))));

        vm.assertEq(governor.proposalThreshold(), floor);
    }
}

contract TracksOfCalls is DaoTest {
    function trackOf(bytes memory data) private view returns (uint256) {
        (address[] memory targets, bytes[] memory calldatas) = (new address[](1), new bytes[](1));
        (targets[0], calldatas[0]) = (dave, data);
        return governor.trackOfCalls(targets, calldatas);
    }

    function test_FollowFromAWholeSelectorOnly() public {
        bytes memory data = abi.encodeCall(governor.routeTrack, (dave, 0x11223300, Defaults.POLICY));
        carryOut(aProposal(address(governor), data, alice));

        vm.assertEq(trackOf(hex"11223300"), Defaults.POLICY);
        vm.assertEq(trackOf(hex"1122330044"), Defaults.POLICY);
        vm.assertEq(trackOf(hex"112233"), Defaults.CONSTITUTION);
    }

    function test_RevertIf_ThereAreNone() public {
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidProposalLength.selector, 0, 0, 0));
        governor.trackOfCalls(new address[](0), new bytes[](0));
    }
}

contract TheMostTracks is DaoTest {
    function _config() internal view override returns (Config memory config) {
        config = super._config();
        config.tracks = new Track[](16);
        for (uint256 i = 0; i < 16; ++i) {
            config.tracks[i] = Defaults.tracks()[i < 4 ? i : 4];
        }
    }

    function test_AreSixteen() public {
        vm.assertEq(governor.trackCount(), 16);
        bytes memory data = abi.encodeCall(governor.setTrack, (16, Defaults.tracks()[4]));
        Proposal memory oneMore = aProposal(address(governor), data, alice);
        toEta(passAndQueue(oneMore));

        vm.expectRevert(abi.encodeWithSelector(IMandateGovernor.MandateGovernor__UnknownTrack.selector, 16));
        execute(oneMore);
    }
}
