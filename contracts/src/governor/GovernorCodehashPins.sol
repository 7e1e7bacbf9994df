// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {CodehashPins} from "./CodehashPins.sol";
import {GovernorExpiry} from "./GovernorExpiry.sol";

/// @title What is executed runs on the code that was voted on.
abstract contract GovernorCodehashPins is GovernorExpiry {
    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal virtual override {
        (,, uint232 votedPin) = _originOf(proposalId);
        (, uint232 pin) = CodehashPins.pin(targets);
        if (pin != votedPin) revert MandateGovernor__CodeChanged(proposalId);

        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }
}
