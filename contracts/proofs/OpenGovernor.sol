// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {MandateGovernor} from "../src/MandateGovernor.sol";
import {Track} from "../src/interfaces/IMandateGovernor.sol";
import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";

/// @title What the governor asks of StakedMandate and of the token behind it.
contract Supply {
    uint256 private _pastTotalSupply;

    /// @dev Sets what `getPastTotalSupply` answers.
    function set(uint256 pastTotalSupply) external {
        _pastTotalSupply = pastTotalSupply;
    }

    /// @dev As in ERC-5805.
    function getPastTotalSupply(uint256) external view returns (uint256) {
        return _pastTotalSupply;
    }

    /// @dev As in IStakedMandate.
    function stakingToken() external view returns (address) {
        return address(this);
    }

    /// @dev As in IStakedMandate.
    function cooldownSeconds() external pure returns (uint64) {
        return 366 days;
    }

    /// @dev As in ERC-20.
    function totalSupply() external pure returns (uint256) {
        return type(uint96).max;
    }
}

/// @title The governor, with its inner functions within reach of a proof.
contract OpenGovernor is MandateGovernor {
    constructor(Supply supply) MandateGovernor(_setup(supply)) {}

    /// @dev Adds votes by kind: against, for, abstain.
    function addVotes(uint256 proposalId, uint256[3] calldata votes) external {
        _addVotes(proposalId, votes);
    }

    /// @dev Counts one ballot.
    function countVote(uint256 proposalId, address account, uint8 support, uint256 weight) external {
        _countVote(proposalId, account, support, weight, "");
    }

    /// @dev Writes what a proposal was made with.
    function setOrigin(address proposer, uint8 trackId, uint16 rulesId, uint232 pin) external {
        _setOrigin(proposer, trackId, rulesId, pin);
    }

    /// @dev Moves what a proposal was made with from its proposer to it.
    function keepOrigin(uint256 proposalId) external {
        _keepOrigin(proposalId);
    }

    /// @dev What a proposal was made with.
    function originOf(uint256 proposalId) external view returns (uint8 trackId, uint16 rulesId, uint232 pin) {
        return _originOf(proposalId);
    }

    /// @dev The rules of a proposal.
    function rulesOf(uint256 proposalId) external view returns (Track memory) {
        return _rulesOf(proposalId);
    }

    /// @dev The deadline before any extension.
    function firstDeadline(uint256 proposalId) external view returns (uint256) {
        return Governor.proposalDeadline(proposalId);
    }

    /// @dev Where the vote stands.
    function standing(uint256 proposalId) external view returns (bool isQuorate, bool isSucceeding) {
        return (_quorumReached(proposalId), _voteSucceeded(proposalId));
    }

    function _setup(Supply supply) private pure returns (Setup memory setup) {
        setup.token = IVotes(address(supply));
        setup.timelock = TimelockController(payable(address(0x71e1)));
        setup.tracks = new Track[](1);
        setup.tracks[0] = Track(1 days, 1 days, 1 days, 1 days, 2000, 6667, 1);
    }
}
