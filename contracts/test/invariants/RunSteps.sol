// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ModelPolicy, PolicyKind} from "../../src/interfaces/IPolicyRegistry.sol";
import {Metric, Observation, Receipt, RunState} from "../../src/interfaces/IRunRegistry.sol";
import {Defaults} from "../support/Defaults.sol";
import {RunWatch} from "./RunWatch.sol";

/// @dev One step of a run each: what is due by the words of IRunRegistry, what was asked for, and what came of it.
abstract contract RunSteps is RunWatch {
    uint256[3] private _keys = [TRAINER_KEY, OBSERVER_KEY, 0x7122];
    address[3] public workerAt = [trainer, observer, vm.addr(0x7122)];

    mapping(address worker => uint256) public bonds;
    mapping(bytes32 runId => uint256) private _staleAt;
    mapping(bytes32 runId => uint256) private _finalAt;
    mapping(bytes32 runId => bool) private _isGood;
    mapping(bytes32 runId => mapping(address worker => bool)) private _hasConfirmed;

    /// @dev The runs that a worker holds: taken and neither given up, refused, passed nor replaced.
    function heldBy(address worker) public view returns (uint256 count) {
        for (uint256 i = 0; i < known.length; ++i) {
            (RunState state,, address holder,) = record(known[i]);
            bool isHeld = state == RunState.Open || state == RunState.Submitted || state == RunState.Challenged;
            if (isHeld && holder == worker) ++count;
        }
    }

    function step(bytes32 runId, uint256 choice) internal {
        (RunState state,, address holder, uint256 deadline) = record(runId);
        if (state == RunState.Open) {
            if (holder == address(0)) startBy(runId, workerAt[choice % 3]);
            else submitOne(runId, choice % 4 != 0, false);
        } else if (state == RunState.Submitted) {
            if (choice % 2 == 0) return challenge(runId);
            if (choice % 4 == 1) return confirmBy(runId, (choice >> 8) % 3);
            if (block.timestamp < deadline) vm.warp(deadline);
            finalize(runId);
        } else if (state == RunState.Challenged) {
            choice % 3 == 0 ? settle(runId, choice % 4 != 3) : rule(runId, choice % 3 == 1);
        } else if (state == RunState.Canary) {
            if (choice % 6 == 0) return breachBy(runId, (choice >> 8) % 3, true);
            if (block.timestamp < deadline) vm.warp(deadline);
            promoteBy(runId, (choice >> 8) % 3, true, 5);
        }
    }

    function adoptFor(bytes32 subject) internal {
        bytes32 earlierId = latestOf(subject);
        bool wasUnfinished = isUnfinished(earlierId);
        RunState before = runs.stateOf(earlierId);

        vm.prank(address(timelock));
        (, bytes32 runId) =
            policies.adoptModel(ModelPolicy(subject, '{"seed":1}', 1000, CANARY_SECONDS, CANARY_REQUESTS));

        _staleAt[runId] = block.timestamp + 7 days;
        remember(subject, runId);
        judge("adopt", true, runs.stateOf(runId) == RunState.Open);
        if (wasUnfinished) judge("supersede", true, runs.stateOf(earlierId) == RunState.Superseded);
        else judge("leave", true, runs.stateOf(earlierId) == before);
    }

    function startBy(bytes32 runId, address worker) internal {
        (RunState state,, address holder, uint256 deadline) = record(runId);
        uint256 others = heldBy(worker) - (state == RunState.Open && holder == worker ? 1 : 0);
        bool isFree = holder == address(0) || holder == worker || !runs.isWorker(holder) || block.timestamp > deadline;
        bool isDue = state == RunState.Open && block.timestamp <= _staleAt[runId] && isFree && runs.isWorker(worker)
            && bonds[worker] >= Defaults.WORKER_BOND * (others + 1);
        judge("start", isDue, ask(worker, abi.encodeCall(runs.startAttempt, (runId))));
        if (isDue && holder != address(0) && holder != worker) judge("takeOver", true, true);
    }

    function submitOne(bytes32 runId, bool isGood, bool isLate) internal {
        (RunState state, uint32 attempt, address holder,) = record(runId);
        Receipt memory receipt = receiptOf(runId, holder);
        if (isLate) receipt.attempt = attempt - (attempt == 0 ? 0 : 1);
        if (!isGood) receipt.metrics[0].valueE6 = 799_999;
        bool isDue = state == RunState.Open && runs.isWorker(holder) && receipt.attempt == attempt;

        bytes memory signature = signed(keyOf(holder), runs.receiptDigest(receipt));
        bool isDone = ask(address(this), abi.encodeCall(runs.submitReceipt, (receipt, signature)));
        judge(isGood ? bytes32("submit") : bytes32("submitBad"), isDue, isDone);
        if (isDone) (_isGood[runId], _finalAt[runId]) = (isGood, block.timestamp + 1 days);
    }

    function confirmBy(bytes32 runId, uint256 index) internal {
        (RunState state,, address holder,) = record(runId);
        address worker = workerAt[index];
        bool isDue = state == RunState.Submitted && worker != holder && !_hasConfirmed[runId][worker]
            && runs.isWorker(worker) && bonds[worker] >= Defaults.WORKER_BOND * (heldBy(worker) + 1);

        Receipt memory receipt = receiptOf(runId, worker);
        bytes memory signature = signed(_keys[index], runs.receiptDigest(receipt));
        bool isDone = ask(address(this), abi.encodeCall(runs.confirmReceipt, (receipt, signature)));
        judge("confirm", isDue, isDone);
        if (!isDone) return;
        _hasConfirmed[runId][worker] = true;
        if (block.timestamp < _finalAt[runId]) _finalAt[runId] = block.timestamp;
    }

    function challenge(bytes32 runId) internal {
        bool isDue = runs.stateOf(runId) == RunState.Submitted && block.timestamp < _finalAt[runId];
        judge("challenge", isDue, ask(dave, abi.encodeCall(runs.challenge, (runId, keccak256("evidence")))));
    }

    function rule(bytes32 runId, bool isUpheld) internal {
        (RunState state,, address holder, uint256 deadline) = record(runId);
        (, bytes32 subject,,,,,) = runs.runOf(runId);
        bool isDue = state == RunState.Challenged && block.timestamp <= deadline;
        bool isDone = ask(address(timelock), abi.encodeCall(runs.rule, (runId, isUpheld)));
        judge(isUpheld ? bytes32("uphold") : bytes32("dismiss"), isDue, isDone);
        if (!isDone) return;
        _finalAt[runId] = block.timestamp;
        if (isUpheld) bonds[holder] -= Defaults.WORKER_BOND;
        else if (latestOf(subject) != runId) judge("supersedeLate", true, runs.stateOf(runId) == RunState.Superseded);
    }

    function settle(bytes32 runId, bool isAfterTheDeadline) internal {
        (,,, uint256 deadline) = record(runId);
        if (isAfterTheDeadline && block.timestamp <= deadline) vm.warp(deadline + 1);
        bool isDue = block.timestamp > deadline;
        judge("settle", isDue, ask(address(this), abi.encodeCall(runs.settleUnruled, (runId))));
    }

    function finalize(bytes32 runId) internal {
        bool isDue = runs.stateOf(runId) == RunState.Submitted && block.timestamp >= _finalAt[runId];
        bool isDone = ask(address(this), abi.encodeCall(runs.finalize, (runId)));
        judge("finalize", isDue, isDone);
        if (!isDone) return;
        bool isThrough = runs.stateOf(runId) == RunState.Canary;
        judge(isThrough ? bytes32("canary") : bytes32("reject"), isThrough == _isGood[runId], true);
    }

    function promoteBy(bytes32 runId, uint256 index, bool isGood, uint64 requests) internal {
        (RunState state,,, uint256 deadline) = record(runId);
        skip(1);
        bool isDue = state == RunState.Canary && block.timestamp >= deadline && isGood && requests >= CANARY_REQUESTS
            && isBonded(workerAt[index]);
        Observation memory observation = observationOf(runId, index, isGood ? 50_000 : 50_001);
        observation.requests = requests;

        bytes memory signature = signed(_keys[index], runs.observationDigest(observation));
        bool isDone = ask(address(this), abi.encodeCall(runs.promote, (observation, signature)));
        judge("promote", isDue, isDone);
        if (!isDone) return;
        (, bytes32 subject, uint32 version,,,,) = runs.runOf(runId);
        hasPassedBoth[runId] = _isGood[runId];
        ++changes[subject];
        judge("inForce", true, policies.activeOf(PolicyKind.Model, subject) == version);
    }

    function breachBy(bytes32 runId, uint256 index, bool isBad) internal {
        (RunState state, bytes32 subject, uint32 version,,,,) = runs.runOf(runId);
        skip(1);
        bool isInForce = state == RunState.Active && policies.activeOf(PolicyKind.Model, subject) == version;
        bool isDue = (state == RunState.Canary || isInForce) && isBad && isBonded(workerAt[index]);
        Observation memory observation = observationOf(runId, index, isBad ? 50_001 : 50_000);

        bytes memory signature = signed(_keys[index], runs.observationDigest(observation));
        bool isDone = ask(address(this), abi.encodeCall(runs.reportBreach, (observation, signature)));
        judge(isInForce ? bytes32("breachActive") : bytes32("breach"), isDue, isDone);
        if (isDone && isInForce) takenOut(subject, version);
    }

    function takenOut(bytes32 subject, uint32 version) internal {
        wasTakenOut[runAt(subject, version)] = true;
        ++changes[subject];
        judge("back", true, policies.activeOf(PolicyKind.Model, subject) < version);
    }

    // Smaller things.

    /// @dev Each worker's receipt of an attempt names the artifact of that attempt.
    function receiptOf(bytes32 runId, address worker) internal view returns (Receipt memory receipt) {
        receipt = aReceipt(runId);
        receipt.worker = worker;
        receipt.artifactDigest = keccak256(abi.encode(runId, receipt.attempt));
    }

    function observationOf(bytes32 runId, uint256 index, uint64 errorRateE6)
        internal
        view
        returns (Observation memory observation)
    {
        (,,, uint32 attempt,, bytes32 artifact,) = runs.runOf(runId);
        observation.runId = runId;
        observation.attempt = attempt;
        observation.worker = workerAt[index];
        observation.artifactDigest = artifact;
        (observation.windowStart, observation.windowEnd) = (uint64(block.timestamp - 1), uint64(block.timestamp));
        observation.requests = CANARY_REQUESTS;
        observation.metrics = new Metric[](1);
        observation.metrics[0] = Metric("errorRate", errorRateE6);
    }

    function ask(address caller, bytes memory data) internal returns (bool isDone) {
        vm.prank(caller);
        (isDone,) = address(runs).call(data);
    }

    function record(bytes32 runId)
        internal
        view
        returns (RunState state, uint32 attempt, address holder, uint256 deadline)
    {
        (state,,, attempt, holder,, deadline) = runs.runOf(runId);
    }

    function isBonded(address worker) internal view returns (bool) {
        uint256 held = heldBy(worker);
        return runs.isWorker(worker) && bonds[worker] >= Defaults.WORKER_BOND * (held == 0 ? 1 : held);
    }

    function isUnfinished(bytes32 runId) internal view returns (bool) {
        RunState state = runs.stateOf(runId);
        return state == RunState.Open || state == RunState.Submitted || state == RunState.Canary;
    }

    /// @dev Whether its version was in force, and was not taken out.
    function isFinal(bytes32 runId) internal view returns (bool) {
        return hasPassedBoth[runId] && !wasTakenOut[runId];
    }

    /// @dev Whether it can still come to something.
    function isGoingOn(bytes32 runId) internal view returns (bool) {
        (RunState state,, address holder,) = record(runId);
        bool isTooLate = state == RunState.Open && holder == address(0) && block.timestamp > _staleAt[runId];
        return isUnfinished(runId) && !isTooLate;
    }

    /// @dev Nobody's key when nobody holds the run.
    function keyOf(address worker) internal view returns (uint256) {
        for (uint256 i = 0; i < 3; ++i) {
            if (workerAt[i] == worker) return _keys[i];
        }
        return 1;
    }

    /// @dev One of the last four, so that the calls meet; mostly one of them in this state, if there is any.
    function pickIn(RunState state, uint256 seed) internal view returns (bytes32 runId) {
        uint256 window = known.length < 4 ? known.length : 4;
        for (uint256 i = 0; i < window; ++i) {
            runId = known[known.length - 1 - (seed / 8 + i) % window];
            if (seed % 4 == 0 || runs.stateOf(runId) == state) return runId;
        }
    }
}
