// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IMandateGovernor} from "../interfaces/IMandateGovernor.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {Bytes} from "@openzeppelin/contracts/utils/Bytes.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

/// @title Who may propose, how much, and in whose name.
/// @dev A proposal must say who makes it (`#proposer=0x…` at the very end): so nobody can make it first, to cancel it.
abstract contract GovernorProposers is GovernorVotes, IMandateGovernor {
    uint256 private constant MAX_ACTIONS = 10;
    bytes10 private constant SUFFIX_MARKER = "#proposer=";
    uint256 private constant SUFFIX_BYTES = 52;
    uint256 private constant ADDRESS_BYTES = 42;

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
        if (lastProposalId != 0 && _isLive(lastProposalId)) {
            revert MandateGovernor__LiveProposal(proposer, lastProposalId);
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
        uint256 length = bytes(description).length;
        if (length < SUFFIX_BYTES) revert MandateGovernor__ProposerSuffixMissing(proposer);

        uint256 markerEnd = length - ADDRESS_BYTES;
        bytes memory marker = Bytes.slice(bytes(description), length - SUFFIX_BYTES, markerEnd);
        (bool isAddress, address named) = Strings.tryParseAddress(description, markerEnd, length);
        if (bytes10(marker) != SUFFIX_MARKER || !isAddress) revert MandateGovernor__ProposerSuffixMissing(proposer);

        return named == proposer;
    }

    function _setProposalThreshold(uint256 newProposalThreshold) internal {
        emit ProposalThresholdSet(_proposalThreshold, newProposalThreshold);

        _proposalThreshold = newProposalThreshold;
    }

    function _isLive(uint256 proposalId) private view returns (bool) {
        ProposalState current = state(proposalId);
        return current == ProposalState.Pending || current == ProposalState.Active;
    }
}
