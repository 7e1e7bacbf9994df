// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPolicyRegistry, PolicyKind, Threshold} from "./interfaces/IPolicyRegistry.sol";
import {IRunRegistry, Metric, Miss, Observation, Receipt, RunState, Stage} from "./interfaces/IRunRegistry.sol";
import {Gate} from "./runs/Gate.sol";
import {Statements} from "./runs/Statements.sol";
import {WorkerBonds} from "./runs/WorkerBonds.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @title Runs: who carries them out, what came of them, and the gate.
contract RunRegistry is WorkerBonds, EIP712 {
    using Gate for Metric[];
    using SafeERC20 for IERC20;
    using Statements for *;

    /// @dev What cannot be changed after deployment.
    struct Terms {
        uint64 attemptSeconds;
        uint64 staleSeconds;
        uint64 challengeWindowSeconds;
        uint64 rulingSeconds;
        uint32 confirmationsRequired;
        uint256 workerBond;
        uint256 challengeBond;
    }

    struct Run {
        RunState state;
        uint32 version;
        uint32 attempt;
        address worker;
        bytes32 subject;
        bytes32 artifactDigest;
        // What it is the deadline of follows from the state: attempt, window, ruling, end of the canary.
        uint64 deadline;
        uint64 staleAt;
        // When the canary began or, of an active run, when it came into force.
        uint64 observableFrom;
        uint32 confirmations;
        address challenger;
    }

    /// @inheritdoc IRunRegistry
    uint64 public immutable override attemptSeconds;
    /// @inheritdoc IRunRegistry
    uint64 public immutable override staleSeconds;
    /// @inheritdoc IRunRegistry
    uint64 public immutable override challengeWindowSeconds;
    /// @inheritdoc IRunRegistry
    uint64 public immutable override rulingSeconds;
    /// @inheritdoc IRunRegistry
    uint32 public immutable override confirmationsRequired;
    /// @inheritdoc IRunRegistry
    uint256 public immutable override challengeBond;
    IPolicyRegistry public immutable policies;

    mapping(bytes32 runId => Run) private _runs;
    mapping(bytes32 runId => Metric[]) private _metrics;
    mapping(bytes32 runId => mapping(uint32 attempt => mapping(address worker => bool))) private _hasConfirmed;
    mapping(bytes32 subject => bytes32 runId) private _latestRun;

    modifier onlyPolicyRegistry() {
        if (msg.sender != address(policies)) revert RunRegistry__NotPolicyRegistry(msg.sender);
        _;
    }

    constructor(address owner_, IPolicyRegistry policies_, IERC20 bondToken_, Terms memory terms)
        Ownable(owner_)
        EIP712("RunRegistry", "1")
        WorkerBonds(bondToken_, terms.workerBond)
    {
        // Without time or bonds there is nobody who could, or would, dispute a receipt.
        if (
            terms.attemptSeconds == 0 || terms.staleSeconds == 0 || terms.challengeWindowSeconds == 0
                || terms.rulingSeconds == 0 || terms.workerBond == 0 || terms.challengeBond == 0
        ) revert RunRegistry__BadTerms();

        policies = policies_;
        attemptSeconds = terms.attemptSeconds;
        staleSeconds = terms.staleSeconds;
        challengeWindowSeconds = terms.challengeWindowSeconds;
        rulingSeconds = terms.rulingSeconds;
        confirmationsRequired = terms.confirmationsRequired;
        challengeBond = terms.challengeBond;
    }

    /// @inheritdoc IRunRegistry
    function open(bytes32 subject, uint32 version, bytes32 policyDigest)
        external
        onlyPolicyRegistry
        returns (bytes32 runId)
    {
        runId = runIdOf(subject, version, policyDigest);
        bytes32 earlierId = _latestRun[subject];
        Run storage run = _runs[runId];
        run.state = RunState.Open;
        run.subject = subject;
        run.version = version;
        run.staleAt = _now() + staleSeconds;
        _latestRun[subject] = runId;

        emit RunOpened(runId, subject, version, policyDigest, run.staleAt);

        _supersede(earlierId, runId);
    }

    /// @inheritdoc IRunRegistry
    function startAttempt(bytes32 runId) external returns (uint32 attempt) {
        Run storage run = _inState(runId, RunState.Open);
        if (_now() > run.staleAt) revert RunRegistry__Stale(runId, run.staleAt);
        // Without thresholds the run could not pass the gate, nor be refused there: the worker's bond would be stuck.
        if (policies.activeOf(PolicyKind.Safety, run.subject) == 0) revert RunRegistry__NoThresholds(run.subject);
        address holder = run.worker;
        // A worker that was dismissed holds nothing.
        if (holder != msg.sender && isWorker(holder) && _now() <= run.deadline) {
            revert RunRegistry__AttemptHeld(holder, run.deadline);
        }
        if (holder != address(0)) _unlock(holder);
        _requireBonded(msg.sender, 1);

        _lock(msg.sender);
        attempt = ++run.attempt;
        run.worker = msg.sender;
        run.deadline = _now() + attemptSeconds;

        emit AttemptStarted(runId, attempt, msg.sender, run.deadline);
    }

    /// @inheritdoc IRunRegistry
    function submitReceipt(Receipt calldata receipt, bytes calldata signature) external {
        Run storage run = _inState(receipt.runId, RunState.Open);
        _requireAttempt(run, receipt.runId, receipt.attempt);
        if (receipt.worker != run.worker) revert RunRegistry__WrongWorker(receipt.worker, run.worker);
        if (receipt.artifactDigest == 0 || receipt.evaluationDigest == 0 || receipt.provenanceDigest == 0) {
            revert RunRegistry__ZeroDigest();
        }
        receipt.metrics.checkMetrics();
        _requireBonded(receipt.worker, 0);
        _requireSigned(receipt.worker, receiptDigest(receipt), signature);

        run.state = RunState.Submitted;
        run.artifactDigest = receipt.artifactDigest;
        run.deadline = _now() + challengeWindowSeconds;
        for (uint256 i = 0; i < receipt.metrics.length; ++i) {
            _metrics[receipt.runId].push(receipt.metrics[i]);
        }

        emit ReceiptSubmitted(
            receipt.runId,
            receipt.attempt,
            receipt.worker,
            receipt.artifactDigest,
            receipt.evaluationDigest,
            receipt.provenanceDigest,
            receipt.metrics,
            run.deadline
        );
    }

    /// @inheritdoc IRunRegistry
    function confirmReceipt(Receipt calldata receipt, bytes calldata signature) external {
        Run storage run = _inState(receipt.runId, RunState.Submitted);
        _requireAttempt(run, receipt.runId, receipt.attempt);
        mapping(address => bool) storage hasConfirmed = _hasConfirmed[receipt.runId][receipt.attempt];
        if (receipt.worker == run.worker || hasConfirmed[receipt.worker]) {
            revert RunRegistry__AlreadyConfirmed(receipt.worker);
        }
        _requireArtifact(run, receipt.artifactDigest);
        _requireBonded(receipt.worker, 1);
        _requireSigned(receipt.worker, receiptDigest(receipt), signature);

        hasConfirmed[receipt.worker] = true;
        uint32 confirmations = ++run.confirmations;
        if (confirmations == confirmationsRequired && _now() < run.deadline) run.deadline = _now();

        emit ReceiptConfirmed(receipt.runId, receipt.attempt, receipt.worker, confirmations, run.deadline);
    }

    /// @inheritdoc IRunRegistry
    function challenge(bytes32 runId, bytes32 evidenceDigest) external {
        Run storage run = _inState(runId, RunState.Submitted);
        if (_now() >= run.deadline) revert RunRegistry__TooLate(run.deadline);

        run.state = RunState.Challenged;
        run.challenger = msg.sender;
        run.deadline = _now() + rulingSeconds;

        emit ReceiptChallenged(runId, msg.sender, evidenceDigest, challengeBond, run.deadline);

        bondToken.safeTransferFrom(msg.sender, address(this), challengeBond);
    }

    /// @inheritdoc IRunRegistry
    function rule(bytes32 runId, bool isUpheld) external onlyOwner {
        Run storage run = _inState(runId, RunState.Challenged);
        if (_now() > run.deadline) revert RunRegistry__TooLate(run.deadline);

        if (isUpheld) _uphold(runId, run);
        else _dismiss(runId, run);
    }

    /// @inheritdoc IRunRegistry
    function settleUnruled(bytes32 runId) external {
        Run storage run = _inState(runId, RunState.Challenged);
        if (_now() <= run.deadline) revert RunRegistry__TooEarly(run.deadline + 1);

        _unlock(run.worker);
        run.state = RunState.Failed;

        emit ChallengeRuled(runId, false, true, run.challenger, challengeBond, 0);

        bondToken.safeTransfer(run.challenger, challengeBond);
    }

    /// @inheritdoc IRunRegistry
    function finalize(bytes32 runId) external {
        Run storage run = _inState(runId, RunState.Submitted);
        if (_now() < run.deadline) revert RunRegistry__TooEarly(run.deadline);
        (uint32 safetyVersion, Miss[] memory misses) = _misses(run.subject, Stage.Training, _metrics[runId]);

        _unlock(run.worker);
        if (misses.length != 0) {
            run.state = RunState.Rejected;

            emit RunRejected(runId, safetyVersion, misses);
        } else {
            (uint16 canaryBps, uint32 canarySeconds,) = policies.canaryOf(run.subject, run.version);
            run.state = RunState.Canary;
            run.observableFrom = _now();
            run.deadline = _now() + canarySeconds;

            emit CanaryStarted(runId, safetyVersion, canaryBps, run.deadline);
        }
    }

    /// @inheritdoc IRunRegistry
    function promote(Observation calldata observation, bytes calldata signature) external {
        bytes32 runId = observation.runId;
        Run storage run = _inState(runId, RunState.Canary);
        if (_now() < run.deadline) revert RunRegistry__TooEarly(run.deadline);
        _requireObservation(run, observation, signature);
        (,, uint32 canaryRequests) = policies.canaryOf(run.subject, run.version);
        if (observation.requests < canaryRequests) {
            revert RunRegistry__TooFewRequests(observation.requests, canaryRequests);
        }
        (uint32 safetyVersion, Miss[] memory misses) = _misses(run.subject, Stage.Canary, observation.metrics);
        if (misses.length != 0) revert RunRegistry__CanaryMissed(runId);

        run.state = RunState.Active;
        run.observableFrom = _now();

        emit RunActivated(runId, safetyVersion, observation.worker, observation.requests, observation.metrics);

        policies.activate(run.subject, run.version);
    }

    /// @inheritdoc IRunRegistry
    function reportBreach(Observation calldata observation, bytes calldata signature) external {
        bytes32 runId = observation.runId;
        Run storage run = _runs[runId];
        bool wasActive = run.state == RunState.Active;
        if (!wasActive && run.state != RunState.Canary) revert RunRegistry__WrongState(runId, run.state);
        _requireObservation(run, observation, signature);
        (uint32 safetyVersion, Miss[] memory misses) = _misses(run.subject, Stage.Canary, observation.metrics);
        if (misses.length == 0) revert RunRegistry__NoBreach(runId);

        run.state = RunState.RolledBack;

        emit RunRolledBack(runId, safetyVersion, observation.worker, observation.requests, observation.metrics, misses);

        // Refused there when another version is in force by now: only what answers can be in breach.
        if (wasActive) policies.deactivate(run.subject, run.version);
    }

    /// @inheritdoc IRunRegistry
    function reportFailure(bytes32 runId, uint32 attempt, string calldata reason) external {
        Run storage run = _inState(runId, RunState.Open);
        if (msg.sender != run.worker) revert RunRegistry__WrongWorker(msg.sender, run.worker);
        _requireAttempt(run, runId, attempt);

        _unlock(msg.sender);
        run.state = RunState.Failed;

        emit RunFailed(runId, attempt, msg.sender, reason);
    }

    /// @inheritdoc IRunRegistry
    function withdraw(bytes32 subject, uint32 version) external onlyPolicyRegistry {
        bytes32 runId = runIdOf(subject, version, policies.digestOf(PolicyKind.Model, subject, version));
        Run storage run = _inState(runId, RunState.Active);

        run.state = RunState.RolledBack;

        emit RunWithdrawn(runId);
    }

    /// @inheritdoc IRunRegistry
    function stateOf(bytes32 runId) external view returns (RunState) {
        return _runs[runId].state;
    }

    /// @inheritdoc IRunRegistry
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
        )
    {
        Run storage run = _runs[runId];
        return (run.state, run.subject, run.version, run.attempt, run.worker, run.artifactDigest, run.deadline);
    }

    /// @inheritdoc IRunRegistry
    function missesOf(bytes32 subject, Stage stage, Metric[] calldata metrics)
        external
        view
        returns (uint32 safetyVersion, Miss[] memory misses)
    {
        return _misses(subject, stage, metrics);
    }

    /// @inheritdoc IRunRegistry
    function runIdOf(bytes32 subject, uint32 version, bytes32 policyDigest) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), subject, version, policyDigest));
    }

    /// @inheritdoc IRunRegistry
    function receiptDigest(Receipt calldata receipt) public view returns (bytes32) {
        return _hashTypedDataV4(receipt.hash());
    }

    /// @inheritdoc IRunRegistry
    function observationDigest(Observation calldata observation) public view returns (bytes32) {
        return _hashTypedDataV4(observation.hash());
    }

    /// @dev Ends a run that a newer one replaces. What is decided stays; a disputed run first gets its ruling.
    function _supersede(bytes32 runId, bytes32 byRunId) private {
        Run storage run = _runs[runId];
        RunState state = run.state;
        if (state != RunState.Open && state != RunState.Submitted && state != RunState.Canary) return;

        if (state != RunState.Canary && run.worker != address(0)) _unlock(run.worker);
        run.state = RunState.Superseded;

        emit RunSuperseded(runId, byRunId);
    }

    /// @dev The receipt was wrong: the run fails, and its worker's bond goes to the challenger.
    function _uphold(bytes32 runId, Run storage run) private {
        _unlock(run.worker);
        run.state = RunState.Failed;
        uint256 amount = challengeBond + _slash(run.worker);

        emit ChallengeRuled(runId, true, false, run.challenger, amount, 0);

        bondToken.safeTransfer(run.challenger, amount);
    }

    /// @dev The receipt stands, and is final now; the challenger's bond goes to the worker.
    function _dismiss(bytes32 runId, Run storage run) private {
        run.state = RunState.Submitted;
        run.deadline = _now();

        emit ChallengeRuled(runId, false, false, run.worker, challengeBond, run.deadline);

        // While it was disputed, a newer version may have been adopted.
        bytes32 latestId = _latestRun[run.subject];
        if (latestId != runId) _supersede(runId, latestId);

        bondToken.safeTransfer(run.worker, challengeBond);
    }

    function _inState(bytes32 runId, RunState expected) private view returns (Run storage run) {
        run = _runs[runId];
        if (run.state != expected) revert RunRegistry__WrongState(runId, run.state);
    }

    function _requireObservation(Run storage run, Observation calldata observation, bytes calldata signature)
        private
        view
    {
        _requireAttempt(run, observation.runId, observation.attempt);
        _requireArtifact(run, observation.artifactDigest);
        bool isInWindow = observation.windowStart >= run.observableFrom && observation.windowEnd <= _now();
        if (!isInWindow || observation.windowStart >= observation.windowEnd) {
            revert RunRegistry__BadWindow(observation.windowStart, observation.windowEnd);
        }
        observation.metrics.checkMetrics();
        _requireBonded(observation.worker, 0);
        _requireSigned(observation.worker, observationDigest(observation), signature);
    }

    function _requireAttempt(Run storage run, bytes32 runId, uint32 attempt) private view {
        if (attempt != run.attempt) revert RunRegistry__WrongAttempt(runId, attempt, run.attempt);
    }

    function _requireArtifact(Run storage run, bytes32 artifactDigest) private view {
        if (artifactDigest != run.artifactDigest) {
            revert RunRegistry__OtherArtifact(artifactDigest, run.artifactDigest);
        }
    }

    function _requireSigned(address worker, bytes32 digest, bytes calldata signature) private view {
        if (!SignatureChecker.isValidSignatureNowCalldata(worker, digest, signature)) {
            revert RunRegistry__BadSignature(worker);
        }
    }

    function _misses(bytes32 subject, Stage stage, Metric[] memory metrics)
        private
        view
        returns (uint32 safetyVersion, Miss[] memory)
    {
        Threshold[] memory training;
        Threshold[] memory canary;
        (safetyVersion, training, canary) = policies.thresholdsOf(subject);
        if (safetyVersion == 0) revert RunRegistry__NoThresholds(subject);

        return (safetyVersion, Gate.misses(stage == Stage.Training ? training : canary, metrics));
    }

    function _now() private view returns (uint64) {
        return uint64(block.timestamp);
    }
}
