// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ModelPolicy, SafetyPolicy} from "../../src/interfaces/IPolicyRegistry.sol";
import {IRunRegistry, Observation, Receipt, RunState} from "../../src/interfaces/IRunRegistry.sol";
import {Defaults} from "../support/Defaults.sol";
import {RunTest} from "../support/RunTest.sol";
import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @dev A worker that is a contract: its owner's key signs, its owner makes its calls.
contract WalletWorker is IERC1271 {
    address private immutable _OWNER = msg.sender;
    address private immutable _SIGNER;

    constructor(address signer) {
        _SIGNER = signer;
    }

    function start(IRunRegistry runs, bytes32 runId) external {
        require(msg.sender == _OWNER);
        runs.startAttempt(runId);
    }

    function isValidSignature(bytes32 digest, bytes calldata signature) external view returns (bytes4) {
        (address signer,,) = ECDSA.tryRecover(digest, signature);
        return signer == _SIGNER ? IERC1271.isValidSignature.selector : bytes4(0);
    }
}

/// @dev Whose word counts.
contract Workers is RunTest {
    function test_AWordWithoutABondDoesNotPromote() public {
        bytes32 runId = aCanaryRun();
        skip(CANARY_SECONDS);
        Observation memory observation = anObservation(runId, 0);
        bytes memory signature = signatureOf(observation);
        withdrawOfObserver(4 * Defaults.WORKER_BOND + 1);

        expectTooSmall(observer, Defaults.WORKER_BOND - 1, Defaults.WORKER_BOND);
        runs.promote(observation, signature);

        depositFor(observer, 1);
        runs.promote(observation, signature);
        assertState(runId, RunState.Active);
    }

    function test_AWordWithoutABondIsNoBreach() public {
        bytes32 runId = anActiveRun();
        skip(1);
        Observation memory observation = anObservation(runId, 60_000);
        bytes memory signature = signatureOf(observation);
        withdrawOfObserver(5 * Defaults.WORKER_BOND);

        expectTooSmall(observer, 0, Defaults.WORKER_BOND);
        runs.reportBreach(observation, signature);
    }

    function test_AConfirmationNeedsABondBesideTheRunsThatAreHeld() public {
        bytes32 runId = aSubmittedRun();
        Receipt memory receipt = aReceipt(runId);
        receipt.worker = observer;
        bytes memory signature = signatureOf(receipt, OBSERVER_KEY);
        withdrawOfObserver(5 * Defaults.WORKER_BOND - 1);

        expectTooSmall(observer, 1, Defaults.WORKER_BOND);
        runs.confirmReceipt(receipt, signature);
    }

    function test_ASlashLeavesTheBondsOfTheOtherRuns() public {
        vm.prank(trainer);
        runs.withdrawBond(3 * Defaults.WORKER_BOND);
        bytes32 lost = aSubmittedRun();
        bytes32 other = aRunOfAnotherSubject();
        vm.prank(trainer);
        runs.startAttempt(other);
        challenge(lost);
        rule(lost, true);

        vm.assertEq(runs.bondOf(trainer), Defaults.WORKER_BOND);
        submit(aReceipt(other), TRAINER_KEY);
        challenge(other);
        rule(other, true);
        vm.assertEq(runs.bondOf(trainer), 0);
    }

    function test_RevertIf_ASecondRunHasNoBond() public {
        vm.prank(trainer);
        runs.withdrawBond(3 * Defaults.WORKER_BOND + 1);
        aStartedRun();
        bytes32 other = aRunOfAnotherSubject();

        expectTooSmall(trainer, 2 * Defaults.WORKER_BOND - 1, 2 * Defaults.WORKER_BOND);
        vm.prank(trainer);
        runs.startAttempt(other);
    }

    function test_AContractIsAWorker() public {
        WalletWorker wallet = new WalletWorker(trainer);
        vm.prank(address(timelock));
        runs.setWorker(address(wallet), true);
        depositFor(address(wallet), Defaults.WORKER_BOND);
        bytes32 runId = anOpenRun();
        wallet.start(runs, runId);
        Receipt memory receipt = aReceipt(runId);
        receipt.worker = address(wallet);

        bytes memory foreign = signatureOf(receipt, OBSERVER_KEY);
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__BadSignature.selector, address(wallet)));
        runs.submitReceipt(receipt, foreign);

        submit(receipt, TRAINER_KEY);
        assertState(runId, RunState.Submitted);
    }

    function aRunOfAnotherSubject() private returns (bytes32 runId) {
        SafetyPolicy memory safety = Defaults.safety();
        safety.subject = "painter";
        vm.startPrank(address(timelock));
        policies.adoptSafety(safety);
        (, runId) = policies.adoptModel(ModelPolicy("painter", "{}", 1000, CANARY_SECONDS, CANARY_REQUESTS));
        vm.stopPrank();
    }

    function challenge(bytes32 runId) private {
        vm.startPrank(dave);
        token.approve(address(runs), Defaults.CHALLENGE_BOND);
        runs.challenge(runId, keccak256("evidence"));
        vm.stopPrank();
    }

    function rule(bytes32 runId, bool isUpheld) private {
        vm.prank(address(timelock));
        runs.rule(runId, isUpheld);
    }

    function withdrawOfObserver(uint256 amount) private {
        vm.prank(observer);
        runs.withdrawBond(amount);
    }

    function depositFor(address worker, uint256 amount) private {
        vm.startPrank(dave);
        token.approve(address(runs), amount);
        runs.depositBond(worker, amount);
        vm.stopPrank();
    }

    function expectTooSmall(address worker, uint256 bond, uint256 required) private {
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__BondTooSmall.selector, worker, bond, required));
    }
}
