// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IRunRegistry} from "../interfaces/IRunRegistry.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title The workers and their bonds.
/// @dev A bond stands for each run that a worker holds: `locks` counts them, and each needs `workerBond` of its own.
abstract contract WorkerBonds is IRunRegistry, Ownable {
    using SafeERC20 for IERC20;

    struct Worker {
        bool isAdmitted;
        uint32 locks;
        uint128 bond;
    }

    IERC20 public immutable bondToken;
    /// @inheritdoc IRunRegistry
    uint256 public immutable override workerBond;

    mapping(address worker => Worker) private _workers;

    constructor(IERC20 bondToken_, uint256 workerBond_) {
        bondToken = bondToken_;
        workerBond = workerBond_;
    }

    /// @inheritdoc IRunRegistry
    function setWorker(address worker, bool isAdmitted) external onlyOwner {
        _workers[worker].isAdmitted = isAdmitted;

        emit WorkerAdmitted(worker, isAdmitted);
    }

    /// @inheritdoc IRunRegistry
    function depositBond(address worker, uint256 amount) external {
        Worker storage record = _workers[worker];
        record.bond += SafeCast.toUint128(amount);

        emit BondDeposited(worker, msg.sender, amount, record.bond);

        bondToken.safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IRunRegistry
    function withdrawBond(uint256 amount) external {
        Worker storage record = _workers[msg.sender];
        if (record.locks != 0) revert RunRegistry__BondLocked(msg.sender);
        if (amount > record.bond) revert RunRegistry__BondTooSmall(msg.sender, record.bond, amount);

        // Not more than the bond, which has 128 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        record.bond -= uint128(amount);

        emit BondWithdrawn(msg.sender, amount, record.bond);

        bondToken.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IRunRegistry
    function bondOf(address worker) external view returns (uint256) {
        return _workers[worker].bond;
    }

    /// @inheritdoc IRunRegistry
    function isWorker(address worker) public view returns (bool) {
        return _workers[worker].isAdmitted;
    }

    function _lock(address worker) internal {
        _workers[worker].locks += 1;
    }

    function _unlock(address worker) internal {
        _workers[worker].locks -= 1;
    }

    /// @dev Takes the bond of one run from a worker; the caller pays it out. It is there: who took a run had a bond for
    /// it beside those of its other runs, and nobody withdraws while it holds one.
    function _slash(address worker) internal returns (uint256 amount) {
        Worker storage record = _workers[worker];
        amount = workerBond;
        // Not more than the bond, which has 128 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        record.bond -= uint128(amount);

        emit BondSlashed(worker, amount, record.bond);
    }

    /// @dev Demands an admitted worker whose bond covers the runs it holds and `more`, and one run at least: the word of
    /// a worker that holds none must not be free.
    function _requireBonded(address worker, uint256 more) internal view {
        Worker storage record = _workers[worker];
        if (!record.isAdmitted) revert RunRegistry__NotAdmitted(worker);

        uint256 covered = record.locks + more;
        uint256 required = covered == 0 ? workerBond : workerBond * covered;
        if (record.bond < required) revert RunRegistry__BondTooSmall(worker, record.bond, required);
    }
}
