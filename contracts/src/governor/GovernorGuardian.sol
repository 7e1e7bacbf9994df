// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IMandateGovernor} from "../interfaces/IMandateGovernor.sol";
import {GovernorCodehashPins} from "./GovernorCodehashPins.sol";

/// @title A guardian with a term, who can stop a proposal and nothing else.
abstract contract GovernorGuardian is GovernorCodehashPins {
    uint64 private constant MAX_TERM_SECONDS = 366 days;

    address private _guardian;
    /// @inheritdoc IMandateGovernor
    uint64 public override guardianTermEndsAt;

    /// @inheritdoc IMandateGovernor
    function guardianCancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) external returns (uint256 proposalId) {
        if (msg.sender != guardian()) revert MandateGovernor__NotGuardian(msg.sender);
        proposalId = getProposalId(targets, values, calldatas, descriptionHash);
        if (_changesOnlyTheGuardian(targets, calldatas)) revert MandateGovernor__GuardianIsSubject(proposalId);

        _cancel(targets, values, calldatas, descriptionHash);
    }

    /// @inheritdoc IMandateGovernor
    function setGuardian(address guardian_, uint64 termEndsAt) external onlyGovernance {
        _setGuardian(guardian_, termEndsAt);
    }

    /// @inheritdoc IMandateGovernor
    function guardian() public view returns (address) {
        return block.timestamp < guardianTermEndsAt ? _guardian : address(0);
    }

    function _setGuardian(address guardian_, uint64 termEndsAt) internal {
        if (termEndsAt > block.timestamp + MAX_TERM_SECONDS) revert MandateGovernor__TermTooLong(termEndsAt);

        _guardian = guardian_;
        guardianTermEndsAt = termEndsAt;

        emit GuardianSet(guardian_, termEndsAt);
    }

    /// @dev Only when it is all that a proposal does: else any proposal could put itself out of the guardian's reach.
    function _changesOnlyTheGuardian(address[] memory targets, bytes[] memory calldatas) private view returns (bool) {
        for (uint256 i = 0; i < targets.length; ++i) {
            bool isChange = targets[i] == address(this) && bytes4(calldatas[i]) == this.setGuardian.selector;
            if (!isChange) return false;
        }
        return true;
    }
}
