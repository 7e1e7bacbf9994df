// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @dev `Open → Submitted → (Challenged →) Canary → Active`, or `Rejected`, `Failed`, `RolledBack`, `Superseded`.
enum RunState {
    None,
    Open,
    Submitted,
    Challenged,
    Canary,
    Active,
    Rejected,
    Failed,
    RolledBack,
    Superseded
}

/// @dev The two places of the gate.
enum Stage {
    Training,
    Canary
}

/// @dev A measured number with six decimals: `0.95` is `950000`. `name` is ASCII, left-aligned.
struct Metric {
    bytes32 name;
    uint64 valueE6;
}

/// @dev The worker's statement that an attempt produced a revision. Digests are SHA-256.
struct Receipt {
    bytes32 runId;
    uint32 attempt;
    address worker;
    bytes32 artifactDigest;
    bytes32 evaluationDigest;
    bytes32 provenanceDigest;
    Metric[] metrics;
}

/// @dev The statement of what the gateway measured on live traffic answered by a revision,
/// from `windowStart` to `windowEnd`: block times, not after the block it is put on record in, and not before
/// `CanaryStarted` or, of an active run, `RunActivated`: thresholds that were tightened since do not turn what the run
/// was activated on into a breach.
struct Observation {
    bytes32 runId;
    uint32 attempt;
    address worker;
    bytes32 artifactDigest;
    uint64 windowStart;
    uint64 windowEnd;
    uint64 requests;
    Metric[] metrics;
}

/// @dev A threshold that was not met. `isMissing` is true when the metric was not reported at all, `valueE6` is 0 then.
struct Miss {
    bytes32 metric;
    bool isMissing;
    bool isAtMost;
    uint64 valueE6;
    uint64 thresholdE6;
}

/// @title Runs: who carries them out, what came of them, and the gate.
/// @notice One run per adopted model policy version. Receipts are EIP-712 messages bound to this chain, this contract,
/// one run and one attempt. Anyone may relay them; only the signature of an admitted, bonded worker counts: one whose
/// bond covers all the runs that it holds, and one run at least.
/// @dev The gate compares metrics with the safety policy that is active at that moment; a metric that a policy names and
/// a statement lacks counts as missed. A run whose subject has no active safety policy passes no gate: it waits.
///
/// What becomes of the run before when a newer version of its policy is adopted (`open`):
/// - `Open`, `Submitted`, `Canary`: `Superseded` in the same transaction, its worker's bond is free, its receipts and
///   observations are refused from then on;
/// - `Challenged`: the dispute goes on, for the sake of its bonds. Upheld or not ruled on, it is `Failed`; not upheld,
///   it is `Superseded` with the ruling;
/// - `Active`: stays, for adopting is not yet changing: it answers until the newer version has passed the gate twice;
/// - `Rejected`, `Failed`, `RolledBack`, `Superseded`: stay for ever.
///
/// `Active` is what passed the gate twice and was not taken out since. When a newer version comes into force, the one
/// before it stays `Active`, for a breach or a roll-back of the newer one puts it back into force without another run.
/// Of several, the one in force is the PolicyRegistry's active version, and only that one can be in breach.
interface IRunRegistry {
    /// @notice A run was opened for an adopted model policy.
    event RunOpened(
        bytes32 indexed runId, bytes32 indexed subject, uint32 indexed version, bytes32 policyDigest, uint64 staleAt
    );

    /// @notice A worker took the run; receipts of lower attempts are refused from now on.
    event AttemptStarted(bytes32 indexed runId, uint32 indexed attempt, address indexed worker, uint64 deadline);

    /// @notice A valid receipt is on record. It becomes final at `finalizableAt`, or with enough confirmations.
    event ReceiptSubmitted(
        bytes32 indexed runId,
        uint32 indexed attempt,
        address indexed worker,
        bytes32 artifactDigest,
        bytes32 evaluationDigest,
        bytes32 provenanceDigest,
        Metric[] metrics,
        uint64 finalizableAt
    );

    /// @notice Another worker re-executed the run and got the same artifact digest. `finalizableAt` is what it is now:
    /// the moment of the confirmation when it was the one that was still missing.
    event ReceiptConfirmed(
        bytes32 indexed runId,
        uint32 indexed attempt,
        address indexed worker,
        uint32 confirmations,
        uint64 finalizableAt
    );

    /// @notice Somebody put a bond on the claim that the receipt is wrong.
    event ReceiptChallenged(
        bytes32 indexed runId, address indexed challenger, bytes32 evidenceDigest, uint256 bond, uint64 rulingDeadline
    );

