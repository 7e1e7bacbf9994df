// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @dev The cap that an asset has from the start; asset zero is ETH.
struct OutflowCap {
    address asset;
    uint256 cap;
}

/// @title The timelock that holds the treasury, and lets only so much of it leave in a time.
/// @notice OpenZeppelin's TimelockController, with one more rule: what its calls carry out of a capped asset is counted,
/// and a call that would carry out more than is left reverts, with the whole execution. The proposal stays queued and can
/// be executed when enough is left again, until it expires.
///
/// Each capped asset has a bucket that holds `cap` at most and is refilled evenly, `cap` in `outflowWindowSeconds`. So in
/// any time `t` at most `cap * (1 + t / outflowWindowSeconds)` leaves. An asset without a cap is free.
///
/// What is counted: of ETH, the value of each call, also of ETH that came along with the execution or comes back from the
/// target. Of a token, what a call on it names: `transfer`, `approve`, `increaseAllowance`, and `transferFrom` out of the
/// treasury; an allowance counts when it is given, whether it is used or not.
///
/// @dev WARNING: what is not seen: an allowance that was given before the token had a cap; a token under a second address;
/// what a token takes by itself (a fee, a rebase, an administrator); what is worth something and is neither ETH nor a
/// listed token: NFTs, claims, ownership of other contracts. On a capped token every other call is refused: nobody can say
/// what it moves. For such a call, the cap has to be removed first.
interface ITreasuryTimelock {
    /// @notice From `effectiveAt` the asset has this cap, and a bucket that is refilled in `windowSeconds`. A cap of
    /// 2^256 - 1 stands for none. Replaces what was set before and is not yet in effect.
    event OutflowCapSet(address indexed asset, uint256 cap, uint256 effectiveAt, uint256 windowSeconds);

    /// @notice `amount` was counted; `available` is left of it.
    event OutflowCounted(address indexed asset, uint256 amount, uint256 available);

    error TreasuryTimelock__OutflowExceeded(address asset, uint256 wanted, uint256 available);
    error TreasuryTimelock__UnknownCall(address asset, bytes4 selector);
    error TreasuryTimelock__BadWindow(uint256 windowSeconds);

    /// @notice Sets the cap of an asset; 2^256 - 1 removes it. Only the timelock itself.
    /// @dev A lower cap, and the first of an asset, take effect at once. A higher one, and none, take effect after one
    /// window: a captured vote cannot lift the cap and empty the treasury in one go. To take a raise back before it is in
    /// effect, set the present cap once more.
    function setOutflowCap(address asset, uint256 cap) external;

    /// @notice The seconds in which an empty bucket is full again, and that a raise waits.
    function outflowWindowSeconds() external view returns (uint256);

    /// @notice The cap in effect; 2^256 - 1 for none.
    function outflowCap(address asset) external view returns (uint256 cap);

    /// @notice What can leave now; 2^256 - 1 without a cap.
    function outflowAvailable(address asset) external view returns (uint256 available);

    /// @notice The cap that is set and not in effect yet, and from when it will be; zero and zero if there is none.
    function pendingOutflowCap(address asset) external view returns (uint256 cap, uint256 effectiveAt);
}
