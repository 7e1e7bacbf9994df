// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Test} from "../support/Test.sol";
import {NumberBox} from "./NumberBox.sol";
import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @dev The same life of a proposal for every governor that is measured, each call a transaction of its own
/// (`FOUNDRY_PROFILE=gas`): one action, a description of 64 bytes, 130 voters, the quorum reached by the 40th vote.
abstract contract GasWorkload is Test {
    uint256 internal constant VOTERS = 130;
    uint256 internal constant STAKE = 1000e18;
    uint256 internal constant QUORUM_VOTES = 40;
    uint256 private constant FIRST_KEY = 0xA11CE;
    address private constant ANYONE = address(0xBEEF);

    Governor internal governor;
    IVotes internal votes;
    IERC20 internal token;
    uint256 internal proposalId;
    string internal description;
    address[] internal targets = new address[](1);
    uint256[] internal values = new uint256[](1);
    bytes[] internal calldatas = new bytes[](1);

    /// @dev Sets `governor`, `votes` and `token`; every voter has votes of one STAKE, and tokens. Returns the timelock.
    function deploy() internal virtual returns (address timelock);

    /// @dev Casts that many signed ballots in one transaction.
    function castBatch(uint256 count) internal virtual;

    /// @dev The file of contracts/snapshots.
    function group() internal pure virtual returns (string memory);

    function setUp() public {
        vm.warp(1_800_000_000);
        vm.roll(20_000_000);
        targets[0] = address(new NumberBox(deploy()));
        calldatas[0] = abi.encodeCall(NumberBox.set, (42));
        pass(1);

        // An account that has proposed before, as most have, and somebody voted.
        description = described("first");
        propose();
        toVote();
        vote(129);
        toEnd();
    }

    function test_Lifecycle() public {
        description = described("gas  table: ");
        propose();
        snapshot("propose");
        castVotes();
        bytes memory signature = ballotOf(91);
        vm.prank(ANYONE);
        governor.castVoteBySig(proposalId, 1, voter(91), signature);
        snapshot("castVoteBySig");
        carryOut();

        vm.prank(voter(100));
        votes.delegate(voter(101));
        snapshot("delegate");
        vm.prank(voter(102));
        require(token.transfer(voter(103), 1e18));
        snapshot("transfer");
        vm.snapshotValue(group(), "governor bytes", address(governor).code.length);
    }

    function test_FirstProposalOfAnAccount() public {
        description = string.concat("gas  table: ", "#proposer=", vm.toString(voter(1)));
        vm.prank(voter(1));
        governor.propose(targets, values, calldatas, description);
        snapshot("propose, first of an account");
    }

    function test_ProposalAfterOneThatNobodyVotedOn() public {
        description = described("without votes: ");
        propose();
        toVote();
        toEnd();

        description = described("gas  table: ");
        propose();
        snapshot("propose, after one without votes");
    }

    function test_BatchOf100() public {
        measureBatch(100);
    }

    function test_BatchOf10() public {
        measureBatch(10);
    }

    function castVotes() private {
        toVote();
        for (uint256 i = 0; i < 90; ++i) {
            vote(i);
            if (i == 0) snapshot("castVote, first");
            if (i == 1) snapshot("castVote before quorum");
            if (i == 60) snapshot("castVote after quorum");
        }
    }

    function carryOut() private {
        bytes32 descriptionHash = keccak256(bytes(description));
        toEnd();
        vm.prank(ANYONE);
        governor.queue(targets, values, calldatas, descriptionHash);
        snapshot("queue");
        vm.warp(governor.proposalEta(proposalId));
        vm.prank(ANYONE);
        governor.execute(targets, values, calldatas, descriptionHash);
        snapshot("execute");
        vm.assertEq(NumberBox(targets[0]).number(), 42);
    }

    function measureBatch(uint256 count) private {
        description = described("gas  table: ");
        propose();
        toVote();
        vote(129);

        castBatch(count);
        uint256 gasUsed = vm.snapshotGasLastCall(group(), string.concat("batch of ", vm.toString(count), ", whole"));

        for (uint256 i = 0; i < count; ++i) {
            vm.assertTrue(governor.hasVoted(proposalId, voter(i)));
        }
        vm.snapshotValue(group(), string.concat("batch of ", vm.toString(count), ", per ballot"), gasUsed / count);
    }

    function snapshot(string memory name) internal {
        vm.snapshotGasLastCall(group(), name);
    }

    function propose() internal {
        vm.prank(voter(0));
        proposalId = governor.propose(targets, values, calldatas, description);
    }

    function vote(uint256 i) private {
        vm.prank(voter(i));
        governor.castVote(proposalId, 1);
    }

    function toVote() internal {
        pass(governor.proposalSnapshot(proposalId) + 1 - governor.clock());
    }

    function toEnd() private {
        pass(governor.proposalDeadline(proposalId) + 1 - governor.clock());
    }

    /// @dev By either clock.
    function pass(uint256 units) internal {
        vm.warp(block.timestamp + units);
        vm.roll(block.number + units);
    }

    function described(string memory text) internal pure returns (string memory) {
        return string.concat(text, "#proposer=", vm.toString(voter(0)));
    }

    function voter(uint256 i) internal pure returns (address) {
        return vm.addr(FIRST_KEY + i);
    }

    /// @dev OpenZeppelin's ballot, signed by the voter.
    function ballotOf(uint256 i) internal view returns (bytes memory) {
        bytes32 typehash = governor.BALLOT_TYPEHASH();
        (uint8 v, bytes32 r, bytes32 s) =
            sign(i, keccak256(abi.encode(typehash, proposalId, 1, voter(i), governor.nonces(voter(i)))));
        return abi.encodePacked(r, s, v);
    }

    function sign(uint256 i, bytes32 structHash) internal view returns (uint8 v, bytes32 r, bytes32 s) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256(bytes(governor.name())),
                keccak256("1"),
                block.chainid,
                address(governor)
            )
        );
        return vm.sign(FIRST_KEY + i, keccak256(abi.encodePacked("\x19\x01", domain, structHash)));
    }
}
