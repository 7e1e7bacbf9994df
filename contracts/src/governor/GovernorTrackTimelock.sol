// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {GovernorBatchBallots} from "./GovernorBatchBallots.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Proposals go through a timelock, with the delay of their track.
/// @dev OpenZeppelin's GovernorTimelockControl schedules with the timelock's minimum delay, and stores each operation's
/// id to look for it later; so this takes its place. Operation ids, salts and events are the same. The timelock cannot
/// be exchanged.
///
/// WARNING: the governor must be the only proposer, canceller and executor of the timelock, and takes its own word for
/// what became of an operation. An executor beside it would get around the expiry and the code pins.
abstract contract GovernorTrackTimelock is GovernorBatchBallots {
    /// @dev As in OpenZeppelin's GovernorTimelockControl, for tools that look for it.
    event TimelockChange(address oldTimelock, address newTimelock);

    TimelockController private immutable _TIMELOCK;

    constructor(TimelockController timelock_) {
        _TIMELOCK = timelock_;

        emit TimelockChange(address(0), address(timelock_));
    }

    /// @notice The timelock that executes, and owns the treasury.
    function timelock() public view virtual returns (address) {
        return address(_TIMELOCK);
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
        uint256 delaySeconds = Math.max(_rulesOf(proposalId).timelockDelaySeconds, _TIMELOCK.getMinDelay());

        _TIMELOCK.scheduleBatch(targets, values, calldatas, 0, _saltOf(descriptionHash), delaySeconds);

        return SafeCast.toUint48(block.timestamp + delaySeconds);
    }

    function _executeOperations(
        uint256,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal virtual override {
        _TIMELOCK.executeBatch{value: msg.value}(targets, values, calldatas, 0, _saltOf(descriptionHash));
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal virtual override returns (uint256 proposalId) {
        proposalId = super._cancel(targets, values, calldatas, descriptionHash);
        if (proposalEta(proposalId) == 0) return proposalId;

        // As in the timelock's hashOperationBatch.
        bytes32 salt = _saltOf(descriptionHash);
        _TIMELOCK.cancel(keccak256(abi.encode(targets, values, calldatas, bytes32(0), salt)));
    }

    function _executor() internal view virtual override returns (address) {
        return address(_TIMELOCK);
    }

    /// @dev OpenZeppelin's salt: two governors at one timelock cannot collide.
    function _saltOf(bytes32 descriptionHash) private view returns (bytes32) {
        return bytes20(address(this)) ^ descriptionHash;
    }
}
