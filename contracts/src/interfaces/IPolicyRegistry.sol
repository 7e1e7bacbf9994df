// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @dev The five things that token holders vote on. The order is part of the ABI.
enum PolicyKind {
    Model,
    Safety,
    Moderation,
    Access,
    Revenue
}

/// @dev Which side of its limit a metric has to stay on.
enum Bound {
    AtLeast,
    AtMost
}

/// @dev One voted limit. Metrics are fixed-point numbers with six decimals: `0.95` is `950000`.
/// `metric` is the metric's name in ASCII, left-aligned in 32 bytes ("refusal").
struct Threshold {
    bytes32 metric;
    Bound bound;
    uint64 valueE6;
}

/// @dev What is to be trained (or adopted) and how it is rolled out. `job` is the canonical JSON (RFC 8785) that the
/// worker receives; everything that changes the outcome stands in it. `subject` names the model, for example "assistant".
struct ModelPolicy {
    bytes32 subject;
    string job;
    uint16 canaryBps;
    uint32 canarySeconds;
    uint32 canaryRequests;
}

/// @dev The limits of the gate: `training` is compared with a receipt, `canary` with an observation of live traffic.
struct SafetyPolicy {
    bytes32 subject;
    Threshold[] training;
    Threshold[] canary;
}

/// @dev What the gateway does with a matching message.
enum ModerationAction {
    Block,
    Flag
}

/// @dev `phrase` is matched without regard to case, as whole words, in what a user sends (and, with `onOutput`, in what the model answers).
struct ModerationRule {
    string phrase;
    ModerationAction action;
    bool onOutput;
    string message;
}

struct ModerationPolicy {
    bytes32 subject;
    ModerationRule[] rules;
}

/// @dev Holders of at least `minimumStake` (18 decimals) may send `requestsPerMinute` requests of up to `contextTokens` tokens.
struct AccessTier {
    uint96 minimumStake;
    uint32 requestsPerMinute;
    uint32 contextTokens;
}

struct AccessPolicy {
    bytes32 subject;
    AccessTier[] tiers;
}

struct RevenueShare {
    address account;
    uint16 bps;
}

/// @dev How revenue is split. Shares add up to 10,000 basis points.
struct RevenuePolicy {
    bytes32 subject;
    RevenueShare[] shares;
}

/// @title The versions of every policy, and which of them is active.
/// @notice Owned by the timelock: nothing is adopted but by vote. The digest of a policy is its EIP-712 struct hash, so
/// a wallet shows the same fields that the digest covers. The digest is stored; the document (the ABI-encoded struct)
/// is in the event.
/// @dev A model policy becomes active only through the RunRegistry, after its run has passed the gate twice.
/// The other kinds are active from the moment of adoption. The epoch of a (kind, subject) grows with every accepted
/// change, also with one that goes back: whoever acts on an older epoch is behind.
///
/// A value that stands in the version in force can only be moved one step by one vote, so that a slip of the decimal point
/// cannot pass: a threshold is loosened by a quarter of its value (or 0.01) and tightened to its double or half (or by 0.1);
/// one threshold of a safety policy is dropped or turned around; an account's share of the revenue moves by
/// `maxShareStepBps`, and the canary's share of the sessions by 2,500 basis points; the canary's time and requests, and the
/// numbers of the tier in the same place, go to ten times as much or a tenth (a stake below 100 MND counts as 100 MND, and one of up to 1,000 MND may be dropped). The
/// first version of a subject has no step, and neither has a roll-back, which goes to what was in force. Rules of
/// moderation are words, and have none.
interface IPolicyRegistry {
    /// @notice A policy was adopted by vote. `document` is `abi.encode` of the kind's struct. `isActive` says whether
    /// it is in force already; for a model policy it is false, and `runId` names the run that was opened for it
    /// (zero for the other kinds).
    event PolicyAdopted(
        PolicyKind indexed kind,
        bytes32 indexed subject,
        uint32 indexed version,
        bytes32 digest,
        uint64 epoch,
        bool isActive,
        bytes32 runId,
        bytes document
    );

    /// @notice A model policy came into force because its run passed the gate after the canary.
    event PolicyActivated(PolicyKind indexed kind, bytes32 indexed subject, uint32 indexed version, uint64 epoch);

    /// @notice An earlier version is in force again. `version` 0 means that no version is: the base model answers.
    event PolicyRolledBack(PolicyKind indexed kind, bytes32 indexed subject, uint32 indexed version, uint64 epoch);

