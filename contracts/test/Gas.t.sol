// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {MandateGovernor} from "../src/MandateGovernor.sol";
import {MandateToken} from "../src/MandateToken.sol";
import {StakedMandate} from "../src/StakedMandate.sol";
import {TreasuryTimelock} from "../src/TreasuryTimelock.sol";
import {IMandateGovernor, Track} from "../src/interfaces/IMandateGovernor.sol";
import {IPolicyRegistry} from "../src/interfaces/IPolicyRegistry.sol";
import {OutflowCap} from "../src/interfaces/ITreasuryTimelock.sol";
import {Test} from "./support/Test.sol";

/// @dev A target that only its owner may set.
contract NumberBox {
    address private immutable _OWNER;
    uint256 public number;

    constructor(address owner) {
        _OWNER = owner;
    }

    function set(uint256 newNumber) external {
        require(msg.sender == _OWNER, "not the owner");
        number = newNumber;
    }
}

/// @dev What each operation of the governor costs as a whole transaction (`FOUNDRY_PROFILE=gas`): one action, a
/// description of 64 bytes, 130 voters, the quorum reached by the 40th vote.
contract Gas is Test {
    uint256 private constant VOTERS = 130;
    uint256 private constant STAKE = 1000e18;

    MandateToken private _token;
    StakedMandate private _staked;
    TreasuryTimelock private _timelock;
    MandateGovernor private _governor;
    address[] private _targets = new address[](1);
    uint256[] private _values = new uint256[](1);
    bytes[] private _calldatas = new bytes[](1);
    string private _description;
    uint256 private _proposalId;

    function setUp() public {
        vm.warp(1_800_000_000);
        address[] memory holders = new address[](VOTERS);
        uint256[] memory amounts = new uint256[](VOTERS);
        for (uint256 i = 0; i < VOTERS; ++i) {
            (holders[i], amounts[i]) = (voter(i), 2 * STAKE);
        }
        _token = new MandateToken(holders, amounts);
        _deployGovernor();
        for (uint256 i = 0; i < VOTERS; ++i) {
            vm.startPrank(voter(i));
            _token.approve(address(_staked), STAKE);
            _staked.stake(STAKE);
            vm.stopPrank();
        }
        skip(1);

        _targets[0] = address(new NumberBox(address(_timelock)));
        _calldatas[0] = abi.encodeCall(NumberBox.set, (42));
        // A proposer who has proposed before, as most have; somebody voted.
        _describe("first");
        vm.prank(voter(0));
        _proposalId = _governor.propose(_targets, _values, _calldatas, _description);
        vm.warp(_governor.proposalSnapshot(_proposalId) + 1);
        vm.prank(voter(129));
        _governor.castVote(_proposalId, 1);
        skip(30 days);
        _describe("gas  table: ");
    }

    function test_Lifecycle() public {
        vm.prank(voter(0));
        _proposalId = _governor.propose(_targets, _values, _calldatas, _description);
        vm.snapshotGasLastCall("governor", "propose");

        vm.warp(_governor.proposalSnapshot(_proposalId) + 1);
        for (uint256 i = 0; i < 90; ++i) {
            vm.prank(voter(i));
            _governor.castVote(_proposalId, 1);
            if (i == 0) vm.snapshotGasLastCall("governor", "castVote first");
            if (i == 1) vm.snapshotGasLastCall("governor", "castVote before quorum");
            if (i == 60) vm.snapshotGasLastCall("governor", "castVote after quorum");
        }
        (uint8 v, bytes32 r, bytes32 s) = _ballot(91);
        bytes memory signature = abi.encodePacked(r, s, v);
        vm.prank(address(0xBEEF));
        _governor.castVoteBySig(_proposalId, 1, voter(91), signature);
        vm.snapshotGasLastCall("governor", "castVoteBySig");

        _carryOut();
        vm.prank(voter(100));
        _staked.delegate(voter(101));
        vm.snapshotGasLastCall("staked", "delegate");
        vm.prank(voter(102));
        _token.transfer(voter(103), 1e18);
        vm.snapshotGasLastCall("token", "transfer");
        vm.snapshotValue("governor", "runtime bytes", address(_governor).code.length);
    }

    function test_BatchOf100() public {
        _measureBatch(100, "batch of 100, per ballot");
    }

    function test_BatchOf10() public {
        _measureBatch(10, "batch of 10, per ballot");
    }

    function _carryOut() private {
        bytes32 descriptionHash = keccak256(bytes(_description));
        vm.warp(_governor.proposalDeadline(_proposalId) + 1);
        vm.prank(address(0xBEEF));
        _governor.queue(_targets, _values, _calldatas, descriptionHash);
        vm.snapshotGasLastCall("governor", "queue");
        vm.warp(_governor.proposalEta(_proposalId));
        vm.prank(address(0xBEEF));
        _governor.execute(_targets, _values, _calldatas, descriptionHash);
        vm.snapshotGasLastCall("governor", "execute");
        vm.assertEq(NumberBox(_targets[0]).number(), 42);
    }

    function _measureBatch(uint256 count, string memory name) private {
        vm.prank(voter(0));
        _proposalId = _governor.propose(_targets, _values, _calldatas, _description);
        vm.warp(_governor.proposalSnapshot(_proposalId) + 1);
        vm.prank(voter(129));
        _governor.castVote(_proposalId, 1);
        IMandateGovernor.SignedBallot[] memory ballots = new IMandateGovernor.SignedBallot[](count);
        for (uint256 i = 0; i < count; ++i) {
            (uint8 v, bytes32 r, bytes32 s) = _batchBallot(i);
            ballots[i] = IMandateGovernor.SignedBallot(voter(i), 1, r, bytes32(uint256(v - 27) << 255 | uint256(s)));
        }

        vm.prank(address(0xBEEF));
        uint256 cast = _governor.castVotesBySig(_proposalId, ballots);
        uint256 gasUsed = vm.snapshotGasLastCall("governor", string.concat(name, ", whole"));

        vm.assertEq(cast, count);
        vm.snapshotValue("governor", name, gasUsed / count);
    }

    function _deployGovernor() private {
        address deployer = address(this);
        uint64 nonce = vm.getNonce(deployer);
        address[] memory governorOnly = new address[](1);
        governorOnly[0] = vm.computeCreateAddress(deployer, nonce + 2);
        OutflowCap[] memory caps = new OutflowCap[](2);
        caps[0] = OutflowCap(address(0), 1 ether);
        caps[1] = OutflowCap(address(_token), STAKE);
        _timelock = new TreasuryTimelock(2 days, governorOnly, governorOnly, 30 days, caps);
        _staked = new StakedMandate(
            address(_token),
            address(_token),
            address(_timelock),
            address(1),
            IPolicyRegistry(address(2)),
            60 days,
            7 days
        );
        MandateGovernor.Setup memory setup;
        setup.token = _staked;
        setup.timelock = _timelock;
        setup.tracks = new Track[](1);
        // Quorum 40 of 130 voters.
        setup.tracks[0] = Track(1 days, 10 days, 2 days, 14 days, 1, 5000, uint96(40 * STAKE));
        setup.proposalThreshold = STAKE;
        _governor = new MandateGovernor(setup);
    }

    function _describe(string memory text) private {
        _description = string.concat(text, "#proposer=", vm.toString(voter(0)));
    }

    function voter(uint256 i) private pure returns (address) {
        return vm.addr(0xA11CE + i);
    }

    function _ballot(uint256 i) private view returns (uint8 v, bytes32 r, bytes32 s) {
        uint256 nonce = _governor.nonces(voter(i));
        return _sign(i, keccak256(abi.encode(_governor.BALLOT_TYPEHASH(), _proposalId, 1, voter(i), nonce)));
    }

    function _batchBallot(uint256 i) private view returns (uint8 v, bytes32 r, bytes32 s) {
        bytes32 typehash = keccak256("BatchBallot(uint256 proposalId,uint8 support,address voter)");
        return _sign(i, keccak256(abi.encode(typehash, _proposalId, 1, voter(i))));
    }

    function _sign(uint256 i, bytes32 ballot) private view returns (uint8 v, bytes32 r, bytes32 s) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("MandateGovernor"),
                keccak256("1"),
                block.chainid,
                address(_governor)
            )
        );
        return vm.sign(0xA11CE + i, keccak256(abi.encodePacked("\x19\x01", domain, ballot)));
    }
}
