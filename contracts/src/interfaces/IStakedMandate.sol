// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Staked MND: the votes.
/// @notice One vote per staked token, on the timestamp clock (ERC-6372), delegated as in OpenZeppelin's ERC20Votes. Not
/// transferable. The first stake of an account that has no delegate delegates to itself.
/// @dev The cooldown is longer than the longest way of a proposal from snapshot to execution: who votes still holds the
/// stake when the outcome bites. Rewards are streamed over `rewardsDuration`.
interface IStakedMandate {
    /// @notice `amount` was staked, and counts as votes from now on.
    event Staked(address indexed account, uint256 amount);
    /// @notice `amount` left the votes; all of `coolingAmount` can be withdrawn at `withdrawableAt`.
    event UnstakeRequested(address indexed account, uint256 amount, uint256 coolingAmount, uint64 withdrawableAt);
    /// @notice `amount` had cooled down and was paid out.
    event Unstaked(address indexed account, uint256 amount);
    /// @notice `amount` more is streamed; `ratePerSecond` holds until `periodEndsAt`.
    event RewardNotified(uint256 amount, uint256 ratePerSecond, uint64 periodEndsAt);
    /// @notice The account was paid `amount` of rewards.
    event RewardClaimed(address indexed account, uint256 amount);

    error StakedMandate__ZeroAmount();
    error StakedMandate__NotTransferable();
    error StakedMandate__NothingToUnstake(address account);
    error StakedMandate__StillCooling(uint64 withdrawableAt);
    error StakedMandate__NotAllocator(address caller);
    error StakedMandate__TreasuryHasNoVoice(address account);

    /// @notice Stakes `amount` of MND of the caller. The timelock may not stake: the treasury has no voice.
    function stake(uint256 amount) external;

    /// @notice As `stake`, with an ERC-2612 permit instead of an approval before it.
    function stakeWithPermit(uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external;

    /// @notice Takes `amount` out of the votes at once and starts the cooldown; a new request restarts it for the whole.
    function requestUnstake(uint256 amount) external;

    /// @notice Pays out what has cooled down.
    function unstake() external;

    /// @notice Pays out the caller's rewards.
    function claimRewards() external returns (uint256 amount);

    /// @notice Streams `amount` of the reward token, taken from the caller. Only the allocator. Anything of an unfinished period
    /// is streamed on with it. An amount that would slow a running stream down waits for the next notice.
    function notifyReward(uint256 amount) external;

    /// @notice The token that is staked: MND.
    function stakingToken() external view returns (address);

    /// @notice The token that rewards are paid in.
    function rewardToken() external view returns (address);

    /// @notice How long stake that left the votes waits until it can be withdrawn.
    function cooldownSeconds() external view returns (uint64);

    /// @notice What the account has taken out of the votes and not withdrawn, and when it can be.
    function coolingOf(address account) external view returns (uint256 amount, uint64 withdrawableAt);

    /// @notice The rewards that the account could claim now.
    function earnedOf(address account) external view returns (uint256);

    /// @notice The index of the highest tier of the active access policy whose minimum stake the account holds, plus one; 0 for none.
    function tierOf(address account) external view returns (uint256 tier);
}
