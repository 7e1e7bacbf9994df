// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Track} from "../src/interfaces/IMandateGovernor.sol";
import {OpenGovernor, Supply} from "./OpenGovernor.sol";
import {Proof} from "./Proof.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title The tally keeps every field, adds exactly what was cast, and extends once.
/// @dev For every state that the governor's storage can have, and so by induction for any number of votes. What is
/// assumed of it: no more votes than 96 bits hold, which the token's supply and StakedMandate see to; a vote that is
/// open; a clock of less than 47 bits.
contract TallyProof is Proof {
    /// @dev Of `_tallies`, see contracts/golden; check_ReadsWhatTheWordsSay fails when it is another.
    uint256 private constant TALLIES_SLOT = 15;
    uint256 private constant BITS_96 = type(uint96).max;
    uint256 private constant LATE_DIVISOR = 4;
    uint256 private constant BPS = 10_000;

    struct Words {
        uint256 first;
        uint256 second;
    }

    Supply private _supply;
    OpenGovernor private _governor;

    /// @dev Deploys the governor; halmos calls this before each proof.
    function setUp() external {
        _supply = new Supply();
        _governor = new OpenGovernor(_supply);
    }

    function check_ReadsWhatTheWordsSay(uint256 proposalId) external {
        svm.enableSymbolicStorage(address(_governor));
        Words memory words = wordsOf(proposalId);

        (uint256 againstVotes, uint256 forVotes, uint256 abstainVotes) = _governor.proposalVotes(proposalId);
        (bool isQuorate, bool isSucceeding) = _governor.standing(proposalId);

        vm.assertEq(forVotes, forOf(words));
        vm.assertEq(abstainVotes, abstainOf(words));
        vm.assertEq(againstVotes, againstOf(words));
        vm.assertEq(isQuorate, isQuorateIn(words));
        vm.assertEq(isSucceeding, isSucceedingIn(words));
    }

    /// @dev Of an open tally: each kind grows by its weight; the flag, the quorum, the approval and all unused bits stay.
    function check_AddsExactlyWhatWasCast(uint256 proposalId, uint256[3] calldata votes) external {
        Words memory before = anOpenVote(proposalId);
        vm.assume(isOpen(before));
        assumeRoomFor(before, votes);

        _governor.addVotes(proposalId, votes);

        Words memory now_ = wordsOf(proposalId);
        assertSum(now_, before, votes);
        vm.assertEq(now_.first >> 240, before.first >> 240);
        vm.assertEq(now_.second >> 96, before.second >> 96);
    }

    /// @dev The first vote fixes the quorum and the approval by the rules of the proposal, and opens the tally.
    function check_TheFirstVoteFixesTheRules(uint256 proposalId, uint8 support, uint96 weight, uint96 supply) external {
        Words memory before = anOpenVote(proposalId);
        vm.assume(before.first == 0 && before.second == 0);
        vm.assume(!isLate(proposalId));
        uint256[3] memory votes;
        votes[pick(support, 2)] = weight;
        _supply.set(supply);
        Track memory rules = _governor.rulesOf(proposalId);
        uint256 quorum = Math.max(uint256(supply) * rules.quorumBps / BPS, rules.quorumFloor);
        // As a share of the supply is no more than the supply.
        vm.assume(quorum <= BITS_96);

        _governor.addVotes(proposalId, votes);

        Words memory now_ = wordsOf(proposalId);
        assertSum(now_, before, votes);
        vm.assertEq(now_.first >> 192, 1 << 48);
        vm.assertEq(quorumOf(now_), quorum);
        vm.assertEq(now_.second >> 192, rules.approvalBps);
    }

    /// @dev A late vote that reaches the quorum or turns the outcome moves the deadline, once; nothing else does.
    function check_ExtendsExactlyOnALateSwingAndOnce(uint256 proposalId, uint256[3] calldata votes) external {
        Words memory before = anOpenVote(proposalId);
        vm.assume(isOpen(before));
        assumeRoomFor(before, votes);

        _governor.addVotes(proposalId, votes);

        Words memory now_ = wordsOf(proposalId);
        bool isFirst = extensionOf(before) == 0;
        bool wasPassing = and(isQuorateIn(before), isSucceedingIn(before));
        bool isPassing = and(isQuorateIn(now_), isSucceedingIn(now_));
        bool isSwing = or(isQuorateIn(before) != isQuorateIn(now_), wasPassing != isPassing);
        bool isExtended = and(isFirst, and(isLate(proposalId), isSwing));
        vm.assertEq(extensionOf(now_), isExtended ? extended(proposalId) : extensionOf(before));
    }

    function check_RefusesASecondBallotAndAnUnknownKind(
        uint256 proposalId,
        address account,
        uint8 support,
        uint256 weight
    ) external {
        svm.enableSymbolicStorage(address(_governor));
        // The three kinds one by one, and all others at once.
        uint256 kind = pick(support, 3);
        vm.assume(or(_governor.hasVoted(proposalId, account), kind == 3));

        try _governor.countVote(proposalId, account, kind == 3 ? support : uint8(kind), weight) {
            vm.assertTrue(false);
        } catch {
            return;
        }
    }

    /// @dev Counting a ballot adds its weight to its kind, and touches no other proposal and no other account.
    function check_OneBallotTouchesItsProposalAndVoterOnly(
        uint256 proposalId,
        address account,
        uint8 support,
        uint96 weight,
        uint256 otherId,
        address otherAccount
    ) external {
        Words memory before = anOpenVote(proposalId);
        vm.assume(isOpen(before));
        uint256 kind = pick(support, 2);
        uint256[3] memory votes;
        votes[kind] = weight;
        assumeRoomFor(before, votes);
        vm.assume(otherId != proposalId && otherAccount != account);
        Words memory other = wordsOf(otherId);
        bool hadOtherVoted = _governor.hasVoted(proposalId, otherAccount);

        _governor.countVote(proposalId, account, uint8(kind), weight);

        assertSum(wordsOf(proposalId), before, votes);
        vm.assertTrue(_governor.hasVoted(proposalId, account));
        vm.assertEq(_governor.hasVoted(proposalId, otherAccount), hadOtherVoted);
        vm.assertEq(wordsOf(otherId).first, other.first);
        vm.assertEq(wordsOf(otherId).second, other.second);
    }

    /// @dev Track, rules and pin come back as they were packed, from the proposer's slot as from the proposal's.
    function check_AnOriginComesBackAsItWasPacked(uint256 proposalId, uint8 trackId, uint16 rulesId, uint232 pin)
        external
    {
        vm.assume(rulesId != 0);
        address proposer = _governor.proposalProposer(proposalId);
        _governor.setOrigin(proposer, trackId, rulesId, pin);
        assertOrigin(proposalId, trackId, rulesId, pin);

        _governor.keepOrigin(proposalId);
        _governor.setOrigin(proposer, trackId + 1, rulesId, 0);

        assertOrigin(proposalId, trackId, rulesId, pin);
    }

    function assertOrigin(uint256 proposalId, uint8 trackId, uint16 rulesId, uint232 pin) private view {
        (uint8 readTrackId, uint16 readRulesId, uint232 readPin) = _governor.originOf(proposalId);
        vm.assertEq(readTrackId, trackId);
        vm.assertEq(readRulesId, rulesId);
        vm.assertEq(readPin, pin);
    }

    /// @dev Any state of the governor and any time at which the vote is open.
    function anOpenVote(uint256 proposalId) private returns (Words memory words) {
        svm.enableSymbolicStorage(address(_governor));
        uint256 time = svm.createUint(47, "time");
        vm.warp(time);
        words = wordsOf(proposalId);
        vm.assume(time > _governor.proposalSnapshot(proposalId) && time <= _governor.firstDeadline(proposalId));
    }

    /// @dev Each kind has grown by what was cast.
    function assertSum(Words memory now_, Words memory before, uint256[3] memory votes) private pure {
        vm.assertEq(againstOf(now_), againstOf(before) + votes[0]);
        vm.assertEq(forOf(now_), forOf(before) + votes[1]);
        vm.assertEq(abstainOf(now_), abstainOf(before) + votes[2]);
    }

    /// @dev The deadline that a swing now would bring.
    function extended(uint256 proposalId) private view returns (uint256) {
        uint256 period = _governor.firstDeadline(proposalId) - _governor.proposalSnapshot(proposalId);
        return block.timestamp + period / LATE_DIVISOR;
    }

    function isLate(uint256 proposalId) private view returns (bool) {
        return extended(proposalId) > _governor.firstDeadline(proposalId);
    }

    function assumeRoomFor(Words memory words, uint256[3] memory votes) private pure {
        for (uint256 i = 0; i < 3; ++i) {
            vm.assume(votes[i] <= BITS_96);
        }
        uint256 counted = forOf(words) + abstainOf(words) + againstOf(words);
        vm.assume(counted + votes[0] + votes[1] + votes[2] <= BITS_96);
    }

    function wordsOf(uint256 proposalId) private view returns (Words memory words) {
        uint256 slot = uint256(keccak256(abi.encode(proposalId, TALLIES_SLOT)));
        words.first = uint256(vm.load(address(_governor), bytes32(slot)));
        words.second = uint256(vm.load(address(_governor), bytes32(slot + 1)));
    }

    function forOf(Words memory words) private pure returns (uint256) {
        return words.first & BITS_96;
    }

    function abstainOf(Words memory words) private pure returns (uint256) {
        return (words.first >> 96) & BITS_96;
    }

    function extensionOf(Words memory words) private pure returns (uint256) {
        return (words.first >> 192) & type(uint48).max;
    }

    function isOpen(Words memory words) private pure returns (bool) {
        return (words.first >> 240) & 0xff != 0;
    }

    function againstOf(Words memory words) private pure returns (uint256) {
        return words.second & BITS_96;
    }

    function quorumOf(Words memory words) private pure returns (uint256) {
        return (words.second >> 96) & BITS_96;
    }

    function approvalOf(Words memory words) private pure returns (uint256) {
        return (words.second >> 192) & type(uint16).max;
    }

    function isQuorateIn(Words memory words) private pure returns (bool) {
        return and(isOpen(words), forOf(words) + abstainOf(words) >= quorumOf(words));
    }

    function isSucceedingIn(Words memory words) private pure returns (bool) {
        return forOf(words) * BPS > (forOf(words) + againstOf(words)) * approvalOf(words);
    }
}
