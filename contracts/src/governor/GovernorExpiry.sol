// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IMandateGovernor} from "../interfaces/IMandateGovernor.sol";
import {GovernorTrackTimelock} from "./GovernorTrackTimelock.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title A passed proposal that nobody carries out lapses, before and after it is queued.
abstract contract GovernorExpiry is GovernorTrackTimelock {
    /// @notice OpenZeppelin's state, and Expired when the track's time has run out.
    function state(uint256 proposalId) public view virtual override returns (ProposalState) {
        ProposalState current = super.state(proposalId);
        if (current != ProposalState.Succeeded && current != ProposalState.Queued) return current;

        return clock() > _expiresAt(proposalId) ? ProposalState.Expired : current;
    }

    /// @inheritdoc IMandateGovernor
    function proposalExpiresAt(uint256 proposalId) external view returns (uint256) {
        return uint8(state(proposalId)) >= uint8(ProposalState.Succeeded) ? _expiresAt(proposalId) : 0;
    }

    function _expiresAt(uint256 proposalId) private view returns (uint256) {
        // The eta, once there is one, is the later of the two.
        return Math.max(proposalDeadline(proposalId), proposalEta(proposalId)) + _rulesOf(proposalId).expirySeconds;
    }
}
