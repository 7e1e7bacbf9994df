// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Track} from "../interfaces/IMandateGovernor.sol";
import {GovernorTracks} from "./GovernorTracks.sol";
import {TrackBounds} from "./TrackBounds.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title The tally in two words; a late swing extends the vote, once.
/// @dev The first vote fixes the quorum and the approval, and keeps the proposal's origin. After that a vote For or
/// Abstain touches the first word only, unless it is late.
abstract contract GovernorPackedTally is GovernorTracks {
    enum VoteType {
        Against,
        For,
        Abstain
    }

    struct Tally {
        uint96 forVotes;
        uint96 abstainVotes;
        uint48 extendedDeadline;
        bool isOpen;
        // Second word.
        uint96 againstVotes;
        uint96 quorum;
        uint16 approvalBps;
    }

    mapping(uint256 proposalId => Tally) private _tallies;
    mapping(uint256 proposalId => mapping(address voter => bool)) private _hasVoted;

    /// @notice Bravo's three kinds of votes; For and Abstain count towards the quorum.
    // solhint-disable-next-line func-name-mixedcase
    function COUNTING_MODE() public pure virtual override returns (string memory) {
        return "support=bravo&quorum=for,abstain";
    }

    /// @notice Whether `account` has voted on the proposal.
    function hasVoted(uint256 proposalId, address account) public view virtual override returns (bool) {
        return _hasVoted[proposalId][account];
    }

    /// @notice The votes of each kind, as in OpenZeppelin's GovernorCountingSimple.
    function proposalVotes(uint256 proposalId)
        public
        view
        virtual
        returns (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes)
    {
        Tally storage tally = _tallies[proposalId];
        return (tally.againstVotes, tally.forVotes, tally.abstainVotes);
    }

    /// @notice The end of the vote, extended when a late vote swung it.
    function proposalDeadline(uint256 proposalId) public view virtual override returns (uint256) {
        return Math.max(super.proposalDeadline(proposalId), _tallies[proposalId].extendedDeadline);
    }

    /// @notice The Constitution's quorum at a past time.
    function quorum(uint256 timepoint) public view virtual override returns (uint256) {
        return _quorumAt(_presentRules(), timepoint);
    }

    /// @notice The quorum of the proposal, see IMandateGovernor.
    function proposalQuorum(uint256 proposalId) public view virtual returns (uint256) {
        uint256 fixedQuorum = _tallies[proposalId].quorum;
        if (fixedQuorum != 0) return fixedQuorum;

        return _quorumAt(_rulesOf(proposalId), Math.min(proposalSnapshot(proposalId), clock() - 1));
    }

    function _countVote(uint256 proposalId, address account, uint8 support, uint256 weight, bytes memory)
        internal
        virtual
        override
        returns (uint256)
    {
        if (support > uint8(VoteType.Abstain)) revert GovernorInvalidVoteType();
        if (!_markVoted(proposalId, account)) revert GovernorAlreadyCastVote(account);

        uint256[3] memory votes;
        votes[support] = weight;
        _addVotes(proposalId, votes);
        return weight;
    }

    /// @dev Returns false when the account has voted already.
    function _markVoted(uint256 proposalId, address account) internal returns (bool) {
        mapping(address => bool) storage voted = _hasVoted[proposalId];
        if (voted[account]) return false;

        voted[account] = true;
        return true;
    }

    /// @dev Adds votes, by kind, of any number of ballots.
    function _addVotes(uint256 proposalId, uint256[3] memory votes) internal {
        Tally storage tally = _tallies[proposalId];
        if (!tally.isOpen) _openTally(proposalId, tally);

        uint48 extendedDeadline = tally.extendedDeadline == 0 ? _extensionOf(proposalId) : 0;
        bool wasQuorate;
        bool wasSucceeding;
        if (extendedDeadline != 0) (wasQuorate, wasSucceeding) = _standing(tally);

        // The weights are parts of one past supply, which has 96 bits; so have their sums.
        unchecked {
            if (votes[uint8(VoteType.Against)] != 0) tally.againstVotes += uint96(votes[uint8(VoteType.Against)]);
            if (votes[uint8(VoteType.For)] != 0) tally.forVotes += uint96(votes[uint8(VoteType.For)]);
            if (votes[uint8(VoteType.Abstain)] != 0) tally.abstainVotes += uint96(votes[uint8(VoteType.Abstain)]);
        }

        if (extendedDeadline != 0) {
            (bool isQuorate, bool isSucceeding) = _standing(tally);
            bool isFlipped = (wasQuorate && wasSucceeding) != (isQuorate && isSucceeding);
            if (isFlipped || wasQuorate != isQuorate) {
                tally.extendedDeadline = extendedDeadline;

                emit ProposalExtended(proposalId, extendedDeadline);
            }
        }
    }

    function _quorumReached(uint256 proposalId) internal view virtual override returns (bool isQuorate) {
        (isQuorate,) = _standing(_tallies[proposalId]);
    }

    function _voteSucceeded(uint256 proposalId) internal view virtual override returns (bool isSucceeding) {
        (, isSucceeding) = _standing(_tallies[proposalId]);
    }

    function _openTally(uint256 proposalId, Tally storage tally) private {
        Track storage track = _rulesOf(proposalId);
        tally.isOpen = true;
        // The floor has 96 bits, and so has a share of the supply.
        // forge-lint: disable-next-line(unsafe-typecast)
        tally.quorum = uint96(_quorumAt(track, proposalSnapshot(proposalId)));
        tally.approvalBps = track.approvalBps;
        _keepOrigin(proposalId);
    }

    function _giveWay(uint256 lastProposalId) internal virtual override {
        if (!_tallies[lastProposalId].isOpen) _keepOrigin(lastProposalId);
    }

    /// @dev Where the vote stands. Without any vote there is no quorum to reach, and none is reached.
    function _standing(Tally storage tally) private view returns (bool isQuorate, bool isSucceeding) {
        uint256 forVotes = tally.forVotes;
        isQuorate = tally.isOpen && forVotes + tally.abstainVotes >= tally.quorum;
        isSucceeding = forVotes * TrackBounds.BPS > (forVotes + tally.againstVotes) * tally.approvalBps;
    }

    /// @dev The deadline that a swing now would bring; zero when it is not late yet.
    function _extensionOf(uint256 proposalId) private view returns (uint48) {
        uint256 deadline = super.proposalDeadline(proposalId);
        uint256 extensionSeconds = (deadline - proposalSnapshot(proposalId)) / TrackBounds.EXTENSION_DIVISOR;
        // A clock of 48 bits and half a year.
        // forge-lint: disable-next-line(unsafe-typecast)
        uint48 extendedDeadline = uint48(clock() + extensionSeconds);
        return extendedDeadline > deadline ? extendedDeadline : 0;
    }

    function _quorumAt(Track storage track, uint256 timepoint) private view returns (uint256) {
        uint256 share = token().getPastTotalSupply(timepoint) * track.quorumBps / TrackBounds.BPS;
        return Math.max(share, track.quorumFloor);
    }
}
