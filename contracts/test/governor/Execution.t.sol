// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IMandateGovernor} from "../../src/interfaces/IMandateGovernor.sol";
import {DaoTest, Proposal} from "../support/DaoTest.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

/// @dev Records what it was called with.
contract Box {
    bytes public received;
    uint256 public value;

    receive() external payable {
        _keep();
    }

    fallback() external payable {
        _keep();
    }

    function _keep() private {
        received = msg.data;
        value = msg.value;
    }
}

/// @dev Calls back into the governor while it is executed.
contract Reentrant {
    address private immutable _GOVERNOR;
    bytes public again;

    constructor(address governor) {
        _GOVERNOR = governor;
    }

    function arm(bytes calldata data) external {
        again = data;
    }

    fallback() external {
        (bool isDone, bytes memory reason) = _GOVERNOR.call(again);
        require(!isDone && bytes4(reason) == IGovernor.GovernorUnexpectedProposalState.selector, "re-entered");
    }
}

contract Execution is DaoTest {
    function aPayment() private view returns (Proposal memory) {
        return aProposal(address(token), abi.encodeCall(token.transfer, (dave, 7e18)), alice);
    }

    function test_PaysWhatWasVoted() public {
        uint256 before = token.balanceOf(dave);
        uint256 proposalId = carryOut(aPayment());

        vm.assertEq(token.balanceOf(dave), before + 7e18);
        assertState(proposalId, IGovernor.ProposalState.Executed);
    }

    function testFuzz_TheTargetReceivesTheBytesThatWereShown(bytes calldata data, uint96 value) public {
        Box box = new Box();
        vm.deal(address(timelock), value);
        Proposal memory proposal = aProposal(address(box), data, alice);
        proposal.values[0] = value;

        carryOut(proposal);

        vm.assertEq(box.received(), data);
        vm.assertEq(box.value(), value);
    }

    function test_WaitsTheDelayOfItsTrack() public {
        Proposal memory proposal = aPayment();
        uint256 proposalId = passAndQueue(proposal);

        vm.assertEq(governor.proposalEta(proposalId), block.timestamp + 3 days);
        vm.assertEq(timelock.getMinDelay(), 1 days);
        skip(3 days - 1);
        vm.expectPartialRevert(TimelockController.TimelockUnexpectedOperationState.selector);
        execute(proposal);
    }

    function test_TheTimelockKnowsItByOpenZeppelinsId() public {
        Proposal memory proposal = aPayment();
        uint256 proposalId = passAndQueue(proposal);

        vm.assertEq(governor.timelock(), address(timelock));
        vm.assertTrue(governor.proposalNeedsQueuing(proposalId));
        vm.assertEq(timelock.getTimestamp(operationOf(proposal)), governor.proposalEta(proposalId));
        toEta(proposalId);
        execute(proposal);
        vm.assertTrue(timelock.isOperationDone(operationOf(proposal)));
    }

    function test_ALongerMinimumDelayIsWaitedFor() public {
        carryOut(aProposal(address(timelock), abi.encodeCall(timelock.updateDelay, (5 days)), alice));
        uint256 proposalId = passAndQueue(aPayment());

        vm.assertEq(governor.proposalEta(proposalId), block.timestamp + 5 days);
    }

    function test_noPathSkipsTimelock() public {
        Proposal memory proposal = aPayment();
        uint256 proposalId = propose(proposal, alice);
        toVote(proposalId);
        vote(proposalId, alice, 1);
        toEnd(proposalId);

        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        execute(proposal);
    }

    function test_AnyoneQueuesAndExecutes() public {
        Proposal memory proposal = aPayment();
        uint256 proposalId = propose(proposal, alice);
        toVote(proposalId);
        vote(proposalId, alice, 1);
        toEnd(proposalId);
        vm.prank(dave);
        queue(proposal);
        toEta(proposalId);
        vm.prank(dave);
        execute(proposal);

        assertState(proposalId, IGovernor.ProposalState.Executed);
    }

    function test_ReentrancyFindsItExecuted() public {
        Reentrant target = new Reentrant(address(governor));
        Proposal memory proposal = aProposal(address(target), "", alice);
        bytes32 descriptionHash = keccak256(bytes(proposal.description));
        target.arm(
            abi.encodeCall(governor.execute, (proposal.targets, proposal.values, proposal.calldatas, descriptionHash))
        );

        assertState(carryOut(proposal), IGovernor.ProposalState.Executed);
    }

    function test_foreignProposerCannotSetParams() public {
        Proposal memory grant =
            aProposal(address(timelock), abi.encodeCall(timelock.grantRole, (timelock.PROPOSER_ROLE(), dave)), alice);
        grant = and(grant, address(timelock), 0, abi.encodeCall(timelock.grantRole, (timelock.EXECUTOR_ROLE(), dave)));
        carryOut(grant);
        bytes memory data = abi.encodeCall(governor.setProposalThreshold, (0));
        vm.prank(dave);
        timelock.schedule(address(governor), 0, data, 0, 0, 1 days);
        skip(1 days);

        // The governor expects no call: its queue is empty.
        vm.expectRevert(abi.encodeWithSignature("Panic(uint256)", 0x31));
        vm.prank(dave);
        timelock.execute(address(governor), 0, data, 0, 0);
        vm.assertEq(governor.proposalThreshold(), 1000e18);
    }
}