    /// @notice The challenge was decided: by the timelock, or (`byDefault`) because nobody ruled in time.
    /// `finalizableAt` is the moment of the ruling when the receipt stands, and 0 when the run failed.
    event ChallengeRuled(
        bytes32 indexed runId,
        bool isUpheld,
        bool byDefault,
        address indexed beneficiary,
        uint256 amount,
        uint64 finalizableAt
    );

    /// @notice The gate let the run through to `Canary`.
    event CanaryStarted(bytes32 indexed runId, uint32 safetyVersion, uint16 canaryBps, uint64 endsAt);

    /// @notice The gate let the run through to `Active` on the strength of an observation.
    event RunActivated(
        bytes32 indexed runId, uint32 safetyVersion, address indexed worker, uint64 requests, Metric[] metrics
    );

    /// @notice The gate refused the run after training. `misses` names each threshold and by how much it was missed.
    event RunRejected(bytes32 indexed runId, uint32 safetyVersion, Miss[] misses);

    /// @notice A breach on live traffic took the revision out, from `Canary` or from `Active`.
    event RunRolledBack(
        bytes32 indexed runId,
        uint32 safetyVersion,
        address indexed worker,
        uint64 requests,
        Metric[] metrics,
        Miss[] misses
    );

    /// @notice The guardian took the revision out by rolling its policy back.
    event RunWithdrawn(bytes32 indexed runId);

    /// @notice The run cannot be carried out. `reason` is for people.
    event RunFailed(bytes32 indexed runId, uint32 attempt, address indexed worker, string reason);

    /// @notice A newer policy version was adopted before this run was done: `byRunId` takes its place.
    event RunSuperseded(bytes32 indexed runId, bytes32 indexed byRunId);

    /// @notice A worker may take runs (or may no longer).
    event WorkerAdmitted(address indexed worker, bool isAdmitted);

    /// @notice `from` added `amount` to the bond of a worker, which is `bond` now.
    event BondDeposited(address indexed worker, address indexed from, uint256 amount, uint256 bond);

    /// @notice A worker took `amount` of its bond back; `bond` is left.
    event BondWithdrawn(address indexed worker, uint256 amount, uint256 bond);

    /// @notice A challenge was upheld: `amount` of the worker's bond went to the challenger.
    event BondSlashed(address indexed worker, uint256 amount, uint256 bond);

    error RunRegistry__WrongState(bytes32 runId, RunState state);
    error RunRegistry__WrongAttempt(bytes32 runId, uint32 attempt, uint32 current);
    error RunRegistry__NotAdmitted(address worker);
    error RunRegistry__BondTooSmall(address worker, uint256 bond, uint256 required);
    error RunRegistry__BondLocked(address worker);
    error RunRegistry__WrongWorker(address worker, address expected);
    error RunRegistry__BadSignature(address worker);
    error RunRegistry__ZeroDigest();
    error RunRegistry__AttemptHeld(address worker, uint64 deadline);
    error RunRegistry__Stale(bytes32 runId, uint64 staleAt);
    error RunRegistry__TooEarly(uint64 allowedAt);
    error RunRegistry__TooLate(uint64 deadline);
    error RunRegistry__OtherArtifact(bytes32 artifactDigest, bytes32 expected);
    error RunRegistry__AlreadyConfirmed(address worker);
    error RunRegistry__TooFewRequests(uint64 requests, uint32 required);
    error RunRegistry__BadWindow(uint64 windowStart, uint64 windowEnd);
    error RunRegistry__NoBreach(bytes32 runId);
    error RunRegistry__CanaryMissed(bytes32 runId);
    error RunRegistry__NotPolicyRegistry(address caller);
    error RunRegistry__TooManyMetrics(uint256 count, uint256 maximum);
    error RunRegistry__DuplicateMetric(bytes32 name);
    error RunRegistry__NoThresholds(bytes32 subject);
    error RunRegistry__BadTerms();

    /// @notice Opens the run of an adopted model policy and supersedes an unfinished one of the same subject, as told
    /// above. Only the PolicyRegistry.
    function open(bytes32 subject, uint32 version, bytes32 policyDigest) external returns (bytes32 runId);

    /// @notice Takes the run: the caller, an admitted and bonded worker, holds it until the attempt's deadline.
    /// The same worker may start over at any time, another one after the deadline, or at once when the holder was
    /// dismissed. Not once the run is stale, nor while its subject has no safety policy. The caller's bond must cover
    /// this run beside the others it holds.
    /// @return attempt The number to put into the receipt.
    function startAttempt(bytes32 runId) external returns (uint32 attempt);

    /// @notice Puts a receipt on record. Anyone may relay it. A receipt that comes after the attempt's deadline counts
    /// as long as no other attempt was started.
    function submitReceipt(Receipt calldata receipt, bytes calldata signature) external;

