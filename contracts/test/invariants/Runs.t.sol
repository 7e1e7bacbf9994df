// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {PolicyKind} from "../../src/interfaces/IPolicyRegistry.sol";
import {RunState} from "../../src/interfaces/IRunRegistry.sol";
import {Defaults} from "../support/Defaults.sol";
import {RunHandler} from "./RunHandler.sol";
import {VersionsTest} from "./VersionsTest.t.sol";

/// forge-config: default.invariant.fail-on-revert = true
contract RunInvariants is VersionsTest {
    address private _owner;

    function setUp() public override {
        super.setUp();
        _owner = _runs.owner();
    }

    /// @dev After each run of calls everything can be ended, and every bond taken back.
    function afterInvariant() public {
        _handler.windUp();
        vm.assertEq(_token.balanceOf(address(_runs)), 0);
    }

    function invariant_TheTimelockOwnsWhatItOwned() public view {
        vm.assertEq(_runs.owner(), _owner);
        vm.assertEq(_policies.owner(), _owner);
    }

    function invariant_RunsMoveAsTheTableSays() public view {
        vm.assertFalse(_handler.hasStrayed());
    }

    function invariant_AttemptsOnlyGrow() public view {
        vm.assertFalse(_handler.hasAttemptFallen());
    }

    function invariant_ARunHasOneArtifactAtMost() public view {
        vm.assertFalse(_handler.hasArtifactChanged());
    }

    function invariant_TheEpochCountsTheChanges() public view {
        vm.assertFalse(_handler.hasEpochFallen());
        for (uint256 i = 0; i < 2; ++i) {
            bytes32 subject = _handler.subjectAt(i);
            vm.assertEq(_policies.epochOf(PolicyKind.Model, subject), _handler.changes(subject));
        }
    }

    function invariant_OneUnfinishedRunAtMostIsNotDisputed() public view {
        uint256[2] memory unfinished;
        for (uint256 i = 0; i < _handler.knownCount(); ++i) {
            (RunState state, bytes32 subject,,,,,) = _runs.runOf(_handler.known(i));
            if (state != RunState.Open && state != RunState.Submitted && state != RunState.Canary) continue;
            ++unfinished[subject == Defaults.SUBJECT ? 0 : 1];
        }
        vm.assertLe(unfinished[0], 1);
        vm.assertLe(unfinished[1], 1);
    }

    function invariant_BondsAndEscrowAreTheBalance() public view {
        uint256 sum = 0;
        for (uint256 i = 0; i < 3; ++i) {
            address worker = _handler.workerAt(i);
            vm.assertEq(_runs.bondOf(worker), _handler.bonds(worker));
            sum += _runs.bondOf(worker);
        }
        for (uint256 i = 0; i < _handler.knownCount(); ++i) {
            if (_runs.stateOf(_handler.known(i)) == RunState.Challenged) sum += Defaults.CHALLENGE_BOND;
        }
        vm.assertEq(sum, _token.balanceOf(address(_runs)));
    }

    function invariant_EveryRunThatIsHeldHasABond() public view {
        for (uint256 i = 0; i < 3; ++i) {
            address worker = _handler.workerAt(i);
            vm.assertGe(_runs.bondOf(worker), _handler.heldBy(worker) * Defaults.WORKER_BOND);
        }
    }

    /// @dev The same calls, in an order of our own: what the invariants above were kept for does happen, often.
    function test_EverythingHappens() public {
        bytes32[27] memory names = [
            bytes32("adopt"),
            "supersede",
            "supersedeLate",
            "leave",
            "start",
            "takeOver",
            "submit",
            "submitBad",
            "confirm",
            "challenge",
            "uphold",
            "dismiss",
            "settle",
            "finalize",
            "canary",
            "reject",
            "promote",
            "inForce",
            "breach",
            "breachActive",
            "back",
            "rollBack",
            "deposit",
            "withdraw",
            "giveUp",
            "admit",
            "meddle"
        ];
        uint256[27] memory done;
        uint256[27] memory refused;
        for (uint256 life = 0; life < 13; ++life) {
            setUp();
            live(life);
            afterInvariant();
            for (uint256 i = 0; i < names.length; ++i) {
                done[i] += _handler.doneCount(names[i]);
                refused[i] += _handler.refusedCount(names[i]);
            }
        }

        for (uint256 i = 0; i < names.length; ++i) {
            if (names[i] != "meddle" && done[i] < 3) revert TooRare(names[i], done[i]);
            if (isEverRefused(names[i]) && refused[i] < 3) revert TooRare(names[i], refused[i]);
        }
    }

    function isEverRefused(bytes32 deed) private pure returns (bool) {
        return deed == "start" || deed == "submit" || deed == "submitBad" || deed == "confirm" || deed == "challenge"
            || deed == "finalize" || deed == "promote" || deed == "breach" || deed == "rollBack" || deed == "withdraw"
            || deed == "giveUp" || deed == "meddle";
    }

    function selectors() internal pure override returns (bytes4[] memory built) {
        built = new bytes4[](27);
        // The doors that lead furthest, more often.
        for (uint256 i = 0; i < 8; ++i) {
            built[i] = i < 3 ? RunHandler.adopt.selector : RunHandler.carryOn.selector;
        }
        built[8] = RunHandler.start.selector;
        built[9] = RunHandler.submit.selector;
        built[10] = RunHandler.confirm.selector;
        built[11] = RunHandler.finalizeAny.selector;
        built[12] = RunHandler.promoteAny.selector;
        built[13] = RunHandler.breach.selector;
        built[14] = RunHandler.giveUp.selector;
        built[15] = RunHandler.challengeAny.selector;
        built[16] = RunHandler.rollBack.selector;
        built[17] = RunHandler.moveBond.selector;
        built[18] = RunHandler.admit.selector;
        built[19] = RunHandler.pass.selector;
        built[20] = RunHandler.takeOver.selector;
        built[21] = built[22] = RunHandler.bringIntoForce.selector;
        built[23] = RunHandler.breach.selector;
        built[24] = built[25] = RunHandler.decide.selector;
        built[26] = RunHandler.meddle.selector;
    }
}
