// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {MandateGovernor} from "../../src/MandateGovernor.sol";
import {StakedMandate} from "../../src/StakedMandate.sol";
import {IMandateGovernor, Track} from "../../src/interfaces/IMandateGovernor.sol";
import {ModelPolicy, ModerationPolicy, ModerationRule} from "../../src/interfaces/IPolicyRegistry.sol";
import {DaoTest, Proposal} from "../support/DaoTest.sol";
import {Defaults} from "../support/Defaults.sol";
import {Deeds} from "./Deeds.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @dev Proposes, votes alone and in batches, moves stake and delegations, and changes the tracks, in any order.
contract VoteHandler is DaoTest, Deeds {
    /// @dev A proposal as it was made, and the votes by the handler's own count.
    struct Seen {
        uint256 proposalId;
        bytes32 rules;
        uint256 firstDeadline;
        uint256 lastDeadline;
        uint256[3] votes;
    }

    Seen[] private _seen;
    bool public hasTallyShrunk;
    bool public hasDeadlineStrayed;
    bool public hasRuleChanged;
    bool public isTrackWeak;

    uint256 private _round;
    address[4] private _actors;
    uint256[4] private _keys;
    bytes32 private _domain;
    Proposal[] private _changes;
    uint256 private _changesMade;
    mapping(address account => uint256) private _lastOf;

    function setUp() public override {
        super.setUp();
        _actors = [alice, bob, carol, dave];
        _keys = [ALICE_KEY, BOB_KEY, CAROL_KEY, 0xDA7E];
        _domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("MandateGovernor"),
                keccak256("1"),
                block.chainid,
                address(governor)
            )
        );
        for (uint256 i = 0; i < 4; ++i) {
            vm.prank(_actors[i]);
            token.approve(address(staked), type(uint256).max);
        }
        prepareChanges();
        proposeNext(1);
    }

    // What may be called, in any order.

    function proposeNext(uint256 seed) public {
        address proposer = pick(seed);
        (Proposal memory proposal, uint8 track) = aBundle(seed >> 8, proposer);
        uint256 last = _lastOf[proposer];
        bool isFree = last == 0 || !isLive(last);
        bool isDue = isFree && staked.getPastVotes(proposer, block.timestamp - 1) >= governor.proposalThreshold();
        bytes memory data = abi.encodeCall(
            governor.propose, (proposal.targets, proposal.values, proposal.calldatas, proposal.description)
        );
        bool isDone = ask(proposer, address(governor), data);
        judge("propose", isDue, isDone);
        if (!isDone) return;

        uint256 proposalId = idOf(proposal);
        _lastOf[proposer] = proposalId;
        (uint8 trackId,) = governor.proposalTrack(proposalId);
        if (trackId != track) isTrackWeak = true;
        uint256 deadline = governor.proposalDeadline(proposalId);
        uint256[3] memory none;
        _seen.push(Seen(proposalId, rulesOf(proposalId), deadline, deadline, none));
        if (seed % 4 != 0) toVote(proposalId);
    }

    /// @dev In the last quarter of the voting period.
    function castLate(uint256 seed, uint256 choice) external {
        uint256 proposalId = pickSeen(seed).proposalId;
        (uint256 start, uint256 end) = (governor.proposalSnapshot(proposalId), governor.proposalDeadline(proposalId));
        uint256 lateAt = end - bound(choice, 0, (end - start) / 5);
        if (lateAt > block.timestamp) vm.warp(lateAt);
        castOne(seed, choice >> 8);
    }

    function castOne(uint256 seed, uint256 choice) public {
        Seen storage seen = pickSeen(seed);
        address voter = pick(choice);
        uint8 support = uint8((choice >> 8) % 7 / 2);
        bool isDue = isActive(seen.proposalId) && !governor.hasVoted(seen.proposalId, voter) && support < 3;
        bytes memory data = abi.encodeCall(governor.castVote, (seen.proposalId, support));
        bool isDone = ask(voter, address(governor), data);
        judge("vote", isDue, isDone);
        if (isDone) count(seen, voter, support);
        watch(seen);
    }

    /// @dev Ballots of three accounts, one of them twice, and one that nobody signed.
    function castBatch(uint256 seed, uint256 choice) external {
        Seen storage seen = pickSeen(seed);
        uint8 support = uint8(choice % 3);
        bool isDue = isActive(seen.proposalId);
        IMandateGovernor.SignedBallot[] memory ballots = new IMandateGovernor.SignedBallot[](isDue ? 5 : 0);
        uint256 expected = 0;
        for (uint256 i = 0; i < ballots.length; ++i) {
            uint256 who = (choice / 3 + i % 3) % 4;
            ballots[i] = aBallot(seen.proposalId, i == 4 ? 99 : _keys[who], _actors[who], support);
            bool isCounted = i < 3 && !governor.hasVoted(seen.proposalId, _actors[who]);
            if (!isCounted) continue;
            ++expected;
            count(seen, _actors[who], support);
        }

        bytes memory data = abi.encodeCall(governor.castVotesBySig, (seen.proposalId, ballots));
        (bool isDone, bytes memory answer) = address(governor).call(data);
        judge("batch", isDue, isDone);
        if (isDone) judge("batchCount", true, abi.decode(answer, (uint256)) == expected);
        watch(seen);
    }

    function move(uint256 seed, uint256 to) external {
        bytes memory data = abi.encodeCall(staked.delegate, (pick(to)));
        judge("delegate", true, ask(pick(seed), address(staked), data));
    }

    function quit(uint256 seed, uint256 amount) external {
        address account = pick(seed);
        amount = bound(amount, 0, staked.balanceOf(account) / 2);
        judge("quit", amount != 0, ask(account, address(staked), abi.encodeCall(staked.requestUnstake, (amount))));
    }

    function stakeMore(uint256 seed, uint256 amount) external {
        address account = seed % 2 == 0 ? dave : pick(seed);
        amount = bound(amount, 0, token.balanceOf(account) / 2);
        judge("stake", amount != 0, ask(account, address(staked), abi.encodeCall(staked.stake, (amount))));
    }

    /// @dev Executes one of the changes of the tracks that were voted before; it may have expired.
    function changeRules() external {
        if (_changesMade == _changes.length) return;
        Proposal memory change = _changes[_changesMade++];
        bytes memory data = abi.encodeCall(
            governor.execute, (change.targets, change.values, change.calldatas, keccak256(bytes(change.description)))
        );
        bool isDue = governor.state(idOf(change)) == IGovernor.ProposalState.Queued;
        judge("changeRules", isDue, ask(dave, address(governor), data));
        for (uint256 i = 0; i < _seen.length; ++i) {
            watch(_seen[i]);
        }
    }

    function pass(uint256 time) external {
        skip(bound(time, 1, time % 4 == 0 ? 2 days : 8 hours));
    }

    // What the invariants ask.

    function parts() external view returns (MandateGovernor, StakedMandate) {
        return (governor, staked);
    }

    function seenCount() external view returns (uint256) {
        return _seen.length;
    }

    function seenAt(uint256 index) external view returns (Seen memory) {
        return _seen[index];
    }

    function sumOfPastVotes(uint256 timepoint) external view returns (uint256 sum) {
        for (uint256 i = 0; i < 4; ++i) {
            sum += staked.getPastVotes(_actors[i], timepoint);
        }
    }

    // Smaller things.

    function count(Seen storage seen, address voter, uint8 support) private {
        seen.votes[support] += staked.getPastVotes(voter, governor.proposalSnapshot(seen.proposalId));
    }

    /// @dev The deadline moves once at most, and by no more than a quarter of the voting period.
    function watch(Seen storage seen) private {
        (uint256 against, uint256 inFavour, uint256 abstain) = governor.proposalVotes(seen.proposalId);
        if (against < seen.votes[0] || inFavour < seen.votes[1] || abstain < seen.votes[2]) hasTallyShrunk = true;

        uint256 deadline = governor.proposalDeadline(seen.proposalId);
        if (deadline != seen.lastDeadline) {
            uint256 period = seen.firstDeadline - governor.proposalSnapshot(seen.proposalId);
            bool isFirst = seen.lastDeadline == seen.firstDeadline;
            bool isBounded = deadline > seen.firstDeadline && deadline <= seen.firstDeadline + period / 4;
            if (!isFirst || !isBounded) hasDeadlineStrayed = true;
            judge("extend", true, true);
        }
        seen.lastDeadline = deadline;
        if (rulesOf(seen.proposalId) != seen.rules) hasRuleChanged = true;
    }

    function rulesOf(uint256 proposalId) private view returns (bytes32) {
        (uint8 trackId, Track memory track) = governor.proposalTrack(proposalId);
        return keccak256(abi.encode(trackId, track));
    }

    /// @dev One to three calls, and the strictest of the tracks that the deployment routes them to.
    function aBundle(uint256 seed, address proposer) private returns (Proposal memory proposal, uint8 track) {
        bytes[4] memory calls = [
            abi.encodeCall(token.transfer, (dave, ++_round)),
            abi.encodeCall(policies.adoptModel, (ModelPolicy(Defaults.SUBJECT, "{}", 1000, 60, 1))),
            abi.encodeCall(policies.adoptModeration, (ModerationPolicy(Defaults.SUBJECT, new ModerationRule[](0)))),
            abi.encodeCall(policies.adoptSafety, (Defaults.safety()))
        ];
        uint8[4] memory tracks = [Defaults.TREASURY, Defaults.MODEL, Defaults.POLICY, Defaults.CONSTITUTION];
        proposal.description = described(vm.toString(_round), proposer);
        track = type(uint8).max;
        for (uint256 i = 0; i < 1 + seed % 3; ++i) {
            // The Constitution's call less often, else nothing else is seen.
            uint256 which = (seed >> (8 + 8 * i)) % 9 / 2 % 4;
            if (which == 0 && i == 0 && seed % 2 == 0) which = 3;
            proposal = and(proposal, which == 0 ? address(token) : address(policies), 0, calls[which]);
            if (tracks[which] < track) track = tracks[which];
        }
    }

    /// @dev Three changes of tracks, voted and queued, to be executed while other proposals are under way.
    function prepareChanges() private {
        Track[3] memory tracks = [
            Track(1 days, 6 days, 3 days, 14 days, 600, 5000, 30_000e18),
            Track(2 days, 8 days, 4 days, 14 days, 1500, 6000, 60_000e18),
            Track(1 days, 2 days, 1 days, 14 days, 200, 5000, 5000e18)
        ];
        uint8[3] memory ids = [Defaults.MODEL, Defaults.TREASURY, Defaults.TIGHTEN];
        for (uint256 i = 0; i < 3; ++i) {
            bytes memory data = abi.encodeCall(governor.setTrack, (ids[i], tracks[i]));
            _changes.push(aProposal(address(governor), data, _actors[i]));
            propose(_changes[i], _actors[i]);
        }
        toVote(idOf(_changes[2]));
        for (uint256 i = 0; i < 3; ++i) {
            vote(idOf(_changes[i]), alice, 1);
            vote(idOf(_changes[i]), bob, 1);
        }
        toEnd(idOf(_changes[2]));
        for (uint256 i = 0; i < 3; ++i) {
            queue(_changes[i]);
        }
        toEta(idOf(_changes[2]));
        skip(1);
    }

    function aBallot(uint256 proposalId, uint256 key, address voter, uint8 support)
        private
        view
        returns (IMandateGovernor.SignedBallot memory)
    {
        bytes32 typehash = keccak256("BatchBallot(uint256 proposalId,uint8 support,address voter)");
        bytes32 ballot = keccak256(abi.encode(typehash, proposalId, support, voter));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, keccak256(abi.encodePacked("\x19\x01", _domain, ballot)));
        return IMandateGovernor.SignedBallot(voter, support, r, bytes32(uint256(s) | (uint256(v - 27) << 255)));
    }

    function isActive(uint256 proposalId) private view returns (bool) {
        return governor.state(proposalId) == IGovernor.ProposalState.Active;
    }

    function isLive(uint256 proposalId) private view returns (bool) {
        return isActive(proposalId) || governor.state(proposalId) == IGovernor.ProposalState.Pending;
    }

    function ask(address caller, address target, bytes memory data) private returns (bool isDone) {
        vm.prank(caller);
        (isDone,) = target.call(data);
    }

    function pick(uint256 seed) private view returns (address) {
        return _actors[seed % 4];
    }

    /// @dev One of the last three.
    function pickSeen(uint256 seed) private view returns (Seen storage) {
        uint256 window = _seen.length < 3 ? _seen.length : 3;
        return _seen[_seen.length - 1 - seed % window];
    }
}