    error PolicyRegistry__EmptySubject();
    error PolicyRegistry__EmptyJob();
    error PolicyRegistry__JobTooLong(uint256 length, uint256 maximum);
    error PolicyRegistry__CanaryOutOfBounds(uint16 canaryBps, uint32 canarySeconds, uint32 canaryRequests);
    error PolicyRegistry__NoThresholds();
    error PolicyRegistry__TooManyEntries(uint256 count, uint256 maximum);
    error PolicyRegistry__DuplicateMetric(bytes32 metric);
    error PolicyRegistry__EmptyMetric(uint256 index);
    error PolicyRegistry__ValueOutOfBounds(bytes32 metric, uint64 valueE6);
    error PolicyRegistry__NotTighter(bytes32 metric);
    error PolicyRegistry__NothingToTighten(bytes32 subject);
    error PolicyRegistry__EmptyPhrase(uint256 index);
    error PolicyRegistry__TiersNotAscending(uint256 index);
    error PolicyRegistry__TierOutOfBounds(uint256 index, uint32 requestsPerMinute, uint32 contextTokens);
    error PolicyRegistry__SharesNotWhole(uint256 sumBps);
    error PolicyRegistry__ZeroAccount(uint256 index);
    /// @notice The version in force has `from` in this field (for a threshold, its metric); one vote may go to `limit`.
    error PolicyRegistry__StepTooLarge(bytes32 field, uint256 from, uint256 to, uint256 limit);
    /// @notice As StepTooLarge, for a field of the tier in this place.
    error PolicyRegistry__TierStepTooLarge(uint256 index, bytes32 field, uint256 from, uint256 to, uint256 limit);
    /// @notice As StepTooLarge, for the basis points that an account gets.
    error PolicyRegistry__ShareStepTooLarge(address account, uint256 from, uint256 to, uint256 limit);
    error PolicyRegistry__NoShareStep();
    error PolicyRegistry__TooManyRemoved(uint256 removed, uint256 maximum);
    /// @notice A second step in the same second: one proposal may not take two.
    error PolicyRegistry__StepsTogether(PolicyKind kind, bytes32 subject);
    error PolicyRegistry__NotBackward(uint32 version, uint32 activeVersion);
    error PolicyRegistry__NotFinal(uint32 version);
    error PolicyRegistry__NotGuardian(address caller);
    error PolicyRegistry__NotRunRegistry(address caller);

    /// @notice Adopts a model policy and opens its run. Only the timelock.
    /// @return version The new version, one above the last. @return runId The run that has to carry it out.
    function adoptModel(ModelPolicy calldata policy) external returns (uint32 version, bytes32 runId);

    /// @notice Adopts any safety policy within a step of the one in force, looser ones too. Only the timelock. The governor
    /// routes this call to the strictest track.
    function adoptSafety(SafetyPolicy calldata policy) external returns (uint32 version);

    /// @notice Adopts a safety policy that keeps every threshold of the active one, each at least as strict. Only the timelock.
    /// @dev Reverts with `NotTighter(metric)` naming the first threshold that is missing or looser, and with
    /// `NothingToTighten` for a subject without an active policy, whose runs pass no gate at all.
    function tightenSafety(SafetyPolicy calldata policy) external returns (uint32 version);

    /// @notice Adopts the moderation rules. Only the timelock.
    function adoptModeration(ModerationPolicy calldata policy) external returns (uint32 version);

    /// @notice Adopts the access tiers, in ascending order of stake. Only the timelock.
    function adoptAccess(AccessPolicy calldata policy) external returns (uint32 version);

    /// @notice Adopts the revenue split. Only the timelock. What came in before is allocated under the old split first.
    function adoptRevenue(RevenuePolicy calldata policy) external returns (uint32 version);

    /// @notice Brings a model policy into force. Only the RunRegistry.
    function activate(bytes32 subject, uint32 version) external;

    /// @notice Takes a model policy out of force after a breach and puts back the version that was in force before it. One
    /// that was itself taken out since is passed over; without another, no model of ours is in force. Only the RunRegistry.
    function deactivate(bytes32 subject, uint32 version) external;

    /// @notice Puts an earlier version, that was in force once, back into force at once. Only the guardian of the
    /// governor, while its term lasts; never forward, and never to a version that was itself taken out. Version 0 is
    /// there for models only: the base model answers.
    /// @dev WARNING: earlier thresholds can be looser. A guardian can bring back what an earlier vote adopted and a later
    /// one replaced, of any kind; it cannot bring in what no vote adopted.
    function rollBack(PolicyKind kind, bytes32 subject, uint32 version) external;

    /// @notice How far one vote may move the share of an account of the revenue; set at deployment.
    function maxShareStepBps() external view returns (uint16);

    /// @notice The last adopted version, 0 if none.
    function headOf(PolicyKind kind, bytes32 subject) external view returns (uint32 version);

    /// @notice The version in force, 0 if none.
    function activeOf(PolicyKind kind, bytes32 subject) external view returns (uint32 version);

    /// @notice The number of accepted changes of this (kind, subject).
    function epochOf(PolicyKind kind, bytes32 subject) external view returns (uint64 epoch);

    /// @notice The EIP-712 struct hash of a version, zero if it does not exist.
    function digestOf(PolicyKind kind, bytes32 subject, uint32 version) external view returns (bytes32 digest);

    /// @notice Whether a version was in force at some time and was not taken out since by a breach or a roll-back.
    function isFinal(PolicyKind kind, bytes32 subject, uint32 version) external view returns (bool);

    /// @notice The thresholds of the active safety policy of `subject`; empty lists if none was adopted.
    function thresholdsOf(bytes32 subject)
        external
        view
        returns (uint32 version, Threshold[] memory training, Threshold[] memory canary);

    /// @notice The rollout of a model policy, as adopted.
    function canaryOf(bytes32 subject, uint32 version)
        external
        view
        returns (uint16 canaryBps, uint32 canarySeconds, uint32 canaryRequests);

    /// @notice The shares of the active revenue policy of `subject`.
    function sharesOf(bytes32 subject) external view returns (uint32 version, RevenueShare[] memory shares);

    /// @notice The tiers of the active access policy of `subject`.
    function tiersOf(bytes32 subject) external view returns (uint32 version, AccessTier[] memory tiers);
}
