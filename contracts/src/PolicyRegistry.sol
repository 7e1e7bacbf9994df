// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IMandateGovernor} from "./interfaces/IMandateGovernor.sol";
import {
    AccessPolicy,
    AccessTier,
    IPolicyRegistry,
    ModelPolicy,
    ModerationPolicy,
    PolicyKind,
    RevenuePolicy,
    RevenueShare,
    SafetyPolicy,
    Threshold
} from "./interfaces/IPolicyRegistry.sol";
import {IRevenueAllocator} from "./interfaces/IRevenueAllocator.sol";
import {IRunRegistry} from "./interfaces/IRunRegistry.sol";
import {PolicyBounds} from "./policies/PolicyBounds.sol";
import {PolicyHashes} from "./policies/PolicyHashes.sol";
import {PolicySteps} from "./policies/PolicySteps.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

/// @title The versions of every policy, and which of them is active.
contract PolicyRegistry is IPolicyRegistry, Ownable {
    using PolicyBounds for *;
    using PolicyHashes for *;

    /// @dev One (kind, subject).
    struct Line {
        uint32 head;
        uint32 active;
        uint64 epoch;
        // When a version was last adopted within a step of another.
        uint64 steppedAt;
    }

    struct Version {
        bytes32 digest;
        bool isFinal;
        // The version that was in force when this one came into force.
        uint32 previous;
        uint16 canaryBps;
        uint32 canarySeconds;
        uint32 canaryRequests;
    }

    IMandateGovernor public immutable governor;
    IRunRegistry public immutable runs;
    IRevenueAllocator public immutable revenue;
    /// @inheritdoc IPolicyRegistry
    uint16 public immutable override maxShareStepBps;

    mapping(PolicyKind kind => mapping(bytes32 subject => Line)) private _lines;
    mapping(PolicyKind kind => mapping(bytes32 subject => mapping(uint32 version => Version))) private _versions;
    mapping(bytes32 subject => mapping(uint32 version => SafetyPolicy)) private _safety;
    mapping(bytes32 subject => mapping(uint32 version => AccessTier[])) private _tiers;
    mapping(bytes32 subject => mapping(uint32 version => RevenueShare[])) private _shares;

    modifier onlyRunRegistry() {
        if (msg.sender != address(runs)) revert PolicyRegistry__NotRunRegistry(msg.sender);
        _;
    }

    modifier onlyGuardian() {
        // Outside a term the guardian is the zero address, which nobody can call from.
        if (msg.sender != governor.guardian()) revert PolicyRegistry__NotGuardian(msg.sender);
        _;
    }

    constructor(
        address owner_,
        IMandateGovernor governor_,
        IRunRegistry runs_,
        IRevenueAllocator revenue_,
        uint16 maxShareStepBps_
    ) Ownable(owner_) {
        if (maxShareStepBps_ == 0) revert PolicyRegistry__NoShareStep();

        governor = governor_;
        runs = runs_;
        revenue = revenue_;
        maxShareStepBps = maxShareStepBps_;
    }

    /// @inheritdoc IPolicyRegistry
    function adoptModel(ModelPolicy calldata policy) external onlyOwner returns (uint32 version, bytes32 runId) {
        policy.check();
        _checkCanaryStep(policy);

        bytes32 digest = policy.hash();
        uint64 epoch;
        (version, epoch) = _append(PolicyKind.Model, policy.subject, digest);
        Version storage adopted = _versions[PolicyKind.Model][policy.subject][version];
        adopted.canaryBps = policy.canaryBps;
        adopted.canarySeconds = policy.canarySeconds;
        adopted.canaryRequests = policy.canaryRequests;

        // The run's id belongs into the event; the RunRegistry is ours and calls nobody back here.
        runId = runs.open(policy.subject, version, digest);

        emit PolicyAdopted(PolicyKind.Model, policy.subject, version, digest, epoch, false, runId, abi.encode(policy));
    }

    /// @inheritdoc IPolicyRegistry
    function adoptSafety(SafetyPolicy calldata policy) external onlyOwner returns (uint32 version) {
        return _adoptSafety(policy);
    }

    /// @inheritdoc IPolicyRegistry
    function tightenSafety(SafetyPolicy calldata policy) external onlyOwner returns (uint32 version) {
        uint32 active = _lines[PolicyKind.Safety][policy.subject].active;
        // Without thresholds nothing passes the gate: any policy would be looser than that.
        if (active == 0) revert PolicyRegistry__NothingToTighten(policy.subject);
        SafetyPolicy storage old = _safety[policy.subject][active];
        PolicyBounds.checkTighter(old.training, policy.training);
        PolicyBounds.checkTighter(old.canary, policy.canary);

        return _adoptSafety(policy);
    }

    /// @inheritdoc IPolicyRegistry
    function adoptModeration(ModerationPolicy calldata policy) external onlyOwner returns (uint32 version) {
        policy.rules.check();

        return _adopt(PolicyKind.Moderation, policy.subject, policy.hash(), abi.encode(policy));
    }

    /// @inheritdoc IPolicyRegistry
    function adoptAccess(AccessPolicy calldata policy) external onlyOwner returns (uint32 version) {
        policy.tiers.check();
        uint32 active = _stepFrom(PolicyKind.Access, policy.subject);
        PolicySteps.checkTiers(_tiers[policy.subject][active], policy.tiers);

        version = _adopt(PolicyKind.Access, policy.subject, policy.hash(), abi.encode(policy));
        AccessTier[] storage tiers = _tiers[policy.subject][version];
        for (uint256 i = 0; i < policy.tiers.length; ++i) {
            tiers.push(policy.tiers[i]);
        }
    }

    /// @inheritdoc IPolicyRegistry
    function adoptRevenue(RevenuePolicy calldata policy) external onlyOwner returns (uint32 version) {
        policy.shares.check();
        uint32 active = _stepFrom(PolicyKind.Revenue, policy.subject);
        if (active != 0) {
            PolicySteps.checkShares(_shares[policy.subject][active], policy.shares, maxShareStepBps);

            // What came in under the old split is split by it, before the new one is in force.
            revenue.allocateAll();
        }

        version = _adopt(PolicyKind.Revenue, policy.subject, policy.hash(), abi.encode(policy));
        RevenueShare[] storage shares = _shares[policy.subject][version];
        for (uint256 i = 0; i < policy.shares.length; ++i) {
            shares.push(policy.shares[i]);
        }
    }

    /// @inheritdoc IPolicyRegistry
    function activate(bytes32 subject, uint32 version) external onlyRunRegistry {
        Line storage line = _lines[PolicyKind.Model][subject];
        line.epoch += 1;
        _putInForce(line, PolicyKind.Model, subject, version);

        emit PolicyActivated(PolicyKind.Model, subject, version, line.epoch);
    }

    /// @inheritdoc IPolicyRegistry
    function deactivate(bytes32 subject, uint32 version) external onlyRunRegistry {
        Line storage line = _lines[PolicyKind.Model][subject];
        if (line.active != version) revert PolicyRegistry__NotBackward(version, line.active);

        // The last one that was in force before and was not taken out itself since. Each is below the one after it.
        uint32 earlier = _versions[PolicyKind.Model][subject][version].previous;
        while (earlier != 0 && !_versions[PolicyKind.Model][subject][earlier].isFinal) {
            earlier = _versions[PolicyKind.Model][subject][earlier].previous;
        }
        _takeOut(line, PolicyKind.Model, subject, earlier);
    }

    /// @inheritdoc IPolicyRegistry
    function rollBack(PolicyKind kind, bytes32 subject, uint32 version) external onlyGuardian {
        Line storage line = _lines[kind][subject];
        uint32 active = line.active;
        if (version >= active) revert PolicyRegistry__NotBackward(version, active);
        // No thresholds, no tiers or no shares are not an earlier state to go back to; no model of ours is.
        bool isBase = version == 0 && kind == PolicyKind.Model;
        if (!isBase && !_versions[kind][subject][version].isFinal) revert PolicyRegistry__NotFinal(version);

        if (kind == PolicyKind.Revenue) revenue.allocateAll();

        _takeOut(line, kind, subject, version);

        if (kind == PolicyKind.Model) runs.withdraw(subject, active);
    }

    /// @inheritdoc IPolicyRegistry
    function headOf(PolicyKind kind, bytes32 subject) external view returns (uint32 version) {
        return _lines[kind][subject].head;
    }

    /// @inheritdoc IPolicyRegistry
    function activeOf(PolicyKind kind, bytes32 subject) external view returns (uint32 version) {
        return _lines[kind][subject].active;
    }

    /// @inheritdoc IPolicyRegistry
    function epochOf(PolicyKind kind, bytes32 subject) external view returns (uint64 epoch) {
        return _lines[kind][subject].epoch;
    }

    /// @inheritdoc IPolicyRegistry
    function digestOf(PolicyKind kind, bytes32 subject, uint32 version) external view returns (bytes32 digest) {
        return _versions[kind][subject][version].digest;
    }

    /// @inheritdoc IPolicyRegistry
    function isFinal(PolicyKind kind, bytes32 subject, uint32 version) external view returns (bool) {
        return _versions[kind][subject][version].isFinal;
    }

    /// @inheritdoc IPolicyRegistry
    function thresholdsOf(bytes32 subject)
        external
        view
        returns (uint32 version, Threshold[] memory training, Threshold[] memory canary)
    {
        version = _lines[PolicyKind.Safety][subject].active;
        SafetyPolicy storage policy = _safety[subject][version];
        return (version, policy.training, policy.canary);
    }

    /// @inheritdoc IPolicyRegistry
    function canaryOf(bytes32 subject, uint32 version)
        external
        view
        returns (uint16 canaryBps, uint32 canarySeconds, uint32 canaryRequests)
    {
        Version storage adopted = _versions[PolicyKind.Model][subject][version];
        return (adopted.canaryBps, adopted.canarySeconds, adopted.canaryRequests);
    }

    /// @inheritdoc IPolicyRegistry
    function sharesOf(bytes32 subject) external view returns (uint32 version, RevenueShare[] memory shares) {
        version = _lines[PolicyKind.Revenue][subject].active;
        return (version, _shares[subject][version]);
    }

    /// @inheritdoc IPolicyRegistry
    function tiersOf(bytes32 subject) external view returns (uint32 version, AccessTier[] memory tiers) {
        version = _lines[PolicyKind.Access][subject].active;
        return (version, _tiers[subject][version]);
    }

    function _adoptSafety(SafetyPolicy calldata policy) private returns (uint32 version) {
        policy.training.check();
        policy.canary.check();
        uint32 active = _stepFrom(PolicyKind.Safety, policy.subject);
        SafetyPolicy storage old = _safety[policy.subject][active];
        // Of version 0, which is none, nothing can be removed.
        PolicySteps.checkRemoved(
            PolicySteps.checkThresholds(old.training, policy.training)
                + PolicySteps.checkThresholds(old.canary, policy.canary)
        );

        version = _adopt(PolicyKind.Safety, policy.subject, policy.hash(), abi.encode(policy));
        SafetyPolicy storage adopted = _safety[policy.subject][version];
        adopted.subject = policy.subject;
        for (uint256 i = 0; i < policy.training.length; ++i) {
            adopted.training.push(policy.training[i]);
        }
        for (uint256 i = 0; i < policy.canary.length; ++i) {
            adopted.canary.push(policy.canary[i]);
        }
    }

    function _checkCanaryStep(ModelPolicy calldata policy) private view {
        uint32 active = _lines[PolicyKind.Model][policy.subject].active;
        if (active == 0) return;

        Version storage old = _versions[PolicyKind.Model][policy.subject][active];
        PolicySteps.checkCanary([uint256(old.canaryBps), old.canarySeconds, old.canaryRequests], policy);
    }

    /// @dev The version in force, from which a step is taken; 0 if none is. Many steps in one proposal would be a leap.
    function _stepFrom(PolicyKind kind, bytes32 subject) private returns (uint32 active) {
        Line storage line = _lines[kind][subject];
        active = line.active;
        if (active == 0) return 0;
        if (line.steppedAt == block.timestamp) revert PolicyRegistry__StepsTogether(kind, subject);

        line.steppedAt = uint64(block.timestamp);
    }

    /// @dev Adopts a version that is in force at once.
    function _adopt(PolicyKind kind, bytes32 subject, bytes32 digest, bytes memory document)
        private
        returns (uint32 version)
    {
        uint64 epoch;
        (version, epoch) = _append(kind, subject, digest);
        _putInForce(_lines[kind][subject], kind, subject, version);

        emit PolicyAdopted(kind, subject, version, digest, epoch, true, 0, document);
    }

    function _append(PolicyKind kind, bytes32 subject, bytes32 digest) private returns (uint32 version, uint64 epoch) {
        PolicyBounds.checkSubject(subject);

        Line storage line = _lines[kind][subject];
        version = ++line.head;
        epoch = ++line.epoch;
        _versions[kind][subject][version].digest = digest;
    }

    function _putInForce(Line storage line, PolicyKind kind, bytes32 subject, uint32 version) private {
        Version storage adopted = _versions[kind][subject][version];
        adopted.previous = line.active;
        adopted.isFinal = true;
        line.active = version;
    }

    /// @dev Takes the active version out of force and puts an earlier one back.
    function _takeOut(Line storage line, PolicyKind kind, bytes32 subject, uint32 earlier) private {
        // What was taken out once never comes back by a roll-back; a vote can adopt the same document again.
        _versions[kind][subject][line.active].isFinal = false;

        // The epoch only grows: a gateway that still serves the newer version can see that it is behind.
        line.active = earlier;
        line.epoch += 1;

        emit PolicyRolledBack(kind, subject, earlier, line.epoch);
    }
}
