// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ITreasuryTimelock, OutflowCap} from "./interfaces/ITreasuryTimelock.sol";
import {OutflowCalls} from "./treasury/OutflowCalls.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title OpenZeppelin's timelock, with a cap on what leaves the treasury in a time.
/// @dev Every call that the timelock makes goes through `_execute`, and there is no other way out.
contract TreasuryTimelock is ITreasuryTimelock, TimelockController {
    struct Bucket {
        // First word: all that a call on an asset without a cap reads.
        bool isCapped;
        uint120 cap;
        uint128 available;
        // Second word.
        uint48 refilledAt;
        uint48 pendingAt;
        bool isPendingCapped;
        uint120 pendingCap;
    }

    address private constant ETHER = address(0);
    uint256 private constant NO_CAP = type(uint256).max;
    uint256 private constant MAX_WINDOW_SECONDS = 366 days;

    /// @inheritdoc ITreasuryTimelock
    uint256 public immutable override outflowWindowSeconds;

    mapping(address asset => Bucket) private _buckets;

    constructor(
        uint256 minDelay,
        address[] memory proposers,
        address[] memory executors,
        uint256 windowSeconds,
        OutflowCap[] memory caps
    ) TimelockController(minDelay, proposers, executors, address(0)) {
        if (windowSeconds == 0 || windowSeconds > MAX_WINDOW_SECONDS) {
            revert TreasuryTimelock__BadWindow(windowSeconds);
        }
        outflowWindowSeconds = windowSeconds;

        for (uint256 i = 0; i < caps.length; ++i) {
            _setOutflowCap(caps[i].asset, caps[i].cap);
        }
    }

    /// @inheritdoc ITreasuryTimelock
    function setOutflowCap(address asset, uint256 cap) external {
        if (msg.sender != address(this)) revert TimelockUnauthorizedCaller(msg.sender);
        _setOutflowCap(asset, cap);
    }

    /// @inheritdoc ITreasuryTimelock
    function outflowCap(address asset) external view returns (uint256 cap) {
        Bucket memory bucket = _bucketNow(asset);
        return bucket.isCapped ? bucket.cap : NO_CAP;
    }

    /// @inheritdoc ITreasuryTimelock
    function outflowAvailable(address asset) external view returns (uint256 available) {
        Bucket memory bucket = _bucketNow(asset);
        return bucket.isCapped ? bucket.available : NO_CAP;
    }

    /// @inheritdoc ITreasuryTimelock
    function pendingOutflowCap(address asset) external view returns (uint256 cap, uint256 effectiveAt) {
        Bucket memory bucket = _bucketNow(asset);
        if (bucket.pendingAt == 0) return (0, 0);
        return (bucket.isPendingCapped ? bucket.pendingCap : NO_CAP, bucket.pendingAt);
    }

    /// @notice As in OpenZeppelin's AccessControl, but no role can be everybody's: one that is granted to the zero address
    /// opens nothing.
    /// @dev The timelock asks for the zero address first, at every execution: this spares it the look, and pays for ours.
    function hasRole(bytes32 role, address account) public view override returns (bool) {
        return account != address(0) && super.hasRole(role, account);
    }

    function _execute(address target, uint256 value, bytes calldata data) internal override {
        if (value != 0) _count(ETHER, _bucketNow(ETHER), value);
        if (target != ETHER && _buckets[target].isCapped) _countToken(target, data);

        super._execute(target, value, data);
    }

    function _countToken(address token, bytes calldata data) private {
        Bucket memory bucket = _bucketNow(token);
        // The cap may have been removed, and the time for that just come.
        if (!bucket.isCapped) return;

        (bool isKnown, uint256 amount) = OutflowCalls.read(data, address(this));
        // The selector is the first four bytes.
        // forge-lint: disable-next-line(unsafe-typecast)
        if (!isKnown) revert TreasuryTimelock__UnknownCall(token, bytes4(data));
        if (amount != 0) _count(token, bucket, amount);
    }

    function _count(address asset, Bucket memory bucket, uint256 amount) private {
        if (!bucket.isCapped) return;
        if (amount > bucket.available) {
            revert TreasuryTimelock__OutflowExceeded(asset, amount, bucket.available);
        }

        // Not more than what is available, which has 128 bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        bucket.available -= uint128(amount);
        _buckets[asset] = bucket;

        emit OutflowCounted(asset, amount, bucket.available);
    }

    function _setOutflowCap(address asset, uint256 cap) private {
        Bucket memory bucket = _bucketNow(asset);
        bool isCapped = cap != NO_CAP;
        uint120 narrowCap = isCapped ? SafeCast.toUint120(cap) : 0;
        uint256 effectiveAt = block.timestamp;

        if (bucket.isCapped && cap > bucket.cap) {
            effectiveAt += outflowWindowSeconds;
            (bucket.isPendingCapped, bucket.pendingCap) = (isCapped, narrowCap);
            bucket.pendingAt = SafeCast.toUint48(effectiveAt);
        } else {
            // The first bucket is a full one.
            uint256 available = bucket.isCapped ? Math.min(bucket.available, narrowCap) : narrowCap;
            bucket = Bucket({
                isCapped: isCapped,
                cap: narrowCap,
                available: SafeCast.toUint128(available),
                refilledAt: SafeCast.toUint48(effectiveAt),
                pendingAt: 0,
                isPendingCapped: false,
                pendingCap: 0
            });
        }
        _buckets[asset] = bucket;

        emit OutflowCapSet(asset, cap, effectiveAt, outflowWindowSeconds);
    }

    /// @dev The bucket with all that time has done to it.
    function _bucketNow(address asset) private view returns (Bucket memory bucket) {
        bucket = _buckets[asset];
        if (bucket.pendingAt != 0 && bucket.pendingAt <= block.timestamp) {
            _refill(bucket, bucket.pendingAt);
            (bucket.isCapped, bucket.cap) = (bucket.isPendingCapped, bucket.pendingCap);
            (bucket.pendingAt, bucket.isPendingCapped, bucket.pendingCap) = (0, false, 0);
        }
        _refill(bucket, block.timestamp);
    }

    function _refill(Bucket memory bucket, uint256 until) private view {
        if (!bucket.isCapped) return;

        uint256 refill = uint256(bucket.cap) * (until - bucket.refilledAt) / outflowWindowSeconds;
        bucket.available = SafeCast.toUint128(Math.min(bucket.cap, bucket.available + refill));
        bucket.refilledAt = SafeCast.toUint48(until);
    }
}
