// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ModelPolicy, PolicyKind} from "../../src/interfaces/IPolicyRegistry.sol";
import {IRunRegistry, Metric, Receipt, RunState} from "../../src/interfaces/IRunRegistry.sol";
import {Defaults} from "../support/Defaults.sol";
import {RunTest} from "../support/RunTest.sol";

contract Open is RunTest {
    function test_MakesTheIdFromWhereAndWhat() public {
        bytes32 runId = anOpenRun();
        bytes32 digest = policies.digestOf(PolicyKind.Model, Defaults.SUBJECT, 1);

        vm.assertEq(runId, keccak256(abi.encode(block.chainid, address(runs), Defaults.SUBJECT, uint32(1), digest)));
        (RunState state, bytes32 subject, uint32 version,,,,) = runs.runOf(runId);
        vm.assertEq(uint256(state), uint256(RunState.Open));
        vm.assertEq(subject, Defaults.SUBJECT);
        vm.assertEq(version, 1);
    }

    function test_SupersedesAnUnfinishedRun() public {
        bytes32 first = aStartedRun();
        bytes32 digest = policies.digestOf(PolicyKind.Model, Defaults.SUBJECT, 1);
        bytes32 second = runs.runIdOf(Defaults.SUBJECT, 2, digest);

        vm.expectEmit(address(runs));
        emit IRunRegistry.RunSuperseded(first, second);
        anOpenRun();

        assertState(first, RunState.Superseded);
        // The worker is free again.
        vm.prank(trainer);
        runs.withdrawBond(5 * Defaults.WORKER_BOND);
    }

    function test_SupersedesACanary() public {
        bytes32 first = aCanaryRun();
        anOpenRun();
        assertState(first, RunState.Superseded);
    }

    function test_LeavesWhatIsActive() public {
        bytes32 first = anActiveRun();
        anOpenRun();
        assertState(first, RunState.Active);
        vm.assertEq(activeVersion(), 1);
    }

    function testFuzz_RevertIf_TheCallerIsNotThePolicyRegistry(address caller) public {
        vm.assume(caller != address(policies));
        bytes memory refusal = abi.encodeWithSelector(IRunRegistry.RunRegistry__NotPolicyRegistry.selector, caller);
        vm.startPrank(caller);
        vm.expectRevert(refusal);
        runs.open(Defaults.SUBJECT, 1, 0);
        vm.expectRevert(refusal);
        runs.withdraw(Defaults.SUBJECT, 1);
        vm.stopPrank();
    }
}

contract StartAttempt is RunTest {
    function test_HoldsTheRun() public {
        bytes32 runId = anOpenRun();
        vm.expectEmit(address(runs));
        emit IRunRegistry.AttemptStarted(runId, 1, trainer, uint64(block.timestamp + 1 hours));
        start(runId, trainer);

        vm.expectRevert(
            abi.encodeWithSelector(
                IRunRegistry.RunRegistry__AttemptHeld.selector, trainer, uint64(block.timestamp + 1 hours)
            )
        );
        start(runId, observer);
    }

    function test_AnotherTakesOverAfterTheDeadline() public {
        bytes32 runId = aStartedRun();
        skip(1 hours + 1);
        vm.assertEq(start(runId, observer), 2);
        vm.assertEq(start(runId, observer), 3);

        Receipt memory late = aReceipt(runId);
        late.attempt = 1;
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__WrongAttempt.selector, runId, 1, 3));
        runs.submitReceipt(late, "");
    }

    function test_ADismissedWorkerHoldsNothing() public {
        bytes32 runId = aStartedRun();
        vm.prank(address(timelock));
        runs.setWorker(trainer, false);
        vm.assertEq(start(runId, observer), 2);
    }

    function test_RevertIf_TheSubjectHasNoThresholds() public {
        vm.prank(address(timelock));
        (, bytes32 runId) = policies.adoptModel(ModelPolicy("painter", "{}", 1000, 60, 1));

        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__NoThresholds.selector, bytes32("painter")));
        start(runId, trainer);
    }

    function test_RevertIf_TheRunIsStale() public {
        bytes32 runId = anOpenRun();
        uint64 staleAt = uint64(block.timestamp + 7 days);
        vm.warp(staleAt);
        start(runId, trainer);
        skip(1);

        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__Stale.selector, runId, staleAt));
        start(runId, trainer);
    }

    function test_RevertIf_NotOpen() public {
        bytes32 runId = aSubmittedRun();
        vm.expectRevert(
            abi.encodeWithSelector(IRunRegistry.RunRegistry__WrongState.selector, runId, RunState.Submitted)
        );
        start(runId, trainer);
    }

    function testFuzz_RevertIf_NotAdmitted(address caller) public {
        vm.assume(caller != trainer && caller != observer);
        bytes32 runId = anOpenRun();
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__NotAdmitted.selector, caller));
        start(runId, caller);
    }

    function test_RevertIf_TheBondDoesNotCoverOneMoreRun() public {
        vm.prank(trainer);
        runs.withdrawBond(5 * Defaults.WORKER_BOND - 1);
        bytes32 runId = anOpenRun();
        vm.expectRevert(
            abi.encodeWithSelector(IRunRegistry.RunRegistry__BondTooSmall.selector, trainer, 1, Defaults.WORKER_BOND)
        );
        start(runId, trainer);
    }

    function start(bytes32 runId, address worker) private returns (uint32) {
        vm.prank(worker);
        return runs.startAttempt(runId);
    }
}