contract Expiry is DaoTest {
    function test_passedProposalExpires() public {
        Proposal memory proposal = aProposal(address(token), abi.encodeCall(token.transfer, (dave, 1)), alice);
        uint256 proposalId = propose(proposal, alice);
        toVote(proposalId);
        vm.assertEq(governor.proposalExpiresAt(proposalId), 0);
        vote(proposalId, alice, 1);
        uint256 deadline = governor.proposalDeadline(proposalId);

        vm.warp(deadline + 14 days);
        assertState(proposalId, IGovernor.ProposalState.Succeeded);
        vm.assertEq(governor.proposalExpiresAt(proposalId), deadline + 14 days);
        skip(1);
        assertState(proposalId, IGovernor.ProposalState.Expired);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        queue(proposal);
    }

    function test_AQueuedProposalExpiresToo() public {
        Proposal memory proposal = aProposal(address(token), abi.encodeCall(token.transfer, (dave, 1)), alice);
        uint256 proposalId = passAndQueue(proposal);
        toEta(proposalId);

        skip(14 days);
        assertState(proposalId, IGovernor.ProposalState.Queued);
        skip(1);
        assertState(proposalId, IGovernor.ProposalState.Expired);
        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        execute(proposal);
    }
}

contract CodehashPinsTest is DaoTest {
    function test_codeSwapBlocksExecution() public {
        // An account that delegated its code (EIP-7702) and delegates to other code after the vote.
        uint256 key = 0x7702;
        vm.signAndAttachDelegation(address(new Box()), key);
        Proposal memory proposal = aProposal(vm.addr(key), "hello", alice);
        uint256 proposalId = passAndQueue(proposal);
        toEta(proposalId);
        vm.signAndAttachDelegation(address(new Box()), key);

        vm.expectRevert(abi.encodeWithSelector(IMandateGovernor.MandateGovernor__CodeChanged.selector, proposalId));
        execute(proposal);
    }

    function test_CodeThatAppearsBlocksExecution() public {
        Proposal memory proposal = aProposal(address(0xC0DE), "hello", alice);
        uint256 proposalId = passAndQueue(proposal);
        toEta(proposalId);
        vm.etch(address(0xC0DE), address(new Box()).code);

        vm.expectRevert(abi.encodeWithSelector(IMandateGovernor.MandateGovernor__CodeChanged.selector, proposalId));
        execute(proposal);
    }

    function test_AWeiSentToAPayeeDoesNotBlockIt() public {
        Proposal memory proposal = aProposal(address(0xFEE), "", alice);
        proposal.values[0] = 1 ether;
        vm.deal(address(timelock), 1 ether);
        uint256 proposalId = passAndQueue(proposal);
        toEta(proposalId);
        vm.deal(address(0xFEE), 1);
        execute(proposal);

        vm.assertEq(address(0xFEE).balance, 1 ether + 1);
    }
}
