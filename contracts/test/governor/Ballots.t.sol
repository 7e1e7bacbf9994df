// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {MandateGovernor} from "../../src/MandateGovernor.sol";
import {IMandateGovernor} from "../../src/interfaces/IMandateGovernor.sol";
import {DaoTest} from "../support/DaoTest.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @dev A wallet whose owner is one key, as ERC-1271 sees it.
contract Wallet {
    address private immutable _OWNER;

    constructor(address owner) {
        _OWNER = owner;
    }

    function isValidSignature(bytes32 digest, bytes memory signature) external view returns (bytes4) {
        (bytes32 r, bytes32 s, uint8 v) = (bytes32(0), bytes32(0), 0);
        assembly {
            r := mload(add(signature, 32))
            s := mload(add(signature, 64))
            v := byte(0, mload(add(signature, 96)))
        }
        return ecrecover(digest, v, r, s) == _OWNER ? this.isValidSignature.selector : bytes4(0);
    }
}

abstract contract BallotsTest is DaoTest {
    uint256 internal proposalId;

    function setUp() public override {
        super.setUp();
        proposalId = propose(aProposal(address(token), abi.encodeCall(token.transfer, (dave, 1e18)), alice), alice);
        toVote(proposalId);
    }

    function digestOf(MandateGovernor verifier, bytes32 ballot) internal view returns (bytes32) {
        (, string memory name, string memory version, uint256 chainId, address verifying,,) = verifier.eip712Domain();
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(name)),
                keccak256(bytes(version)),
                chainId,
                verifying
            )
        );
        return keccak256(abi.encodePacked("\x19\x01", domain, ballot));
    }

    /// @dev OpenZeppelin's ballot, cast alone.
    function digestOf(MandateGovernor verifier, uint256 id, uint8 support, address voter, uint256 nonce)
        internal
        view
        returns (bytes32)
    {
        return digestOf(verifier, keccak256(abi.encode(verifier.BALLOT_TYPEHASH(), id, support, voter, nonce)));
    }

    function signed(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev A signed ballot to be cast alone.
    function aSignature(uint256 key, uint8 support) internal view returns (bytes memory) {
        address voter = vm.addr(key);
        return signed(key, digestOf(governor, proposalId, support, voter, governor.nonces(voter)));
    }

    /// @dev A signed ballot of a batch.
    function aBallot(uint256 key, uint8 support) internal view returns (IMandateGovernor.SignedBallot memory) {
        return aBallot(governor, proposalId, key, support);
    }

    function aBallot(MandateGovernor verifier, uint256 id, uint256 key, uint8 support)
        internal
        view
        returns (IMandateGovernor.SignedBallot memory)
    {
        bytes32 ballot = vm.eip712HashStruct(
            "BatchBallot(uint256 proposalId,uint8 support,address voter)", abi.encode(id, support, vm.addr(key))
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digestOf(verifier, ballot));
        return IMandateGovernor.SignedBallot(vm.addr(key), support, r, bytes32(uint256(v - 27) << 255 | uint256(s)));
    }
}

contract CastVoteBySig is BallotsTest {
    function test_CountsOnce() public {
        bytes memory signature = aSignature(ALICE_KEY, 1);
        governor.castVoteBySig(proposalId, 1, alice, signature);

        vm.assertTrue(governor.hasVoted(proposalId, alice));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, alice));
        governor.castVoteBySig(proposalId, 1, alice, signature);
    }

    function test_AcceptsAContractWallet() public {
        address wallet = address(new Wallet(dave));
        bytes32 digest = digestOf(governor, proposalId, 1, wallet, 0);
        governor.castVoteBySig(proposalId, 1, wallet, signed(0xDA7E, digest));

        vm.assertTrue(governor.hasVoted(proposalId, wallet));
    }

    function testFuzz_RevertIf_AnythingIsNotWhatWasSigned(uint256 id, uint8 support, uint256 nonce) public {
        support = uint8(bound(support, 0, 2));
        bool isSame = id == proposalId && support == 1 && nonce == 0;
        vm.assume(!isSame);
        bytes memory signature = signed(ALICE_KEY, digestOf(governor, id, support, alice, nonce));

        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, alice));
        governor.castVoteBySig(proposalId, 1, alice, signature);
    }

    function test_RevertIf_SignedForAnotherChain() public {
        bytes memory signature = aSignature(ALICE_KEY, 1);
        vm.chainId(8453);

        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, alice));
        governor.castVoteBySig(proposalId, 1, alice, signature);
    }

    function test_RevertIf_TheSignatureIsMirrored() public {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(ALICE_KEY, digestOf(governor, proposalId, 1, alice, 0));
        uint256 order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        bytes memory mirrored = abi.encodePacked(r, order - uint256(s), v == 27 ? uint8(28) : uint8(27));

        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, alice));
        governor.castVoteBySig(proposalId, 1, alice, mirrored);
    }
}

