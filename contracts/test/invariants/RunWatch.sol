// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {PolicyKind} from "../../src/interfaces/IPolicyRegistry.sol";
import {RunState} from "../../src/interfaces/IRunRegistry.sol";
import {Defaults} from "../support/Defaults.sol";
import {RunTest} from "../support/RunTest.sol";
import {Deeds} from "./Deeds.sol";

/// @dev Looks at every run and both subjects after each step, and remembers what must never have been seen.
abstract contract RunWatch is RunTest, Deeds {
    bytes32[] public known;
    bytes32[2] internal subjects = [Defaults.SUBJECT, bytes32("painter")];
    mapping(bytes32 subject => bytes32[]) private _runsOf;

    bool public hasStrayed;
    bool public hasAttemptFallen;
    bool public hasArtifactChanged;
    bool public hasEpochFallen;
    mapping(bytes32 runId => RunState) private _lastState;
    mapping(bytes32 runId => uint32) private _lastAttempt;
    mapping(bytes32 runId => bytes32) private _firstArtifact;
    mapping(bytes32 subject => uint64) private _lastEpoch;

    /// @dev By the handler's own account: adopted, brought into force, taken out.
    mapping(bytes32 subject => uint64) public changes;
    mapping(bytes32 runId => bool) public hasPassedBoth;
    mapping(bytes32 runId => bool) public wasTakenOut;

    modifier watched() {
        _;
        watch();
    }

    function knownCount() external view returns (uint256) {
        return known.length;
    }

    function subjectAt(uint256 index) external view returns (bytes32) {
        return subjects[index];
    }

    /// @dev The run of a version; zero when there is none.
    function runAt(bytes32 subject, uint32 version) public view returns (bytes32) {
        return version == 0 || version > _runsOf[subject].length ? bytes32(0) : _runsOf[subject][version - 1];
    }

    function latestOf(bytes32 subject) internal view returns (bytes32) {
        return runAt(subject, uint32(_runsOf[subject].length));
    }

    function remember(bytes32 subject, bytes32 runId) internal {
        known.push(runId);
        _runsOf[subject].push(runId);
        ++changes[subject];
    }

    function watch() internal {
        for (uint256 i = 0; i < known.length; ++i) {
            watchRun(known[i]);
        }
        for (uint256 i = 0; i < subjects.length; ++i) {
            uint64 epoch = policies.epochOf(PolicyKind.Model, subjects[i]);
            if (epoch < _lastEpoch[subjects[i]]) hasEpochFallen = true;
            _lastEpoch[subjects[i]] = epoch;
        }
    }

    function watchRun(bytes32 runId) private {
        (RunState state,,, uint32 attempt,, bytes32 artifact,) = runs.runOf(runId);
        RunState last = _lastState[runId];
        if (state != last && !isMove(last, state)) hasStrayed = true;
        if (attempt < _lastAttempt[runId]) hasAttemptFallen = true;

        bytes32 first = _firstArtifact[runId];
        if (first != 0 && artifact != first) hasArtifactChanged = true;
        (_lastState[runId], _lastAttempt[runId], _firstArtifact[runId]) = (state, attempt, artifact);
    }

    /// @dev The moves of DESIGN: what is `Rejected`, `Failed`, `RolledBack` or `Superseded` stays so.
    function isMove(RunState from, RunState to) private pure returns (bool) {
        if (from == RunState.None) return to == RunState.Open;
        if (from == RunState.Open) {
            return to == RunState.Submitted || to == RunState.Failed || to == RunState.Superseded;
        }
        if (from == RunState.Submitted) {
            return
                to == RunState.Challenged || to == RunState.Canary || to == RunState.Rejected
                    || to == RunState.Superseded;
        }
        if (from == RunState.Challenged) {
            return to == RunState.Submitted || to == RunState.Failed || to == RunState.Superseded;
        }
        if (from == RunState.Canary) {
            return to == RunState.Active || to == RunState.RolledBack || to == RunState.Superseded;
        }
        return from == RunState.Active && to == RunState.RolledBack;
    }
}
