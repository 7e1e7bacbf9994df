// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {MandateGovernor} from "../../src/MandateGovernor.sol";
import {StakedMandate} from "../../src/StakedMandate.sol";
import {Track} from "../../src/interfaces/IMandateGovernor.sol";
import {Deeds} from "./Deeds.sol";
import {DeedsTest} from "./DeedsTest.t.sol";
import {VoteHandler} from "./VoteHandler.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// forge-config: default.invariant.fail-on-revert = true
contract VoteInvariants is DeedsTest {
    VoteHandler private _handler;
    MandateGovernor private _governor;
    StakedMandate private _staked;

    function setUp() public {
        _handler = new VoteHandler();
        _handler.setUp();
        (_governor, _staked) = _handler.parts();
        targetHandler(address(_handler), selectors());
    }

    function invariant_TheTallyIsNotMoreThanThePastStake() public view {
        for (uint256 i = 0; i < _handler.seenCount(); ++i) {
            uint256 proposalId = _handler.seenAt(i).proposalId;
            if (_governor.proposalSnapshot(proposalId) >= block.timestamp) continue;

            uint256 pastStake = _staked.getPastTotalSupply(_governor.proposalSnapshot(proposalId));
            (uint256 against, uint256 inFavour, uint256 abstain) = _governor.proposalVotes(proposalId);
            vm.assertLe(against + inFavour + abstain, pastStake);
            vm.assertLe(_handler.sumOfPastVotes(_governor.proposalSnapshot(proposalId)), pastStake);
        }
    }

    function invariant_TheTallyIsEachVotersPastStakeOnce() public view {
        for (uint256 i = 0; i < _handler.seenCount(); ++i) {
            VoteHandler.Seen memory seen = _handler.seenAt(i);
            (uint256 against, uint256 inFavour, uint256 abstain) = _governor.proposalVotes(seen.proposalId);
            vm.assertEq(against, seen.votes[0]);
            vm.assertEq(inFavour, seen.votes[1]);
            vm.assertEq(abstain, seen.votes[2]);
        }
    }

    function invariant_TheTallyOnlyGrowsAndTheDeadlineMovesOnce() public view {
        vm.assertFalse(_handler.hasTallyShrunk());
        vm.assertFalse(_handler.hasDeadlineStrayed());
    }

    function invariant_TheRulesOfAProposalNeverChange() public view {
        vm.assertFalse(_handler.hasRuleChanged());
    }

    function invariant_TheStrictestCallDecides() public view {
        vm.assertFalse(_handler.isTrackWeak());
    }

    function invariant_TheStateFollowsFromTheTally() public view {
        for (uint256 i = 0; i < _handler.seenCount(); ++i) {
            uint256 proposalId = _handler.seenAt(i).proposalId;
            IGovernor.ProposalState state = _governor.state(proposalId);
            if (state == IGovernor.ProposalState.Active || state == IGovernor.ProposalState.Pending) continue;

            bool hasPassed = state == IGovernor.ProposalState.Succeeded || state == IGovernor.ProposalState.Expired;
            vm.assertEq(hasPassed, isCarried(proposalId));
        }
    }

    /// @dev The same calls, in an order of our own: what the invariants above were kept for does happen, often.
    function test_EverythingHappens() public {
        bytes32[9] memory names =
            [bytes32("propose"), "vote", "batch", "batchCount", "delegate", "quit", "stake", "changeRules", "extend"];
        uint256[9] memory done;
        uint256[9] memory refused;
        for (uint256 life = 0; life < 10; ++life) {
            setUp();
            live(life);
            for (uint256 i = 0; i < names.length; ++i) {
                done[i] += _handler.doneCount(names[i]);
                refused[i] += _handler.refusedCount(names[i]);
            }
        }

        for (uint256 i = 0; i < names.length; ++i) {
            if (done[i] < 5) revert TooRare(names[i], done[i]);
            // The first three are also asked for when they are not due.
            if (i < 3 && refused[i] < 5) revert TooRare(names[i], refused[i]);
        }
    }

    function deeds() internal view override returns (Deeds) {
        return _handler;
    }

    function isCarried(uint256 proposalId) private view returns (bool) {
        (, Track memory track) = _governor.proposalTrack(proposalId);
        (uint256 against, uint256 inFavour, uint256 abstain) = _governor.proposalVotes(proposalId);
        return inFavour * 10_000 > (inFavour + against) * track.approvalBps
            && inFavour + abstain >= _governor.proposalQuorum(proposalId);
    }

    function selectors() internal pure override returns (bytes4[] memory built) {
        built = new bytes4[](13);
        built[0] = VoteHandler.proposeNext.selector;
        built[1] = built[2] = built[3] = VoteHandler.castOne.selector;
        built[4] = VoteHandler.castBatch.selector;
        built[5] = VoteHandler.move.selector;
        built[6] = VoteHandler.quit.selector;
        built[7] = VoteHandler.stakeMore.selector;
        built[8] = VoteHandler.changeRules.selector;
        built[9] = built[10] = VoteHandler.pass.selector;
        built[11] = VoteHandler.castLate.selector;
        built[12] = VoteHandler.proposeNext.selector;
    }
}
