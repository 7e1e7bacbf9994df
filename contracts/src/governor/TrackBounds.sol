// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Track} from "../interfaces/IMandateGovernor.sol";

/// @title What the rules of a track may be.
library TrackBounds {
    uint256 internal constant BPS = 10_000;
    uint256 internal constant MAX_SECONDS = 180 days;
    uint256 internal constant MIN_PERIOD_SECONDS = 1 minutes;
    /// @dev A late vote moves the deadline by this part of the voting period.
    uint256 internal constant EXTENSION_DIVISOR = 4;

    /// @dev No field is zero, none is beyond half a year, a simple majority is the least approval, and half of all votes
    /// is the greatest quorum.
    function isSound(Track memory track) internal pure returns (bool) {
        return _isWithin(track.votingDelaySeconds, 1, MAX_SECONDS)
            && _isWithin(track.votingPeriodSeconds, MIN_PERIOD_SECONDS, MAX_SECONDS)
            && _isWithin(track.timelockDelaySeconds, 1, MAX_SECONDS) && _isWithin(track.expirySeconds, 1, MAX_SECONDS)
            && _isWithin(track.quorumBps, 1, BPS / 2) && _isWithin(track.approvalBps, BPS / 2, BPS - 1)
            && track.quorumFloor != 0;
    }

    /// @dev Whether `track` asks at least as much of a proposal as `other`, in every field.
    function isAsStrictAs(Track memory track, Track memory other) internal pure returns (bool) {
        return track.votingDelaySeconds >= other.votingDelaySeconds
            && track.votingPeriodSeconds >= other.votingPeriodSeconds
            && track.timelockDelaySeconds >= other.timelockDelaySeconds && track.quorumBps >= other.quorumBps
            && track.approvalBps >= other.approvalBps && track.quorumFloor >= other.quorumFloor;
    }

    /// @dev The longest time from the creation of a proposal to the first moment it can be executed, when all act at once.
    function longestWaySeconds(Track memory track) internal pure returns (uint256) {
        uint256 extensionSeconds = track.votingPeriodSeconds / EXTENSION_DIVISOR;
        return
            uint256(track.votingDelaySeconds) + track.votingPeriodSeconds + extensionSeconds
                + track.timelockDelaySeconds;
    }

    function _isWithin(uint256 value, uint256 low, uint256 high) private pure returns (bool) {
        return value >= low && value <= high;
    }
}
