// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {GovernorBatchBallots} from "./GovernorBatchBallots.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Proposals go through a timelock, with the delay of their track.
/// @dev OpenZeppelin's GovernorTimelockControl schedules with the timelock's minimum delay and hides the operation's id,
/// so this takes its place; operation ids, salts and events are the same. The timelock cannot be exchanged.
///
/// WARNING: the governor must be the only proposer, canceller and executor of the timelock. An executor beside it would
/// get around the expiry and the code pins.
abstract contract GovernorTrackTimelock is GovernorBatchBallots {
    /// @dev As in OpenZeppelin's GovernorTimelockControl, for tools that look for it.
    event TimelockChange(address oldTimelock, address newTimelock);

    TimelockController private immutable _TIMELOCK;
    mapping(uint256 proposalId => bytes32) private _operationIds;

    constructor(TimelockController timelock_) {
        _TIMELOCK = timelock_;

        emit TimelockChange(address(0), address(timelock_));
    }

    /// @notice The timelock that executes, and owns the treasury.
    function timelock() public view virtual returns (address) {
        return address(_TIMELOCK);
    }

    /// @notice OpenZeppelin's state, seen together with the timelock's.
    function state(uint256 proposalId) public view virtual override returns (ProposalState) {
        ProposalState current = super.state(proposalId);
        if (current != ProposalState.Queued) return current;

        bytes32 operationId = _operationIds[proposalId];
        if (_TIMELOCK.isOperationPending(operationId)) return ProposalState.Queued;
        // Neither happens while the governor alone has the timelock's roles.
        return _TIMELOCK.isOperationDone(operationId) ? ProposalState.Executed : ProposalState.Canceled;
    }

    /// @notice Every proposal waits in the timelock.
    function proposalNeedsQueuing(uint256) public view virtual override returns (bool) {
        return true;
    }

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal virtual override returns (uint48) {
        // A proposal whose track was made before the minimum grew is not stuck: it waits the minimum.
        uint256 delaySeconds = Math.max(_timelockDelaySecondsOf(proposalId), _TIMELOCK.getMinDelay());
        bytes32 salt = _saltOf(descriptionHash);

        _operationIds[proposalId] = _TIMELOCK.hashOperationBatch(targets, values, calldatas, 0, salt);
        _TIMELOCK.scheduleBatch(targets, values, calldatas, 0, salt, delaySeconds);

        return SafeCast.toUint48(block.timestamp + delaySeconds);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal virtual override {
        // The state is Executed by now, whatever is called; the id is only of use until here.
        delete _operationIds[proposalId];

        _TIMELOCK.executeBatch{value: msg.value}(targets, values, calldatas, 0, _saltOf(descriptionHash));
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal virtual override returns (uint256) {
        uint256 proposalId = super._cancel(targets, values, calldatas, descriptionHash);

        bytes32 operationId = _operationIds[proposalId];
        if (operationId != 0) {
            delete _operationIds[proposalId];
            _TIMELOCK.cancel(operationId);
        }
        return proposalId;
    }

    function _executor() internal view virtual override returns (address) {
        return address(_TIMELOCK);
    }

    /// @dev OpenZeppelin's salt: two governors at one timelock cannot collide.
    function _saltOf(bytes32 descriptionHash) private view returns (bytes32) {
        return bytes20(address(this)) ^ descriptionHash;
    }
}
