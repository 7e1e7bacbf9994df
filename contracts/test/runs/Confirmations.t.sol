// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Config} from "../../script/DeployConfig.sol";
import {IRunRegistry, Receipt, RunState} from "../../src/interfaces/IRunRegistry.sol";
import {Defaults} from "../support/Defaults.sol";
import {RunTest} from "../support/RunTest.sol";

abstract contract ConfirmationsTest is RunTest {
    uint256 internal constant THIRD_KEY = 0x7122;

    function admitThird() internal {
        address third = vm.addr(THIRD_KEY);
        vm.prank(address(timelock));
        runs.setWorker(third, true);
        vm.startPrank(dave);
        token.approve(address(runs), Defaults.WORKER_BOND);
        runs.depositBond(third, Defaults.WORKER_BOND);
        vm.stopPrank();
    }

    function confirm(bytes32 runId, uint256 key) internal {
        Receipt memory receipt = aReceipt(runId);
        receipt.worker = vm.addr(key);
        runs.confirmReceipt(receipt, signatureOf(receipt, key));
    }
}

/// @dev Where two others have to get the same artifact.
contract TwoConfirmations is ConfirmationsTest {
    function _config() internal view override returns (Config memory built) {
        built = super._config();
        built.terms.confirmationsRequired = 2;
    }

    function test_OneIsNotEnough() public {
        bytes32 runId = aSubmittedRun();
        uint64 finalizableAt = uint64(block.timestamp + 1 days);
        confirm(runId, OBSERVER_KEY);

        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__TooEarly.selector, finalizableAt));
        runs.finalize(runId);
    }

    function test_TheSecondMakesItFinal() public {
        admitThird();
        bytes32 runId = aSubmittedRun();
        skip(1 hours);
        confirm(runId, OBSERVER_KEY);
        skip(1 hours);

        vm.expectEmit(address(runs));
        emit IRunRegistry.ReceiptConfirmed(runId, 1, vm.addr(THIRD_KEY), 2, uint64(block.timestamp));
        confirm(runId, THIRD_KEY);
        runs.finalize(runId);
        assertState(runId, RunState.Canary);
    }

    function test_OneCanStillBeChallenged() public {
        bytes32 runId = aSubmittedRun();
        confirm(runId, OBSERVER_KEY);
        vm.startPrank(dave);
        token.approve(address(runs), Defaults.CHALLENGE_BOND);
        runs.challenge(runId, keccak256("evidence"));
        vm.stopPrank();

        assertState(runId, RunState.Challenged);
    }

    function test_RevertIf_ItIsFinalAndChallengedInTheSameSecond() public {
        admitThird();
        bytes32 runId = aSubmittedRun();
        confirm(runId, OBSERVER_KEY);
        confirm(runId, THIRD_KEY);

        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__TooLate.selector, uint64(block.timestamp)));
        runs.challenge(runId, keccak256("evidence"));
    }
}

/// @dev Where only the window makes a receipt final.
contract NoConfirmations is ConfirmationsTest {
    function _config() internal view override returns (Config memory built) {
        built = super._config();
        built.terms.confirmationsRequired = 0;
    }

    function test_NoneShortensTheWindow() public {
        admitThird();
        bytes32 runId = aSubmittedRun();
        uint64 finalizableAt = uint64(block.timestamp + 1 days);
        confirm(runId, OBSERVER_KEY);
        confirm(runId, THIRD_KEY);

        vm.expectRevert(abi.encodeWithSelector(IRunRegistry.RunRegistry__TooEarly.selector, finalizableAt));
        runs.finalize(runId);
        skip(1 days);
        runs.finalize(runId);
        assertState(runId, RunState.Canary);
    }
}
