// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {MandateToken} from "../../src/MandateToken.sol";
import {PolicyRegistry} from "../../src/PolicyRegistry.sol";
import {RunRegistry} from "../../src/RunRegistry.sol";
import {PolicyKind, SafetyPolicy} from "../../src/interfaces/IPolicyRegistry.sol";
import {RunState} from "../../src/interfaces/IRunRegistry.sol";
import {Defaults} from "../support/Defaults.sol";
import {RunSteps} from "./RunSteps.sol";

/// @dev Adopts, carries out, confirms, disputes, slashes, dismisses and rolls back, in any order, for two subjects and
/// three workers. Some of what it tries is not allowed at that moment.
contract RunHandler is RunSteps {
    function setUp() public override {
        super.setUp();
        SafetyPolicy memory safety = Defaults.safety();
        safety.subject = subjects[1];
        vm.startPrank(address(timelock));
        policies.adoptSafety(safety);
        runs.setWorker(workerAt[2], true);
        vm.stopPrank();

        vm.startPrank(dave);
        token.approve(address(runs), type(uint256).max);
        runs.depositBond(workerAt[2], 2 * Defaults.WORKER_BOND);
        vm.stopPrank();
        for (uint256 i = 0; i < 3; ++i) {
            bonds[workerAt[i]] = runs.bondOf(workerAt[i]);
        }
        adoptFor(subjects[0]);
        adoptFor(subjects[1]);
        watch();
    }

    function parts() external view returns (MandateToken, PolicyRegistry, RunRegistry) {
        return (token, policies, runs);
    }

    // What may be called, in any order.

    function adopt(uint256 seed) external watched {
        // Most runs get the time to end.
        bytes32 subject = subjects[seed % 2];
        if (isGoingOn(latestOf(subject))) subject = subjects[1 - seed % 2];
        if (!isGoingOn(latestOf(subject)) || seed % 4 == 0) adoptFor(subject);
    }

    /// @dev Moves a run on by up to four steps, each as its state allows and `choice` says.
    function carryOn(uint256 seed, uint256 choice) external watched {
        bytes32 runId =
            pickIn([RunState.Open, RunState.Submitted, RunState.Challenged, RunState.Canary][seed % 4], seed >> 2);
        for (uint256 i = 0; i < 1 + choice % 4; ++i) {
            step(runId, uint256(keccak256(abi.encode(choice, i))));
            watch();
            // A dispute lasts, so that other things happen meanwhile.
            if (runs.stateOf(runId) == RunState.Challenged) return;
        }
    }

    /// @dev The whole way of a new version, unless something is in its way.
    function bringIntoForce(uint256 seed) external watched {
        bytes32 subject = subjects[seed % 2];
        if (isGoingOn(latestOf(subject)) && seed % 4 != 0) return;
        adoptFor(subject);
        watch();
        bytes32 runId = latestOf(subject);
        startBy(runId, workerAt[seed % 3]);
        submitOne(runId, true, false);
        watch();
        skip(1 days);
        finalize(runId);
        watch();
        skip(CANARY_SECONDS);
        promoteBy(runId, (seed >> 8) % 3, true, CANARY_REQUESTS);
    }

    function start(uint256 seed, uint256 choice) external watched {
        startBy(pickIn(RunState.Open, seed), workerAt[choice % 3]);
    }

    /// @dev After the deadline of who holds it, as a rule.
    function takeOver(uint256 seed, uint256 choice) external watched {
        bytes32 runId = pickIn(RunState.Open, seed);
        if (choice % 4 != 0) skip(1 hours + 1);
        startBy(runId, workerAt[choice % 3]);
    }

    function submit(uint256 seed, uint256 choice) external watched {
        submitOne(pickIn(RunState.Open, seed), choice % 4 != 0, choice % 8 == 7);
    }

    function confirm(uint256 seed, uint256 choice) external watched {
        confirmBy(pickIn(RunState.Submitted, seed), choice % 3);
    }

    function finalizeAny(uint256 seed) external watched {
        finalize(pickIn(RunState.Submitted, seed));
    }

    function promoteAny(uint256 seed, uint256 choice) external watched {
        promoteBy(pickIn(RunState.Canary, seed), choice % 3, choice % 5 != 0, choice % 7 == 0 ? 4 : 5);
    }

    function breach(uint256 seed, uint256 choice) external watched {
        breachBy(pickIn(choice % 2 == 0 ? RunState.Canary : RunState.Active, seed), choice % 3, choice % 4 != 0);
    }

    function breachInForce(uint256 seed) external watched {
        bytes32 subject = subjects[seed % 2];
        breachBy(runAt(subject, policies.activeOf(PolicyKind.Model, subject)), (seed >> 8) % 3, true);
    }

    function giveUp(uint256 seed) external watched {
        bytes32 runId = pickIn(RunState.Open, seed);
        (RunState state, uint32 attempt, address holder,) = record(runId);
        bool isDue = state == RunState.Open && holder != address(0);
        judge("giveUp", isDue, ask(holder, abi.encodeCall(runs.reportFailure, (runId, attempt, ""))));
    }

    function challengeAny(uint256 seed) external watched {
        challenge(pickIn(RunState.Submitted, seed));
    }

    function decide(uint256 seed, uint256 choice) external watched {
        bytes32 runId = pickIn(RunState.Challenged, seed);
        if (runs.stateOf(runId) == RunState.Challenged) step(runId, choice);
    }

    function rollBack(uint256 seed, uint256 to) external watched {
        bytes32 subject = subjects[seed % 2];
        uint32 active = policies.activeOf(PolicyKind.Model, subject);
        uint32 version = uint32(bound(to, 0, active));
        // Mostly to one that was in force and stayed unharmed, if there is any.
        while (seed % 8 != 0 && version != 0 && !isFinal(runAt(subject, version))) --version;
        bytes32 runId = runAt(subject, version);
        bool isDue = version < active && (version == 0 || isFinal(runId));

        vm.prank(guardian);
        (bool isDone,) = address(policies).call(abi.encodeCall(policies.rollBack, (PolicyKind.Model, subject, version)));
        judge("rollBack", isDue, isDone);
        if (isDone) takenOut(subject, active);
    }

    /// @dev More is put in than taken out: without bonds nothing happens.
    function moveBond(uint256 seed, uint256 amount) external watched {
        address worker = workerAt[seed % 3];
        if (amount % 4 != 0) {
            amount = bound(amount, Defaults.WORKER_BOND, 3 * Defaults.WORKER_BOND);
            judge("deposit", true, ask(dave, abi.encodeCall(runs.depositBond, (worker, amount))));
            bonds[worker] += amount;
        } else {
            amount = bound(amount, 0, bonds[worker] + 1);
            bool isDue = heldBy(worker) == 0 && amount <= bonds[worker];
            bool isDone = ask(worker, abi.encodeCall(runs.withdrawBond, (amount)));
            judge("withdraw", isDue, isDone);
            if (isDone) bonds[worker] -= amount;
        }
    }

    function admit(uint256 seed) external watched {
        address worker = workerAt[seed % 3];
        bool isAdmitted = seed % 8 != 0;
        judge("admit", true, ask(address(timelock), abi.encodeCall(runs.setWorker, (worker, isAdmitted))));
    }

    /// @dev Somebody in office, though not in this one, tries what only the timelock or the other registry may.
    function meddle(uint256 seed, uint256 choice) external watched {
        address[4] memory callers = [dave, guardian, workerAt[0], address(governor)];
        bytes32 subject = subjects[seed % 2];
        uint32 version = policies.headOf(PolicyKind.Model, subject);
        bytes[6] memory calls = [
            abi.encodeCall(runs.setWorker, (dave, true)),
            abi.encodeCall(runs.open, (subject, version + 1, 0)),
            abi.encodeCall(runs.withdraw, (subject, version)),
            abi.encodeCall(runs.transferOwnership, (dave)),
            abi.encodeCall(policies.activate, (subject, version)),
            abi.encodeCall(policies.deactivate, (subject, version))
        ];
        uint256 which = choice % 6;
        vm.prank(callers[seed % 4]);
        (bool isDone,) = (which < 4 ? address(runs) : address(policies)).call(calls[which]);
        judge("meddle", false, isDone);
    }

    function pass(uint256 time) external watched {
        skip(bound(time, 1, time % 8 == 0 ? 8 days : 2 hours));
    }

    /// @dev Ends whatever holds a bond, as its worker, anyone, or time can, and takes all bonds back. No vote, no
    /// guardian, no admission helps.
    function windUp() external {
        for (uint256 i = 0; i < known.length; ++i) {
            (RunState state, uint32 attempt, address holder, uint256 deadline) = record(known[i]);
            if (state == RunState.Open && holder != address(0)) {
                vm.prank(holder);
                runs.reportFailure(known[i], attempt, "the end");
            } else if (state == RunState.Submitted) {
                if (block.timestamp < deadline) vm.warp(deadline);
                runs.finalize(known[i]);
            } else if (state == RunState.Challenged) {
                if (block.timestamp <= deadline) vm.warp(deadline + 1);
                runs.settleUnruled(known[i]);
            }
        }
        for (uint256 i = 0; i < 3; ++i) {
            vm.prank(workerAt[i]);
            runs.withdrawBond(bonds[workerAt[i]]);
        }
    }
}
