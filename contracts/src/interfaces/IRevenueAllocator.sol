// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Revenue: split as voted, pulled by who it belongs to.
/// @notice Anyone sends ETH or tokens here; anyone calls `allocate`, which splits what has come since under the revenue
/// policy that was active when it came. The last share takes the remainder. Nobody can block anybody.
/// @dev ETH, the staking token and the reward token are revenue from the start, other tokens once they are listed by
/// vote: what anybody may mint and send here must not make a change of the policy dear, or pass for revenue.
/// `token` is the zero address for ETH. The share of StakedMandate in its reward token is streamed to the stakers
/// when claimed; its share in any other token goes to the timelock (the treasury). What arrived is what is split, so a
/// token may keep a fee of every transfer: who claims it receives the claim less that fee.
interface IRevenueAllocator {
    /// @notice ETH came in.
    event RevenueReceived(address indexed from, uint256 amount);
    /// @notice `amount` was split under `policyVersion`: `amounts[i]` is for `accounts[i]`.
    event RevenueAllocated(
        address indexed token, uint32 indexed policyVersion, uint256 amount, address[] accounts, uint256[] amounts
    );
    /// @notice `token` counts as revenue from now on.
    event RevenueTokenListed(address indexed token);
    /// @notice `account` was paid `amount`.
    event RevenueClaimed(address indexed token, address indexed account, uint256 amount);

    error RevenueAllocator__NothingToAllocate(address token);
    error RevenueAllocator__NothingToClaim(address token, address account);
    error RevenueAllocator__NoPolicy();
    error RevenueAllocator__EtherRefused(address account);
    error RevenueAllocator__NotPolicyRegistry(address caller);
    error RevenueAllocator__NotTimelock(address caller);
    error RevenueAllocator__NotListed(address token);
    error RevenueAllocator__ListFull(uint256 maximum);
    error RevenueAllocator__TooLittleGas(uint256 gasLeft, uint256 required);

    /// @notice Splits what came in since the last call. @return amount What was split.
    function allocate(address token) external returns (uint256 amount);

    /// @notice Splits the pending revenue of every listed token, before a new policy takes effect. Only the
    /// PolicyRegistry.
    /// @dev No token can hold up a vote: one that reverts, or burns its share of the gas, is passed over. WARNING: what
    /// is pending of such a token is split by the policy in force when it works again. Reverts when it is called from
    /// within `allocate` or `claim`: nothing could be split there. Reverts when less gas is left than a token may burn:
    /// who executes a vote cannot starve a split of gas, so as to carry old revenue over to the new shares.
    function allocateAll() external;

    /// @notice Makes `token` revenue; what lies here of it already is pending then. Only the timelock.
    /// @dev For good, and 16 in all. Listing a token again does nothing.
    function listToken(address token) external;

    /// @notice Pays `account` what it may claim. Anyone may call it; the money goes to `account`.
    function claim(address token, address account) external returns (uint256 amount);

    /// @notice What was split to `account` and is not paid yet.
    function claimableOf(address token, address account) external view returns (uint256);

    /// @notice What came in and is not split yet; also of a token that is not listed.
    function pendingOf(address token) external view returns (uint256);

    /// @notice Whether `token` is revenue, that is: can be split.
    function isListed(address token) external view returns (bool);
}
