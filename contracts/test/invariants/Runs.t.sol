// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {MandateToken} from "../../src/MandateToken.sol";
import {PolicyRegistry} from "../../src/PolicyRegistry.sol";
import {RunRegistry} from "../../src/RunRegistry.sol";
import {PolicyKind} from "../../src/interfaces/IPolicyRegistry.sol";
import {Receipt, RunState} from "../../src/interfaces/IRunRegistry.sol";
import {Defaults} from "../support/Defaults.sol";
import {RunTest} from "../support/RunTest.sol";
import {Test} from "../support/Test.sol";

/// @dev Adopts, carries out, disputes and rolls back, in any order.
contract RunHandler is RunTest {
    bytes32[] public known;
    uint64 public lastEpoch;
    bool public hasEpochFallen;
    mapping(bytes32 runId => bool) public hasPassedBoth;

    /// @dev A call that reverted may have left its prank behind.
    modifier undisguised() {
        vm.stopPrank();
        _;
    }

    modifier watchesTheEpoch() {
        _;
        uint64 epoch = policies.epochOf(PolicyKind.Model, Defaults.SUBJECT);
        if (epoch < lastEpoch) hasEpochFallen = true;
        lastEpoch = epoch;
    }

    function parts() external view returns (MandateToken, PolicyRegistry, RunRegistry, address, address) {
        return (token, policies, runs, trainer, observer);
    }

    function knownCount() external view returns (uint256) {
        return known.length;
    }

    function adopt() external undisguised watchesTheEpoch {
        known.push(anOpenRun());
    }

    /// @dev Moves one of the last runs on by up to four steps, each as its state allows and `choice` says.
    function carryOn(uint256 seed, uint256 choice) external undisguised watchesTheEpoch {
        bytes32 runId = pick(seed);
        for (uint256 i = 0; i < 1 + seed % 4; ++i) {
            step(runId, choice >> (8 * i));
        }
    }

    function step(bytes32 runId, uint256 choice) private {
        RunState state = runs.stateOf(runId);
        (,,, uint32 attempt,,,) = runs.runOf(runId);
        if (state == RunState.Open && attempt == 0) start(runId);
        else if (state == RunState.Open) choice % 8 == 0 ? giveUp(runId) : submitOne(runId, choice % 4 != 0);
        else if (state == RunState.Submitted) choice % 4 == 0 ? challenge(runId) : finalize(runId);
        else if (state == RunState.Challenged) choice % 3 == 0 ? settle(runId) : rule(runId, choice % 3 == 1);
        else if (state == RunState.Canary) choice % 4 == 0 ? breach(runId) : promoteOne(runId);
        else if (state == RunState.Active && choice % 4 == 0) breach(runId);
    }

    function start(bytes32 runId) private {
        vm.prank(trainer);
        runs.startAttempt(runId);
    }

    function giveUp(bytes32 runId) private {
        vm.prank(trainer);
        runs.reportFailure(runId, 1, "");
    }

    function submitOne(bytes32 runId, bool isGood) private {
        Receipt memory receipt = aReceipt(runId);
        if (!isGood) receipt.metrics[0].valueE6 = 799_999;
        submit(receipt, TRAINER_KEY);
    }

    function challenge(bytes32 runId) private {
        vm.prank(dave);
        token.approve(address(runs), Defaults.CHALLENGE_BOND);
        vm.prank(dave);
        runs.challenge(runId, keccak256("evidence"));
    }

    function rule(bytes32 runId, bool isUpheld) private {
        vm.prank(address(timelock));
        runs.rule(runId, isUpheld);
    }

    function settle(bytes32 runId) private {
        skip(40 days + 1);
        runs.settleUnruled(runId);
    }

    function finalize(bytes32 runId) private {
        skip(1 days);
        runs.finalize(runId);
    }

    function promoteOne(bytes32 runId) private {
        skip(CANARY_SECONDS);
        promote(anObservation(runId, 0));
        hasPassedBoth[runId] = true;
    }

    function breach(bytes32 runId) private {
        skip(1);
        reportBreach(anObservation(runId, 60_000));
    }

    function rollBack(uint32 version) external undisguised watchesTheEpoch {
        vm.prank(guardian);
        policies.rollBack(PolicyKind.Model, Defaults.SUBJECT, uint32(bound(version, 0, known.length)));
    }

    function withdrawBond(uint256 amount) external undisguised {
        vm.prank(trainer);
        runs.withdrawBond(bound(amount, 0, Defaults.WORKER_BOND));
    }

    /// @dev One of the last three, so that the calls meet.
    function pick(uint256 seed) private view returns (bytes32) {
        uint256 window = known.length < 3 ? known.length : 3;
        return known[known.length - 1 - seed % window];
    }
}

contract RunInvariants is Test {
    RunHandler private _handler;
    MandateToken private _token;
    PolicyRegistry private _policies;
    RunRegistry private _runs;
    address private _trainer;
    address private _observer;

    function setUp() public {
        _handler = new RunHandler();
        _handler.setUp();
        (_token, _policies, _runs, _trainer, _observer) = _handler.parts();

        bytes4[] memory selectors = new bytes4[](4);
        selectors[0] = RunHandler.adopt.selector;
        selectors[1] = RunHandler.carryOn.selector;
        selectors[2] = RunHandler.rollBack.selector;
        selectors[3] = RunHandler.withdrawBond.selector;
        targetHandler(address(_handler), selectors);
    }

    function invariant_BondsAndEscrowAreTheBalance() public view {
        uint256 escrow = 0;
        for (uint256 i = 0; i < _handler.knownCount(); ++i) {
            if (_runs.stateOf(_handler.known(i)) == RunState.Challenged) escrow += Defaults.CHALLENGE_BOND;
        }
        vm.assertEq(_runs.bondOf(_trainer) + _runs.bondOf(_observer) + escrow, _token.balanceOf(address(_runs)));
    }

    function invariant_TheVersionInForceHasARunThatPassedBothGates() public view {
        uint32 active = _policies.activeOf(PolicyKind.Model, Defaults.SUBJECT);
        vm.assertLe(active, _policies.headOf(PolicyKind.Model, Defaults.SUBJECT));
        if (active == 0) return;

        bytes32 runId = _handler.known(active - 1);
        vm.assertEq(uint256(_runs.stateOf(runId)), uint256(RunState.Active));
        vm.assertTrue(_handler.hasPassedBoth(runId));
    }

    function invariant_TheEpochOnlyGrows() public view {
        vm.assertFalse(_handler.hasEpochFallen());
    }

    function invariant_OneUnfinishedRunAtMostIsNotDisputed() public view {
        uint256 unfinished = 0;
        for (uint256 i = 0; i < _handler.knownCount(); ++i) {
            RunState state = _runs.stateOf(_handler.known(i));
            if (state == RunState.Open || state == RunState.Submitted || state == RunState.Canary) ++unfinished;
        }
        vm.assertLe(unfinished, 1);
    }
}
