// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {RunRegistry} from "../../src/RunRegistry.sol";
import {ModelPolicy, SafetyPolicy} from "../../src/interfaces/IPolicyRegistry.sol";
import {IRunRegistry, Observation, Receipt, RunState} from "../../src/interfaces/IRunRegistry.sol";
import {Defaults} from "../support/Defaults.sol";
import {RunTest} from "../support/RunTest.sol";

contract TermsOfRuns is RunTest {
    function create(RunRegistry.Terms memory terms) private returns (RunRegistry) {
        return new RunRegistry(address(this), policies, token, terms);
    }

    function test_TheLeastTerms() public {
        vm.assertEq(create(RunRegistry.Terms(1, 1, 1, 1, 0, 1, 1)).workerBond(), 1);
    }

    function test_RevertIf_AnyIsZero() public {
        for (uint256 i = 0; i < 6; ++i) {
            RunRegistry.Terms memory terms = RunRegistry.Terms(1, 1, 1, 1, 0, 1, 1);
            if (i == 0) terms.attemptSeconds = 0;
            if (i == 1) terms.staleSeconds = 0;
            if (i == 2) terms.challengeWindowSeconds = 0;
            if (i == 3) terms.rulingSeconds = 0;
            if (i == 4) terms.workerBond = 0;
            if (i == 5) terms.challengeBond = 0;
            vm.expectRevert(IRunRegistry.RunRegistry__BadTerms.selector);
            create(terms);
        }
    }
}

contract HoldingARun is RunTest {
    function start(bytes32 runId, address worker) private {
        vm.prank(worker);
        runs.startAttempt(runId);
    }

    function withdraw(address worker, uint256 amount) private {
        vm.prank(worker);
        runs.withdrawBond(amount);
    }

    function test_LastsToTheLastSecond() public {
        bytes32 runId = aStartedRun();
        uint64 deadline = uint64(block.timestamp + 1 hours);
        vm.warp(deadline);
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__AttemptHeld.selector, trainer, deadline));
        start(runId, observer);

        skip(1);
        start(runId, observer);
    }

    function test_FreesWhoeverHeldItBefore() public {
        bytes32 runId = aStartedRun();
        skip(1 hours + 1);
        start(runId, observer);

        withdraw(trainer, 5 * Defaults.WORKER_BOND);
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__BondLocked.selector, observer));
        withdraw(observer, 1);
    }

    function test_TakesABondBesideThatOfAConfirmation() public {
        SafetyPolicy memory safety = Defaults.safety();
        safety.subject = "painter";
        vm.startPrank(address(timelock));
        policies.adoptSafety(safety);
        (, bytes32 held) = policies.adoptModel(ModelPolicy("painter", "{}", 1000, 60, 5));
        vm.stopPrank();
        withdraw(observer, 4 * Defaults.WORKER_BOND);
        start(held, observer);
        Receipt memory receipt = aReceipt(aSubmittedRun());
        receipt.worker = observer;
        bytes memory signature = signatureOf(receipt, OBSERVER_KEY);

        vm.expectRevert(
            abi.encodeWithSelector(
                IRunRegistry.RunRegistry__BondTooSmall.selector,
                observer,
                Defaults.WORKER_BOND,
                2 * Defaults.WORKER_BOND
            )
        );
        runs.confirmReceipt(receipt, signature);
    }
}

contract LastMoments is RunTest {
    function aChallengedRun() private returns (bytes32 runId) {
        runId = aSubmittedRun();
        vm.startPrank(dave);
        token.approve(address(runs), Defaults.CHALLENGE_BOND);
        runs.challenge(runId, keccak256("evidence"));
        vm.stopPrank();
    }

    function test_ARulingInTheLastSecondCounts() public {
        bytes32 runId = aChallengedRun();
        skip(40 days);
        vm.prank(address(timelock));
        runs.rule(runId, true);

        assertState(runId, RunState.Failed);
    }

    function test_AChallengeWithoutARulingFreesTheWorker() public {
        bytes32 runId = aChallengedRun();
        skip(40 days + 1);
        runs.settleUnruled(runId);

        vm.prank(trainer);
        runs.withdrawBond(5 * Defaults.WORKER_BOND);
        vm.assertEq(runs.bondOf(trainer), 0);
    }

    function test_JustEnoughRequestsPromote() public {
        bytes32 runId = aCanaryRun();
        skip(CANARY_SECONDS);
        Observation memory observation = anObservation(runId, 0);
        observation.requests = CANARY_REQUESTS;
        promote(observation);

        assertState(runId, RunState.Active);
    }
}
