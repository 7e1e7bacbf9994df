// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @dev The rules of one track. Track 0 is the Constitution, the strictest; but for the expiry no track is stricter in
/// any field than one with a lower id. A proposal succeeds when the votes for it are more than `approvalBps` of those
/// for and against it.
struct Track {
    uint32 votingDelaySeconds;
    uint32 votingPeriodSeconds;
    uint32 timelockDelaySeconds;
    uint32 expirySeconds;
    uint16 quorumBps;
    uint16 approvalBps;
    uint96 quorumFloor;
}

/// @title What MandateGovernor adds to OpenZeppelin's Governor.
/// @notice A proposal's rules follow from its calls: each (target, selector) is routed to a track, and the strictest
/// one among a proposal's calls decides. What is not routed is the Constitution's. The rules are copied into the
/// proposal when it is made; later changes do not touch it.
/// @dev Votes, states, snapshots, deadlines and events are OpenZeppelin's, so any Governor tool reads this contract.
interface IMandateGovernor {
    /// @notice Emitted beside `ProposalCreated`: the track the proposal is under, its rules as copied, and the code
    /// hashes of its targets, which must be the same when it is executed.
    event ProposalTracked(uint256 indexed proposalId, uint8 indexed trackId, Track track, bytes32[] codehashes);

    /// @notice The deadline moved, once, because a vote in the last quarter of the voting period reached the quorum or
    /// turned the outcome. A quarter of the period follows that vote. WARNING: a second late swing is not answered by
    /// more time; a vote has to end.
    event ProposalExtended(uint256 indexed proposalId, uint64 extendedDeadline);

    /// @notice The track has these rules from now on, for proposals made from now on.
    event TrackSet(uint8 indexed trackId, Track track);

    /// @notice Calls of `selector` on `target` are under `trackId` from now on.
    event TrackRouted(address indexed target, bytes4 indexed selector, uint8 trackId);

    /// @notice `guardian` is in office until `termEndsAt`.
    event GuardianSet(address indexed guardian, uint64 termEndsAt);

    /// @notice The votes that an account needs to propose have changed.
    event ProposalThresholdSet(uint256 oldProposalThreshold, uint256 newProposalThreshold);

    error MandateGovernor__UnknownTrack(uint8 trackId);
    error MandateGovernor__BadTrack(uint8 trackId);
    error MandateGovernor__LiveProposal(address proposer, uint256 proposalId);
    error MandateGovernor__TooManyActions(uint256 count, uint256 maximum);
    error MandateGovernor__ProposerSuffixMissing(address proposer);
    error MandateGovernor__CodeChanged(uint256 proposalId);
    error MandateGovernor__NotGuardian(address caller);
    error MandateGovernor__GuardianIsSubject(uint256 proposalId);
    error MandateGovernor__TermTooLong(uint64 termEndsAt);
    error MandateGovernor__ThresholdTooHigh(uint256 proposalThreshold, uint256 maximum);

    /// @dev One ballot of a batch. The signature, in the compact form of ERC-2098, covers
    /// `BatchBallot(uint256 proposalId,uint8 support,address voter)`.
    struct SignedBallot {
        address voter;
        uint8 support;
        bytes32 r;
        bytes32 vs;
    }

    /// @notice Casts many signed ballots. A ballot that is invalid or was cast already is skipped and leaves no event.
    /// @dev A ballot has no nonce: it counts once per proposal anyway, and one that is cast does not spoil those that
    /// the voter signed for other proposals. WARNING: a signed ballot is taken back only by voting otherwise before it.
    /// ECDSA signatures only; a contract wallet votes by `castVoteBySig`, so that it cannot spend the gas of the others.
    /// @return cast How many counted.
    function castVotesBySig(uint256 proposalId, SignedBallot[] calldata ballots) external returns (uint256 cast);

    /// @notice Cancels any proposal that is not executed, except one that does nothing but change the guardian. Only the
    /// guardian, in its term.
    function guardianCancel(
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas,
        bytes32 descriptionHash
    ) external returns (uint256 proposalId);

    /// @notice Sets the rules of a track, or adds the next one. Only by vote. Live proposals keep theirs.
    /// @dev Refuses rules that are stricter than those of a lower track or less strict than those of a higher one, a way
    /// from creation to execution that outlasts the unstake cooldown, and what nobody could undo: a quorum, as a share or
    /// as a floor, of more than half of all votes there can be.
    function setTrack(uint8 trackId, Track calldata track) external;

    /// @notice Routes calls of `selector` on `target` to a track. Only by vote.
    /// @dev A call without a selector, as a plain payment of ETH is, is the Constitution's and cannot be routed.
    function routeTrack(address target, bytes4 selector, uint8 trackId) external;

    /// @notice Sets the votes that an account needs to propose, not more than the Constitution's quorum floor. Only by
    /// vote.
    function setProposalThreshold(uint256 newProposalThreshold) external;

    /// @notice Names the guardian and the end of its term, at most 366 days away. Only by vote.
    function setGuardian(address guardian, uint64 termEndsAt) external;

    /// @notice The guardian in office; zero when the term is over.
    function guardian() external view returns (address);

    /// @notice The end of the term of the last named guardian.
    function guardianTermEndsAt() external view returns (uint64);

    /// @notice The number of tracks; the last has the id one below.
    function trackCount() external view returns (uint8);

    /// @notice The present rules of a track. Reverts for a track that does not exist.
    function trackAt(uint8 trackId) external view returns (Track memory);

    /// @notice The track of one call; the Constitution (0) unless it was routed elsewhere.
    function trackOf(address target, bytes4 selector) external view returns (uint8 trackId);

    /// @notice The track that a proposal with these calls would be under.
    function trackOfCalls(address[] calldata targets, bytes[] calldata calldatas) external view returns (uint8 trackId);

    /// @notice The track and the rules that were copied into a proposal.
    function proposalTrack(uint256 proposalId) external view returns (uint8 trackId, Track memory track);

    /// @notice The quorum of this proposal, in votes: the greater of the track's share of the past supply and its floor.
    /// @dev Before the snapshot it is the quorum by the present supply. `quorum(timepoint)` is the Constitution's, for
    /// tools that know one quorum only.
    function proposalQuorum(uint256 proposalId) external view returns (uint256);

    /// @notice When a succeeded proposal can no longer be queued or, once queued, executed. Zero for a proposal that has
    /// not succeeded.
    function proposalExpiresAt(uint256 proposalId) external view returns (uint256);
}
