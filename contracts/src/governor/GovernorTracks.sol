// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IMandateGovernor, Track} from "../interfaces/IMandateGovernor.sol";
import {CodehashPins} from "./CodehashPins.sol";
import {GovernorOrigins} from "./GovernorOrigins.sol";
import {TrackBounds} from "./TrackBounds.sol";

/// @title Tracks: the rules of a proposal follow from its calls.
/// @dev Rules are never changed, only followed by newer ones. So a proposal's origin names them by a number, and it still
/// keeps them whatever is voted later.
abstract contract GovernorTracks is GovernorOrigins {
    using TrackBounds for Track;

    uint8 internal constant CONSTITUTION = 0;
    uint8 private constant MAX_TRACKS = 16;

    /// @inheritdoc IMandateGovernor
    uint8 public override trackCount;
    uint16 private _rulesCount;
    // Set while a proposal is made, so that OpenZeppelin's core asks for its delay and period.
    uint16 private transient _proposedRulesId;
    mapping(uint256 trackId => uint16 rulesId) private _rulesIdOf;
    mapping(uint256 rulesId => Track) private _rules;
    mapping(address target => mapping(bytes4 selector => uint8 trackId)) private _routes;

    /// @inheritdoc IMandateGovernor
    function setTrack(uint8 trackId, Track calldata track) external onlyGovernance {
        _setTrack(trackId, track);
    }

    /// @inheritdoc IMandateGovernor
    function routeTrack(address target, bytes4 selector, uint8 trackId) external onlyGovernance {
        _routeTrack(target, selector, trackId);
    }

    /// @inheritdoc IMandateGovernor
    function trackAt(uint8 trackId) public view returns (Track memory) {
        if (trackId >= trackCount) revert MandateGovernor__UnknownTrack(trackId);
        return _rulesAt(_rulesIdOf[trackId]);
    }

    /// @inheritdoc IMandateGovernor
    function trackOf(address target, bytes4 selector) external view returns (uint8 trackId) {
        return _routes[target][selector];
    }

    /// @inheritdoc IMandateGovernor
    function trackOfCalls(address[] memory targets, bytes[] memory calldatas) external view returns (uint8 trackId) {
        return _trackOfCalls(targets, calldatas);
    }

    /// @inheritdoc IMandateGovernor
    function proposalTrack(uint256 proposalId) external view returns (uint8 trackId, Track memory track) {
        uint16 rulesId;
        (trackId, rulesId,) = _originOf(proposalId);
        track = _rulesAt(rulesId);
    }

    /// @notice The voting delay of the Constitution; each proposal has that of its track.
    function votingDelay() public view virtual override returns (uint256) {
        return _presentRules().votingDelaySeconds;
    }

    /// @notice The voting period of the Constitution; each proposal has that of its track.
    function votingPeriod() public view virtual override returns (uint256) {
        return _presentRules().votingPeriodSeconds;
    }

    function _propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        address proposer
    ) internal virtual override returns (uint256 proposalId) {
        uint8 trackId = _trackOfCalls(targets, calldatas);
        uint16 rulesId = _rulesIdOf[trackId];

        _proposedRulesId = rulesId;
        proposalId = super._propose(targets, values, calldatas, description, proposer);
        _proposedRulesId = 0;

        (bytes32[] memory codehashes, uint232 pin) = CodehashPins.pin(targets);
        _setOrigin(proposer, trackId, rulesId, pin);

        emit ProposalTracked(proposalId, trackId, _rulesAt(rulesId), codehashes);
    }

    function _setProposalThreshold(uint256 newProposalThreshold) internal virtual override {
        uint256 maximum = trackAt(CONSTITUTION).quorumFloor;
        if (newProposalThreshold > maximum) {
            revert MandateGovernor__ThresholdTooHigh(newProposalThreshold, maximum);
        }
        super._setProposalThreshold(newProposalThreshold);
    }

    function _setTrack(uint8 trackId, Track memory track) internal {
        uint8 count = trackCount;
        if (trackId > count || trackId >= MAX_TRACKS) revert MandateGovernor__UnknownTrack(trackId);
        // Else a call of a lower track, bundled with one of a higher, would make it easier to pass instead of harder.
        bool isOrdered = (trackId == 0 || trackAt(trackId - 1).isAsStrictAs(track))
            && (trackId + 1 >= count || track.isAsStrictAs(trackAt(trackId + 1)));
        // Else a voter could have left before the outcome bites.
        bool isHeld = track.longestWaySeconds() < _cooldownSeconds();
        // Else no proposal of the track could pass, and under the Constitution nothing could be put right again.
        bool isReachable = track.quorumFloor <= _mostVotes() / 2;
        if (!track.isSound() || !isOrdered || !isHeld || !isReachable) revert MandateGovernor__BadTrack(trackId);

        uint16 rulesId = ++_rulesCount;
        _rules[rulesId] = track;
        _rulesIdOf[trackId] = rulesId;
        if (trackId == count) trackCount = count + 1;

        emit TrackSet(trackId, track);
    }

    function _routeTrack(address target, bytes4 selector, uint8 trackId) internal {
        if (trackId >= trackCount) revert MandateGovernor__UnknownTrack(trackId);

        _routes[target][selector] = trackId;

        emit TrackRouted(target, selector, trackId);
    }

    /// @dev How long stake outlasts its withdrawal from the votes.
    function _cooldownSeconds() internal view virtual returns (uint256);

    /// @dev The votes there would be if every token was staked.
    function _mostVotes() internal view virtual returns (uint256);

    function _rulesOf(uint256 proposalId) internal view returns (Track storage) {
        (, uint16 rulesId,) = _originOf(proposalId);
        return _rules[rulesId];
    }

    /// @dev The strictest track among the calls; a call without a whole selector is routed nowhere.
    function _trackOfCalls(address[] memory targets, bytes[] memory calldatas) private view returns (uint8 trackId) {
        if (targets.length != calldatas.length || targets.length == 0) {
            revert GovernorInvalidProposalLength(targets.length, calldatas.length, calldatas.length);
        }

        trackId = type(uint8).max;
        for (uint256 i = 0; i < targets.length; ++i) {
            uint8 callTrackId = calldatas[i].length < 4 ? CONSTITUTION : _routes[targets[i]][bytes4(calldatas[i])];
            if (callTrackId < trackId) trackId = callTrackId;
        }
    }

    function _rulesAt(uint256 rulesId) private view returns (Track memory) {
        return _rules[rulesId];
    }

    /// @dev The Constitution's, or those of the proposal that is just being made.
    function _presentRules() internal view returns (Track storage) {
        uint16 rulesId = _proposedRulesId;
        return _rules[rulesId == 0 ? _rulesIdOf[CONSTITUTION] : rulesId];
    }
}
