// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IMandateGovernor} from "../interfaces/IMandateGovernor.sol";
import {ProposerSuffix} from "./ProposerSuffix.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";

/// @title Who may propose, how much, and in whose name.
/// @dev A proposal must say who makes it (`#proposer=0x…` at the very end): so nobody can make it first, to cancel it.
abstract contract GovernorProposers is GovernorVotes, IMandateGovernor {
    uint256 private constant MAX_ACTIONS = 10;

    uint256 private _proposalThreshold;
    mapping(address proposer => uint256 proposalId) private _lastProposalOf;

    /// @inheritdoc IMandateGovernor
    function setProposalThreshold(uint256 newProposalThreshold) external onlyGovernance {
        _setProposalThreshold(newProposalThreshold);
    }

    /// @notice The votes that an account needs to propose.
    function proposalThreshold() public view virtual override returns (uint256) {
        return _proposalThreshold;
    }

    function _propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        address proposer
    ) internal virtual override returns (uint256 proposalId) {
        if (targets.length > MAX_ACTIONS) {
            revert MandateGovernor__TooManyActions(targets.length, MAX_ACTIONS);
        }
        uint256 lastProposalId = _lastProposalOf[proposer];
        if (lastProposalId != 0) {
            if (_isLive(lastProposalId)) revert MandateGovernor__LiveProposal(proposer, lastProposalId);
            _giveWay(lastProposalId);
        }

        proposalId = super._propose(targets, values, calldatas, description, proposer);
        _lastProposalOf[proposer] = proposalId;
    }

    /// @dev Unlike in OpenZeppelin's governor the suffix is required.
    function _isValidDescriptionForProposer(address proposer, string memory description)
        internal
        view
        virtual
        override
        returns (bool)
    {
        (bool isThere, bool isProposer) = ProposerSuffix.read(description, proposer);
        if (!isThere) revert MandateGovernor__ProposerSuffixMissing(proposer);

        return isProposer;
    }

    function _setProposalThreshold(uint256 newProposalThreshold) internal virtual {
        emit ProposalThresholdSet(_proposalThreshold, newProposalThreshold);

        _proposalThreshold = newProposalThreshold;
    }

    /// @dev The last proposal of an account, before its next one takes its place.
    function _giveWay(uint256 lastProposalId) internal virtual;

    function _isLive(uint256 proposalId) private view returns (bool) {
        // What has ended is not live, whatever became of it.
        return clock() <= proposalDeadline(proposalId) && state(proposalId) != ProposalState.Canceled;
    }
}
