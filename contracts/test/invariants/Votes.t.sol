// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {DaoTest, Proposal} from "../support/DaoTest.sol";
import {Test} from "../support/Test.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @dev Votes on one proposal after another, while stake and delegations move.
contract VoteHandler is DaoTest {
    uint256 public proposalId;
    uint256 public lastSum;
    bool public hasTallyShrunk;
    bool public hasDeadlineComeBack;
    uint256 public lastDeadline;
    uint256 private _round;

    /// @dev A call that reverted may have left its prank behind.
    modifier undisguised() {
        vm.stopPrank();
        _;
    }

    function proposeNext() external undisguised {
        Proposal memory proposal = aProposal(address(token), abi.encodeCall(token.transfer, (dave, ++_round)), alice);
        proposalId = propose(proposal, alice);
        lastSum = 0;
        lastDeadline = governor.proposalDeadline(proposalId);
        toVote(proposalId);
    }

    function castOne(uint256 seed, uint8 support) external undisguised {
        vote(proposalId, pick(seed), uint8(bound(support, 0, 2)));

        uint256 sum = sumOfTally();
        uint256 deadline = governor.proposalDeadline(proposalId);
        if (sum < lastSum) hasTallyShrunk = true;
        if (deadline < lastDeadline) hasDeadlineComeBack = true;
        (lastSum, lastDeadline) = (sum, deadline);
    }

    function move(uint256 seed, uint256 to) external undisguised {
        vm.prank(pick(seed));
        staked.delegate(pick(to));
    }

    function quit(uint256 seed, uint256 amount) external undisguised {
        address account = pick(seed);
        amount = bound(amount, 0, staked.balanceOf(account) / 2);
        vm.prank(account);
        staked.requestUnstake(amount);
    }

    function pass(uint256 time) external undisguised {
        skip(bound(time, 1, 2 days));
    }

    function sumOfTally() public view returns (uint256) {
        (uint256 against, uint256 inFavour, uint256 abstain) = governor.proposalVotes(proposalId);
        return against + inFavour + abstain;
    }

    function pastStake() external view returns (uint256) {
        return staked.getPastTotalSupply(governor.proposalSnapshot(proposalId));
    }

    function state() external view returns (IGovernor.ProposalState) {
        return governor.state(proposalId);
    }

    function isCarried() external view returns (bool) {
        (uint256 against, uint256 inFavour, uint256 abstain) = governor.proposalVotes(proposalId);
        return inFavour > against && inFavour + abstain >= governor.proposalQuorum(proposalId);
    }

    function pick(uint256 seed) private view returns (address) {
        return [alice, bob, carol, dave][seed % 4];
    }
}

contract VoteInvariants is Test {
    VoteHandler private _handler;

    function setUp() public {
        _handler = new VoteHandler();
        _handler.setUp();
        _handler.proposeNext();

        bytes4[] memory selectors = new bytes4[](5);
        selectors[0] = VoteHandler.proposeNext.selector;
        selectors[1] = VoteHandler.castOne.selector;
        selectors[2] = VoteHandler.move.selector;
        selectors[3] = VoteHandler.quit.selector;
        selectors[4] = VoteHandler.pass.selector;
        targetHandler(address(_handler), selectors);
    }

    function invariant_TheTallyIsNotMoreThanThePastStake() public view {
        vm.assertLe(_handler.sumOfTally(), _handler.pastStake());
    }

    function invariant_TheTallyAndTheDeadlineOnlyGrow() public view {
        vm.assertFalse(_handler.hasTallyShrunk());
        vm.assertFalse(_handler.hasDeadlineComeBack());
    }

    function invariant_TheStateFollowsFromTheTally() public view {
        IGovernor.ProposalState state = _handler.state();
        if (state == IGovernor.ProposalState.Active) return;

        bool hasPassed = state == IGovernor.ProposalState.Succeeded || state == IGovernor.ProposalState.Expired;
        vm.assertEq(hasPassed, _handler.isCarried());
    }
}