contract SubmitReceipt is RunTest {
    function test_PutsItOnRecord() public {
        Receipt memory receipt = aReceipt(aStartedRun());

        vm.expectEmit(address(runs));
        emit IRunRegistry.ReceiptSubmitted(
            receipt.runId,
            1,
            trainer,
            receipt.artifactDigest,
            receipt.evaluationDigest,
            receipt.provenanceDigest,
            receipt.metrics,
            uint64(block.timestamp + 1 days)
        );
        submit(receipt, TRAINER_KEY);

        assertState(receipt.runId, RunState.Submitted);
    }

    function test_HashesAsWalletsDo() public {
        Receipt memory receipt = aReceipt(aStartedRun());
        bytes32 structHash = vm.eip712HashStruct(
            "Receipt(bytes32 runId,uint32 attempt,address worker,bytes32 artifactDigest,bytes32 evaluationDigest,bytes32 provenanceDigest,Metric[] metrics)Metric(bytes32 name,uint64 valueE6)",
            abi.encode(receipt)
        );
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("RunRegistry"),
                keccak256("1"),
                block.chainid,
                address(runs)
            )
        );
        vm.assertEq(runs.receiptDigest(receipt), keccak256(abi.encodePacked("\x19\x01", domain, structHash)));
    }

    function testFuzz_RevertIf_AStrangerSigned(uint256 key) public {
        key = bound(key, 1, 1e30);
        vm.assume(key != TRAINER_KEY);
        Receipt memory receipt = aReceipt(aStartedRun());
        bytes memory signature = signatureOf(receipt, key);

        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__BadSignature.selector, trainer));
        runs.submitReceipt(receipt, signature);
    }

    function test_RevertIf_AStrangerNamesItself() public {
        Receipt memory receipt = aReceipt(aStartedRun());
        receipt.worker = dave;
        bytes memory signature = signatureOf(receipt, 0xDA7E);

        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__WrongWorker.selector, dave, trainer));
        runs.submitReceipt(receipt, signature);
    }

    function test_receiptBoundToJobAndChain() public {
        bytes32 runId = aStartedRun();
        Receipt memory receipt = aReceipt(runId);
        bytes memory signature = signatureOf(receipt, TRAINER_KEY);

        // Another run, after this one was superseded.
        bytes32 otherId = aStartedRun();
        Receipt memory other = aReceipt(otherId);
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__BadSignature.selector, trainer));
        runs.submitReceipt(other, signature);
        vm.expectRevert(
            abi.encodeWithSelector(IRunRegistry.RunRegistry__WrongState.selector, runId, RunState.Superseded)
        );
        runs.submitReceipt(receipt, signature);

        // Another chain.
        signature = signatureOf(other, TRAINER_KEY);
        vm.chainId(8453);
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__BadSignature.selector, trainer));
        runs.submitReceipt(other, signature);
    }

    function test_RevertIf_TheAttemptIsNotTheLast() public {
        bytes32 runId = aStartedRun();
        Receipt memory receipt = aReceipt(runId);
        bytes memory signature = signatureOf(receipt, TRAINER_KEY);
        vm.prank(trainer);
        runs.startAttempt(runId);

        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__WrongAttempt.selector, runId, 1, 2));
        runs.submitReceipt(receipt, signature);
    }

    function test_RevertIf_NobodyStarted() public {
        Receipt memory receipt = aReceipt(anOpenRun());
        bytes memory signature = signatureOf(receipt, TRAINER_KEY);
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__WrongWorker.selector, trainer, address(0)));
        runs.submitReceipt(receipt, signature);

        receipt.worker = address(0);
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__NotAdmitted.selector, address(0)));
        runs.submitReceipt(receipt, new bytes(65));
    }

    function test_RevertIf_TheRunIsUnknown() public {
        Receipt memory receipt = aReceipt(keccak256("nothing"));
        vm.expectRevert(
            abi.encodeWithSelector(IRunRegistry.RunRegistry__WrongState.selector, receipt.runId, RunState.None)
        );
        runs.submitReceipt(receipt, "");
    }

    function test_RevertIf_ADigestIsMissing() public {
        bytes32 runId = aStartedRun();
        for (uint256 i = 0; i < 3; ++i) {
            Receipt memory receipt = aReceipt(runId);
            if (i == 0) receipt.artifactDigest = 0;
            if (i == 1) receipt.evaluationDigest = 0;
            if (i == 2) receipt.provenanceDigest = 0;
            vm.expectRevert(IRunRegistry.RunRegistry__ZeroDigest.selector);
            runs.submitReceipt(receipt, "");
        }
    }

    function test_RevertIf_MetricsAreTooManyOrTwice() public {
        Receipt memory receipt = aReceipt(aStartedRun());
        receipt.metrics[1].name = "refusal";
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__DuplicateMetric.selector, bytes32("refusal")));
        runs.submitReceipt(receipt, "");

        receipt.metrics = new Metric[](33);
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__TooManyMetrics.selector, 33, 32));
        runs.submitReceipt(receipt, "");
    }

    function test_RevertIf_TheWorkerWasDismissed() public {
        Receipt memory receipt = aReceipt(aStartedRun());
        vm.prank(address(timelock));
        runs.setWorker(trainer, false);

        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__NotAdmitted.selector, trainer));
        runs.submitReceipt(receipt, "");
    }

    function test_RevertIf_SubmittedTwice() public {
        Receipt memory receipt = aReceipt(aSubmittedRun());
        vm.expectRevert(
            abi.encodeWithSelector(IRunRegistry.RunRegistry__WrongState.selector, receipt.runId, RunState.Submitted)
        );
        runs.submitReceipt(receipt, "");
    }
}

