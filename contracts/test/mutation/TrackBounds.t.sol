// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {TrackBounds} from "../../src/governor/TrackBounds.sol";
import {Track} from "../../src/interfaces/IMandateGovernor.sol";
import {Test} from "../support/Test.sol";

/// @dev Each bound where it begins, and one beyond it.
contract TrackBoundsTest is Test {
    using TrackBounds for Track;

    uint256 private constant SECONDS_FIELDS = 4;
    uint256 private constant FIELDS = 7;

    function aTrack() private pure returns (Track memory) {
        return Track(1 days, 7 days, 3 days, 14 days, 1000, 6000, 50_000e18);
    }

    /// @dev The track with another value in one of its fields.
    function with(uint256 field, uint256 value) private pure returns (Track memory track) {
        track = aTrack();
        if (field == 0) track.votingDelaySeconds = uint32(value);
        if (field == 1) track.votingPeriodSeconds = uint32(value);
        if (field == 2) track.timelockDelaySeconds = uint32(value);
        if (field == 3) track.expirySeconds = uint32(value);
        if (field == 4) track.quorumBps = uint16(value);
        if (field == 5) track.approvalBps = uint16(value);
        if (field == 6) track.quorumFloor = uint96(value);
    }

    function valueOf(uint256 field) private pure returns (uint256) {
        Track memory track = aTrack();
        uint256[7] memory values = [
            uint256(track.votingDelaySeconds),
            track.votingPeriodSeconds,
            track.timelockDelaySeconds,
            track.expirySeconds,
            track.quorumBps,
            track.approvalBps,
            track.quorumFloor
        ];
        return values[field];
    }

    function assertWithin(uint256 field, uint256 low, uint256 high) private pure {
        vm.assertTrue(with(field, low).isSound());
        vm.assertTrue(with(field, high).isSound());
        vm.assertFalse(with(field, low - 1).isSound());
        vm.assertFalse(with(field, high + 1).isSound());
    }

    function test_EveryTimeEndsWithinHalfAYear() public pure {
        for (uint256 field = 0; field < SECONDS_FIELDS; ++field) {
            // A vote takes a minute at least.
            assertWithin(field, field == 1 ? 60 : 1, 180 days);
        }
    }

    function test_AQuorumIsHalfOfAllAtMost() public pure {
        assertWithin(4, 1, 5000);
    }

    function test_AnApprovalIsAMajorityAndLessThanAll() public pure {
        assertWithin(5, 5000, 9999);
    }

    function test_AFloorIsOneVoteAtLeast() public pure {
        vm.assertTrue(with(6, 1).isSound());
        vm.assertFalse(with(6, 0).isSound());
    }

    function test_IsStricterFieldByField() public pure {
        for (uint256 field = 0; field < FIELDS; ++field) {
            // Expiry is no matter of strictness.
            bool isCompared = field != 3;
            Track memory more = with(field, valueOf(field) + 1);
            vm.assertTrue(aTrack().isAsStrictAs(aTrack()));
            vm.assertTrue(more.isAsStrictAs(aTrack()));
            vm.assertEq(aTrack().isAsStrictAs(more), !isCompared);
        }
    }

    function test_TheLongestWayHasOneExtension() public pure {
        Track memory track = Track(2, 1003, 30, 5, 1, 1, 1);

        vm.assertEq(track.longestWaySeconds(), 2 + 1003 + 250 + 30);
    }
}
