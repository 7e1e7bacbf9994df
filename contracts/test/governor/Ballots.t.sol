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

    function digestOf(MandateGovernor verifier, uint256 id, uint8 support, address voter, uint256 nonce)
        internal
        view
        returns (bytes32)
    {
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
        bytes32 ballot = keccak256(abi.encode(verifier.BALLOT_TYPEHASH(), id, support, voter, nonce));
        return keccak256(abi.encodePacked("\x19\x01", domain, ballot));
    }

    function signed(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev The 65 bytes of a compact signature.
    function wholeOf(IMandateGovernor.SignedBallot memory ballot) internal pure returns (bytes memory) {
        uint8 v = uint8(27 + (uint256(ballot.vs) >> 255));
        return abi.encodePacked(ballot.r, uint256(ballot.vs) << 1 >> 1, v);
    }

    function aBallot(uint256 key, uint8 support) internal view returns (IMandateGovernor.SignedBallot memory) {
        address voter = vm.addr(key);
        bytes32 digest = digestOf(governor, proposalId, support, voter, governor.nonces(voter));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return IMandateGovernor.SignedBallot(voter, support, r, bytes32(uint256(v - 27) << 255 | uint256(s)));
    }
}

contract CastVoteBySig is BallotsTest {
    function test_CountsOnce() public {
        IMandateGovernor.SignedBallot memory ballot = aBallot(ALICE_KEY, 1);
        governor.castVoteBySig(proposalId, 1, alice, wholeOf(ballot));

        vm.assertTrue(governor.hasVoted(proposalId, alice));
        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorInvalidSignature.selector, alice));
        governor.castVoteBySig(proposalId, 1, alice, wholeOf(ballot));
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
        bytes memory signature = wholeOf(aBallot(ALICE_KEY, 1));
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
        governor.castVoteBySig(proposalId, 1, alice, wholeOf(ballots[0]));

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

    function test_AUsedBallotCannotBeCastAgainAlone() public {
        IMandateGovernor.SignedBallot memory ballot = aBallot(ALICE_KEY, 1);
        governor.castVotesBySig(proposalId, batchOf(ballot, aBallot(BOB_KEY, 1)));

        vm.expectRevert(abi.encodeWithSelector(IGovernor.GovernorAlreadyCastVote.selector, alice));
        governor.castVoteBySig(proposalId, 1, alice, wholeOf(ballot));
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