contract CastVotesBySig is BallotsTest {
    function batchOf(IMandateGovernor.SignedBallot memory first, IMandateGovernor.SignedBallot memory second)
        private
        pure
        returns (IMandateGovernor.SignedBallot[] memory ballots)
    {
        ballots = new IMandateGovernor.SignedBallot[](2);
        (ballots[0], ballots[1]) = (first, second);
    }

    function test_CountsAll() public {
        uint256 cast = governor.castVotesBySig(proposalId, batchOf(aBallot(ALICE_KEY, 1), aBallot(BOB_KEY, 0)));

        (uint256 against, uint256 inFavour,) = governor.proposalVotes(proposalId);
        vm.assertEq(cast, 2);
        vm.assertEq(against, 100_000e18);
        vm.assertEq(inFavour, 200_000e18);
    }

    function test_batchSurvivesFrontRun() public {
        IMandateGovernor.SignedBallot[] memory ballots = batchOf(aBallot(ALICE_KEY, 1), aBallot(BOB_KEY, 0));
        governor.castVoteBySig(proposalId, 1, alice, aSignature(ALICE_KEY, 1));

        vm.recordLogs();
        vm.assertEq(governor.castVotesBySig(proposalId, ballots), 1);

        vm.assertEq(vm.getRecordedLogs().length, 1);
        (uint256 against, uint256 inFavour,) = governor.proposalVotes(proposalId);
        vm.assertEq(against, 100_000e18);
        vm.assertEq(inFavour, 200_000e18);
    }

    function test_SkipsABallotGivenTwice() public {
        IMandateGovernor.SignedBallot memory ballot = aBallot(ALICE_KEY, 1);
        vm.assertEq(governor.castVotesBySig(proposalId, batchOf(ballot, ballot)), 1);
    }

    function test_SkipsWhatIsNotSigned() public {
        IMandateGovernor.SignedBallot memory forged = aBallot(ALICE_KEY, 1);
        forged.voter = bob;
        IMandateGovernor.SignedBallot memory unknown = aBallot(CAROL_KEY, 3);

        vm.assertEq(governor.castVotesBySig(proposalId, batchOf(forged, unknown)), 0);
        vm.assertFalse(governor.hasVoted(proposalId, bob));
    }

    function test_SkipsTheZeroAccount() public {
        IMandateGovernor.SignedBallot memory broken = IMandateGovernor.SignedBallot(address(0), 1, 0, 0);
        vm.assertEq(governor.castVotesBySig(proposalId, batchOf(broken, broken)), 0);
    }

    function test_WhoVotedInABatchCannotVoteAgainAlone() public {
        bytes memory signature = aSignature(ALICE_KEY, 0);
        governor.castVotesBySig(proposalId, batchOf(aBallot(ALICE_KEY, 1), aBallot(BOB_KEY, 1)));

        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, alice));
        governor.castVoteBySig(proposalId, 0, alice, signature);
    }

    function test_ABallotOutlastsOtherBallotsOfItsVoter() public {
        IMandateGovernor.SignedBallot memory ballot = aBallot(ALICE_KEY, 1);
        uint256 other = propose(aProposal(address(token), abi.encodeCall(token.transfer, (dave, 2)), bob), bob);
        toVote(other);
        governor.castVoteBySig(
            other, 1, alice, signed(ALICE_KEY, digestOf(governor, other, 1, alice, governor.nonces(alice)))
        );

        vm.assertEq(governor.castVotesBySig(proposalId, batchOf(ballot, ballot)), 1);
    }

    function testFuzz_SkipsWhatWasSignedForAnother(uint256 id, uint8 support, uint64 chainId) public {
        support = uint8(bound(support, 0, 2));
        chainId = uint64(bound(chainId, 1, type(uint32).max));
        bool isSame = id == proposalId && support == 1 && chainId == block.chainid;
        vm.assume(!isSame);
        uint256 here = block.chainid;
        vm.chainId(chainId);
        IMandateGovernor.SignedBallot memory ballot = aBallot(governor, id, ALICE_KEY, support);
        ballot.support = 1;
        vm.chainId(here);

        vm.assertEq(governor.castVotesBySig(proposalId, batchOf(ballot, aBallot(BOB_KEY, 1))), 1);
        vm.assertFalse(governor.hasVoted(proposalId, alice));
    }

    function test_SkipsWhatWasSignedForAnotherGovernor() public {
        vm.etch(address(0x60), address(governor).code);
        IMandateGovernor.SignedBallot memory ballot =
            aBallot(MandateGovernor(payable(address(0x60))), proposalId, ALICE_KEY, 1);

        vm.assertEq(governor.castVotesBySig(proposalId, batchOf(ballot, ballot)), 0);
    }

    function test_SkipsAMirroredSignature() public {
        IMandateGovernor.SignedBallot memory ballot = aBallot(ALICE_KEY, 1);
        uint256 order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
        uint256 s = uint256(ballot.vs) << 1 >> 1;
        // The mirrored s is above half the order: its top bit leaves no room for v, which turns it into another s.
        ballot.vs = bytes32(order - s);

        vm.assertEq(governor.castVotesBySig(proposalId, batchOf(ballot, ballot)), 0);
    }

    function test_ALateBatchExtends() public {
        uint256 deadline = governor.proposalDeadline(proposalId);
        vm.warp(deadline);
        governor.castVotesBySig(proposalId, batchOf(aBallot(ALICE_KEY, 1), aBallot(BOB_KEY, 1)));

        vm.assertGt(governor.proposalDeadline(proposalId), deadline);
    }

    function test_RevertIf_TheVoteIsOver() public {
        IMandateGovernor.SignedBallot[] memory ballots = batchOf(aBallot(ALICE_KEY, 1), aBallot(BOB_KEY, 1));
        toEnd(proposalId);

        vm.expectPartialRevert(IGovernor.GovernorUnexpectedProposalState.selector);
        governor.castVotesBySig(proposalId, ballots);
    }
}