contract ConfirmReceipt is RunTest {
    function aConfirmation(bytes32 runId) private view returns (Receipt memory receipt) {
        receipt = aReceipt(runId);
        receipt.worker = observer;
    }

    function confirm(Receipt memory receipt, uint256 key) private {
        runs.confirmReceipt(receipt, signatureOf(receipt, key));
    }

    function test_MakesItFinalAtOnce() public {
        bytes32 runId = aSubmittedRun();
        skip(2 hours);
        vm.expectEmit(address(runs));
        emit IRunRegistry.ReceiptConfirmed(runId, 1, observer, 1, uint64(block.timestamp));
        confirm(aConfirmation(runId), OBSERVER_KEY);

        runs.finalize(runId);
        assertState(runId, RunState.Canary);
    }

    function test_LeavesFinalWhatWasFinal() public {
        bytes32 runId = aSubmittedRun();
        uint64 finalizableAt = uint64(block.timestamp + 1 days);
        skip(2 days);

        vm.expectEmit(address(runs));
        emit IRunRegistry.ReceiptConfirmed(runId, 1, observer, 1, finalizableAt);
        confirm(aConfirmation(runId), OBSERVER_KEY);
    }

    function test_RevertIf_TheWorkerConfirmsItself() public {
        Receipt memory receipt = aReceipt(aSubmittedRun());
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__AlreadyConfirmed.selector, trainer));
        runs.confirmReceipt(receipt, "");
    }

    function test_RevertIf_ConfirmedTwice() public {
        Receipt memory receipt = aConfirmation(aSubmittedRun());
        confirm(receipt, OBSERVER_KEY);
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__AlreadyConfirmed.selector, observer));
        runs.confirmReceipt(receipt, "");
    }

    function test_RevertIf_TheArtifactIsAnother() public {
        Receipt memory receipt = aConfirmation(aSubmittedRun());
        receipt.artifactDigest = keccak256("another");
        vm.expectRevert(
            abi.encodeWithSelector(IRunRegistry.RunRegistry__OtherArtifact.selector, receipt.artifactDigest, ARTIFACT)
        );
        runs.confirmReceipt(receipt, "");
    }

    function test_RevertIf_AStrangerConfirms() public {
        Receipt memory receipt = aConfirmation(aSubmittedRun());
        bytes memory signature = signatureOf(receipt, TRAINER_KEY);
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__BadSignature.selector, observer));
        runs.confirmReceipt(receipt, signature);

        receipt.worker = dave;
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__NotAdmitted.selector, dave));
        runs.confirmReceipt(receipt, "");
    }

    function test_RevertIf_TheAttemptIsAnother() public {
        Receipt memory receipt = aConfirmation(aSubmittedRun());
        receipt.attempt = 2;
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__WrongAttempt.selector, receipt.runId, 2, 1));
        runs.confirmReceipt(receipt, "");
    }
}

contract ReportFailure is RunTest {
    function test_EndsTheRunAndFreesTheWorker() public {
        bytes32 runId = aStartedRun();
        vm.expectEmit(address(runs));
        emit IRunRegistry.RunFailed(runId, 1, trainer, "no such dataset");
        vm.prank(trainer);
        runs.reportFailure(runId, 1, "no such dataset");

        assertState(runId, RunState.Failed);
        vm.prank(trainer);
        runs.withdrawBond(5 * Defaults.WORKER_BOND);
    }

    function test_RevertIf_NotTheWorkerOrTheAttempt() public {
        bytes32 runId = aStartedRun();
        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__WrongWorker.selector, observer, trainer));
        vm.prank(observer);
        runs.reportFailure(runId, 1, "");

        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__WrongAttempt.selector, runId, 2, 1));
        vm.prank(trainer);
        runs.reportFailure(runId, 2, "");
    }
}
