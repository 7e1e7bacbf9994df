// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Revenue: split as voted, pulled by who it belongs to.
/// @notice Anyone sends ETH or tokens here; anyone calls `allocate`, which splits what has come since under the revenue
/// policy that was active when it came. The last share takes the remainder. Nobody can block anybody.
/// @dev `token` is the zero address for ETH. The share of StakedMandate in its reward token is streamed to the stakers
/// when claimed; its share in any other token goes to the timelock (the treasury).
interface IRevenueAllocator {
    /// @notice ETH came in.
    event RevenueReceived(address indexed from, uint256 amount);
    /// @notice `amount` was split under `policyVersion`: `amounts[i]` is for `accounts[i]`.
    event RevenueAllocated(
        address indexed token, uint32 indexed policyVersion, uint256 amount, address[] accounts, uint256[] amounts
    );
    event RevenueClaimed(address indexed token, address indexed account, uint256 amount);

    error RevenueAllocator__NothingToAllocate(address token);
    error RevenueAllocator__NothingToClaim(address token, address account);
    error RevenueAllocator__NoPolicy();
    error RevenueAllocator__EtherRefused(address account);
    error RevenueAllocator__NotPolicyRegistry(address caller);

    /// @notice Splits what came in since the last call. @return amount What was split.
    function allocate(address token) external returns (uint256 amount);

    /// @notice Splits the pending revenue of every token seen so far, before a new policy takes effect. Only the
    /// PolicyRegistry; never reverts, so that no token can hold up a vote.
    /// @dev ETH, the staking token and the reward token are seen from the start, others with their first `allocate`, 32
    /// in all. WARNING: revenue in a token beyond these is split by the policy in force when `allocate` is called.
    function allocateAll() external;

    /// @notice Pays `account` what it may claim. Anyone may call it; the money goes to `account`.
    function claim(address token, address account) external returns (uint256 amount);

    function claimableOf(address token, address account) external view returns (uint256);
    function pendingOf(address token) external view returns (uint256);
}
