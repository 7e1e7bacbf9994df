// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {MandateGovernor} from "../src/MandateGovernor.sol";
import {MandateToken} from "../src/MandateToken.sol";
import {StakedMandate} from "../src/StakedMandate.sol";
import {TreasuryTimelock} from "../src/TreasuryTimelock.sol";
import {IMandateGovernor, Track} from "../src/interfaces/IMandateGovernor.sol";
import {IPolicyRegistry} from "../src/interfaces/IPolicyRegistry.sol";
import {OutflowCap} from "../src/interfaces/ITreasuryTimelock.sol";
import {GasWorkload} from "./bench/GasWorkload.sol";
import {Relay} from "./bench/NumberBox.sol";
import {LateQuorumGovernor, PlainGovernor, PlainToken} from "./bench/PlainOpenZeppelin.sol";
import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";

/// @dev Ours.
contract Gas is GasWorkload {
    function group() internal pure override returns (string memory) {
        return "mandate";
    }

    function deploy() internal override returns (address) {
        (address[] memory holders, uint256[] memory amounts) = (new address[](VOTERS), new uint256[](VOTERS));
        for (uint256 i = 0; i < VOTERS; ++i) {
            (holders[i], amounts[i]) = (voter(i), 2 * STAKE);
        }
        token = new MandateToken(holders, amounts);
        TimelockController timelock = deployGovernor();
        for (uint256 i = 0; i < VOTERS; ++i) {
            vm.startPrank(voter(i));
            token.approve(address(votes), STAKE);
            StakedMandate(address(votes)).stake(STAKE);
            vm.stopPrank();
        }
        return address(timelock);
    }

    function castBatch(uint256 count) internal override {
        bytes32 typehash = keccak256("BatchBallot(uint256 proposalId,uint8 support,address voter)");
        IMandateGovernor.SignedBallot[] memory ballots = new IMandateGovernor.SignedBallot[](count);
        for (uint256 i = 0; i < count; ++i) {
            (uint8 v, bytes32 r, bytes32 s) = sign(i, keccak256(abi.encode(typehash, proposalId, 1, voter(i))));
            ballots[i] = IMandateGovernor.SignedBallot(voter(i), 1, r, bytes32(uint256(v - 27) << 255 | uint256(s)));
        }

        IMandateGovernor(address(governor)).castVotesBySig(proposalId, ballots);
    }

    function deployGovernor() private returns (TimelockController timelock) {
        address[] memory governorOnly = new address[](1);
        governorOnly[0] = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 2);
        OutflowCap[] memory caps = new OutflowCap[](2);
        caps[0] = OutflowCap(address(0), 1 ether);
        caps[1] = OutflowCap(address(token), STAKE);
        timelock = new TreasuryTimelock(2 days, governorOnly, governorOnly, 30 days, caps);
        StakedMandate staked = new StakedMandate(
            address(token), address(token), address(timelock), address(1), IPolicyRegistry(address(2)), 60 days, 7 days
        );
        MandateGovernor.Setup memory setup;
        setup.token = staked;
        setup.timelock = timelock;
        setup.tracks = new Track[](1);
        setup.tracks[0] = Track(1 days, 10 days, 2 days, 14 days, 1, 5000, uint96(QUORUM_VOTES * STAKE));
        setup.proposalThreshold = STAKE;
        (votes, governor) = (staked, Governor(payable(new MandateGovernor(setup))));
    }
}

/// @dev OpenZeppelin's, from the installed package.
contract GasOfOpenZeppelin is GasWorkload {
    uint256 internal constant QUORUM_PERCENT = 4;

    function group() internal pure virtual override returns (string memory) {
        return "openzeppelin";
    }

    /// @dev Without `#proposer=`, which it does not ask for and which costs to read.
    function test_ProposeWithoutSuffix() public {
        description = "a description of 64 bytes, as long as ours but without a suffix.";
        vm.assertEq(bytes(description).length, 64);
        propose();
        snapshot("propose without suffix");
    }

    function deploy() internal override returns (address) {
        (address[] memory holders, uint256[] memory amounts) = (new address[](VOTERS + 1), new uint256[](VOTERS + 1));
        for (uint256 i = 0; i < VOTERS; ++i) {
            (holders[i], amounts[i]) = (voter(i), STAKE);
        }
        // Somebody without a voice, so that the quorum is the same number of votes.
        (holders[VOTERS], amounts[VOTERS]) = (address(1), QUORUM_VOTES * STAKE * 100 / QUORUM_PERCENT - VOTERS * STAKE);
        PlainToken plain = new PlainToken(holders, amounts);
        for (uint256 i = 0; i < VOTERS; ++i) {
            vm.prank(voter(i));
            plain.delegate(voter(i));
        }
        address[] memory governorOnly = new address[](1);
        governorOnly[0] = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
        TimelockController timelock = new TimelockController(2 days, governorOnly, governorOnly, address(0));
        (token, votes, governor) = (plain, plain, deployGovernor(plain, timelock));
        return address(timelock);
    }

    /// @dev It has no batch: a relayer's contract hands over one signed ballot after the other.
    function castBatch(uint256 count) internal override {
        Relay relay = new Relay();
        bytes[] memory calls = new bytes[](count);
        for (uint256 i = 0; i < count; ++i) {
            calls[i] = abi.encodeCall(Governor.castVoteBySig, (proposalId, 1, voter(i), ballotOf(i)));
        }

        relay.send(address(governor), calls);
    }

    function deployGovernor(PlainToken plain, TimelockController timelock) internal virtual returns (Governor) {
        return new PlainGovernor(plain, timelock, STAKE, QUORUM_PERCENT);
    }
}

/// @dev With its extension against late quorums.
contract GasOfOpenZeppelinLateQuorum is GasOfOpenZeppelin {
    function group() internal pure override returns (string memory) {
        return "openzeppelin-late-quorum";
    }

    function deployGovernor(PlainToken plain, TimelockController timelock) internal override returns (Governor) {
        return new LateQuorumGovernor(plain, timelock, STAKE, QUORUM_PERCENT);
    }
}