    /// @notice Another worker's receipt for the same run and attempt, with the same artifact digest. Its metrics are not
    /// compared: the gate reads those of the receipt on record.
    function confirmReceipt(Receipt calldata receipt, bytes calldata signature) external;

    /// @notice Disputes a receipt before it is final; takes `challengeBond` from the caller.
    function challenge(bytes32 runId, bytes32 evidenceDigest) external;

    /// @notice Decides a challenge, until the ruling deadline. Only the timelock. Upheld: the run fails, and the worker's
    /// bond goes to the challenger. Not upheld: the challenger's bond goes to the worker, and the run continues with a
    /// receipt that is final, or is superseded when a newer version was adopted meanwhile.
    function rule(bytes32 runId, bool isUpheld) external;

    /// @notice Decides a challenge that nobody ruled on in time: the challenge falls, its bond goes back, the run fails
    /// without a slash. Anyone may call it.
    function settleUnruled(bytes32 runId) external;

    /// @notice The first gate, once the receipt is final: on to `Canary`, or `Rejected`. Anyone may call it. Reverts with
    /// `NoThresholds`, and leaves the run as it is, while its subject has no safety policy.
    function finalize(bytes32 runId) external;

    /// @notice The second gate: an observation of the canary that meets the thresholds makes the run `Active`.
    /// Not before the canary time is over and enough requests were seen. Reverts with `CanaryMissed` when the
    /// metrics miss a threshold: `reportBreach` is the call for that.
    function promote(Observation calldata observation, bytes calldata signature) external;

    /// @notice An observation that misses a threshold takes the revision out at once, in `Canary` or `Active`. Of active
    /// runs only the one in force can be in breach.
    function reportBreach(Observation calldata observation, bytes calldata signature) external;

    /// @notice The worker of the current attempt gives up; the run is `Failed`.
    function reportFailure(bytes32 runId, uint32 attempt, string calldata reason) external;

    /// @notice Follows a roll-back by the guardian: the run of the withdrawn version becomes `RolledBack`. Only the PolicyRegistry.
    function withdraw(bytes32 subject, uint32 version) external;

    /// @notice Admits or dismisses a worker. Only the timelock.
    function setWorker(address worker, bool isAdmitted) external;

    /// @notice Adds to a worker's bond, in the staking token.
    function depositBond(address worker, uint256 amount) external;

    /// @notice Takes bond back; not while the caller holds an attempt or a receipt of it is not final.
    function withdrawBond(uint256 amount) external;

    /// @notice The id of the run of (subject, version): the hash of chain id, this contract, subject, version and policy digest.
    function runIdOf(bytes32 subject, uint32 version, bytes32 policyDigest) external view returns (bytes32);

    /// @notice The state of the run; None for one that does not exist.
    function stateOf(bytes32 runId) external view returns (RunState);

    /// @notice The run's record.
    function runOf(bytes32 runId)
        external
        view
        returns (
            RunState state,
            bytes32 subject,
            uint32 version,
            uint32 attempt,
            address worker,
            bytes32 artifactDigest,
            uint64 deadline
        );

    /// @notice What the gate would say of these metrics now. An empty list means they pass.
    function missesOf(bytes32 subject, Stage stage, Metric[] calldata metrics)
        external
        view
        returns (uint32 safetyVersion, Miss[] memory misses);

    /// @notice The EIP-712 digest that a worker signs for a receipt.
    function receiptDigest(Receipt calldata receipt) external view returns (bytes32);

    /// @notice The EIP-712 digest that a worker signs for an observation.
    function observationDigest(Observation calldata observation) external view returns (bytes32);

    /// @notice The bond of a worker, locked or not.
    function bondOf(address worker) external view returns (uint256);

    /// @notice Whether the account is admitted as a worker, whatever its bond.
    function isWorker(address worker) external view returns (bool);

    /// @notice How long a worker holds an attempt.
    function attemptSeconds() external view returns (uint64);

    /// @notice How long after its adoption a run may be taken.
    function staleSeconds() external view returns (uint64);

    /// @notice How long a receipt can be challenged when there are too few confirmations.
    function challengeWindowSeconds() external view returns (uint64);

    /// @notice How long the timelock has to rule on a challenge.
    function rulingSeconds() external view returns (uint64);

    /// @notice The confirmations that make a receipt final at once; 0 when only the window does.
    function confirmationsRequired() external view returns (uint32);

    /// @notice The bond that a worker needs for each run that it holds, and loses when a challenge is upheld.
    function workerBond() external view returns (uint256);

    /// @notice The bond that a challenger puts up, and loses when the challenge is not upheld.
    function challengeBond() external view returns (uint256);
}
