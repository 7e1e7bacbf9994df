// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {StakedRewards} from "./StakedRewards.sol";
import {AccessTier, IPolicyRegistry} from "./interfaces/IPolicyRegistry.sol";
import {IStakedMandate} from "./interfaces/IStakedMandate.sol";
import {ORGANIZATION} from "./policies/Subjects.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";

/// @title Staked MND: the votes.
contract StakedMandate is ERC20Votes, StakedRewards {
    using SafeERC20 for IERC20;

    struct Cooling {
        uint192 amount;
        uint64 withdrawableAt;
    }

    /// @inheritdoc IStakedMandate
    address public immutable override stakingToken;
    /// @inheritdoc IStakedMandate
    uint64 public immutable override cooldownSeconds;
    /// @notice The timelock: it holds the treasury and has no voice.
    address public immutable treasury;
    IPolicyRegistry public immutable policies;

    mapping(address account => Cooling) private _coolings;

    constructor(
        address stakingToken_,
        address rewardToken_,
        address treasury_,
        address allocator_,
        IPolicyRegistry policies_,
        uint64 cooldownSeconds_,
        uint64 rewardsDuration_
    )
        ERC20("Staked Mandate", "sMND")
        EIP712("Staked Mandate", "1")
        StakedRewards(rewardToken_, allocator_, rewardsDuration_)
    {
        stakingToken = stakingToken_;
        treasury = treasury_;
        policies = policies_;
        cooldownSeconds = cooldownSeconds_;
    }

    /// @inheritdoc IStakedMandate
    function stake(uint256 amount) external {
        _stake(amount);
    }

    /// @inheritdoc IStakedMandate
    function stakeWithPermit(uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external {
        // Somebody may have put the permit on chain already; then the allowance is there, and that is all we need.
        // solhint-disable-next-line no-empty-blocks
        try IERC20Permit(stakingToken).permit(msg.sender, address(this), amount, deadline, v, r, s) {} catch {}
        _stake(amount);
    }

    /// @inheritdoc IStakedMandate
    function requestUnstake(uint256 amount) external {
        if (amount == 0) revert StakedMandate__ZeroAmount();

        _burn(msg.sender, amount);
        Cooling storage cooling = _coolings[msg.sender];
        // The supply fits 96 bits, so the sum fits 192.
        // forge-lint: disable-next-line(unsafe-typecast)
        cooling.amount += uint192(amount);
        cooling.withdrawableAt = uint64(block.timestamp) + cooldownSeconds;

        emit UnstakeRequested(msg.sender, amount, cooling.amount, cooling.withdrawableAt);
    }

    /// @inheritdoc IStakedMandate
    function unstake() external {
        Cooling memory cooling = _coolings[msg.sender];
        if (cooling.amount == 0) revert StakedMandate__NothingToUnstake(msg.sender);
        if (block.timestamp < cooling.withdrawableAt) revert StakedMandate__StillCooling(cooling.withdrawableAt);

        delete _coolings[msg.sender];

        emit Unstaked(msg.sender, cooling.amount);

        IERC20(stakingToken).safeTransfer(msg.sender, cooling.amount);
    }

    /// @inheritdoc IStakedMandate
    function coolingOf(address account) external view returns (uint256 amount, uint64 withdrawableAt) {
        return (_coolings[account].amount, _coolings[account].withdrawableAt);
    }

    /// @inheritdoc IStakedMandate
    function tierOf(address account) external view returns (uint256 tier) {
        (, AccessTier[] memory tiers) = policies.tiersOf(ORGANIZATION);
        uint256 staked = balanceOf(account);

        for (tier = tiers.length; tier > 0; --tier) {
            if (staked >= tiers[tier - 1].minimumStake) return tier;
        }
    }

    /// @notice The timestamp clock of ERC-6372.
    function clock() public view override returns (uint48) {
        // 48 bits last nine million years.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint48(block.timestamp);
    }

    /// @notice Names the clock as in ERC-6372.
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    function _stake(uint256 amount) private {
        if (amount == 0) revert StakedMandate__ZeroAmount();
        if (msg.sender == treasury) revert StakedMandate__TreasuryHasNoVoice(msg.sender);

        if (delegates(msg.sender) == address(0)) _delegate(msg.sender, msg.sender);
        _mint(msg.sender, amount);

        emit Staked(msg.sender, amount);

        IERC20(stakingToken).safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @dev Stake is made and unmade, never moved. Rewards are settled by the stake as it was.
    function _update(address from, address to, uint256 value) internal override {
        if (from != address(0) && to != address(0)) revert StakedMandate__NotTransferable();

        _settle(from == address(0) ? to : from);
        super._update(from, to, value);
    }

    function _delegate(address account, address delegatee) internal override {
        if (delegatee == treasury || account == treasury) revert StakedMandate__TreasuryHasNoVoice(account);
        super._delegate(account, delegatee);
    }

    /// @dev A ballot's weight has 96 bits.
    function _maxSupply() internal pure override returns (uint256) {
        return type(uint96).max;
    }

    function _stakeOf(address account) internal view override returns (uint256) {
        return balanceOf(account);
    }

    function _totalStake() internal view override returns (uint256) {
        return totalSupply();
    }
}
