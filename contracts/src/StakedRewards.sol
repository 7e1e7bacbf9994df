// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IStakedMandate} from "./interfaces/IStakedMandate.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title A stream of rewards, shared by stake.
/// @dev What is owed per staked token only grows; an account's share is settled before its stake changes. What cannot
/// be streamed (time without any stake, the remainder of a division, an amount too small) is carried to the next notice.
abstract contract StakedRewards is IStakedMandate {
    using SafeERC20 for IERC20;

    struct Stream {
        uint128 ratePerSecond;
        uint64 periodEndsAt;
        uint64 updatedAt;
    }

    struct Settlement {
        uint256 paidPerStake;
        uint256 earned;
    }

    /// @dev Fine enough for a reward token of few decimals, streamed by the second over a large stake; 128 bits of
    /// reward at this precision still fit a word.
    uint256 private constant PRECISION = 1e36;

    address public immutable override rewardToken;
    uint64 public immutable rewardsDuration;
    address public immutable allocator;

    Stream private _stream;
    uint256 private _rewardPerStake;
    uint256 private _carried;
    mapping(address account => Settlement) private _settlements;

    constructor(address rewardToken_, address allocator_, uint64 rewardsDuration_) {
        rewardToken = rewardToken_;
        allocator = allocator_;
        rewardsDuration = rewardsDuration_;
    }

    /// @inheritdoc IStakedMandate
    function notifyReward(uint256 amount) external {
        if (msg.sender != allocator) revert StakedMandate__NotAllocator(msg.sender);
        if (amount == 0) revert StakedMandate__ZeroAmount();

        _settle(address(0));
        _startStream(amount);

        emit RewardNotified(amount, _stream.ratePerSecond, _stream.periodEndsAt);

        IERC20(rewardToken).safeTransferFrom(msg.sender, address(this), amount);
    }

    /// @inheritdoc IStakedMandate
    function claimRewards() external returns (uint256 amount) {
        _settle(msg.sender);
        amount = _settlements[msg.sender].earned;
        _settlements[msg.sender].earned = 0;

        emit RewardClaimed(msg.sender, amount);

        if (amount != 0) IERC20(rewardToken).safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc IStakedMandate
    function earnedOf(address account) external view returns (uint256) {
        Settlement storage settlement = _settlements[account];
        uint256 perStake = _rewardPerStake + _accruedPerStake();
        return settlement.earned + Math.mulDiv(_stakeOf(account), perStake - settlement.paidPerStake, PRECISION);
    }

    /// @dev Brings the stream up to now, and the account's share with it. To be called before any stake changes.
    function _settle(address account) internal {
        // Nobody to reward: what would have been streamed meanwhile waits for the next notice.
        if (_totalStake() == 0) _carried += _elapsed() * _stream.ratePerSecond;

        _rewardPerStake += _accruedPerStake();
        _stream.updatedAt = uint64(block.timestamp);

        if (account != address(0)) {
            Settlement storage settlement = _settlements[account];
            uint256 owedPerStake = _rewardPerStake - settlement.paidPerStake;
            settlement.earned += Math.mulDiv(_stakeOf(account), owedPerStake, PRECISION);
            settlement.paidPerStake = _rewardPerStake;
        }
    }

    function _stakeOf(address account) internal view virtual returns (uint256);

    function _totalStake() internal view virtual returns (uint256);

    /// @dev A running stream is never slowed down: else a notice of one wei, again and again, would put it off for ever.
    function _startStream(uint256 amount) private {
        uint256 secondsLeft = _stream.periodEndsAt > block.timestamp ? _stream.periodEndsAt - block.timestamp : 0;
        uint256 total = amount + _carried + secondsLeft * _stream.ratePerSecond;
        uint256 ratePerSecond = total / rewardsDuration;

        if (secondsLeft != 0 && ratePerSecond < _stream.ratePerSecond) {
            _carried += amount;
            return;
        }

        _carried = total - ratePerSecond * rewardsDuration;
        _stream = Stream({
            ratePerSecond: SafeCast.toUint128(ratePerSecond),
            periodEndsAt: uint64(block.timestamp) + rewardsDuration,
            updatedAt: uint64(block.timestamp)
        });
    }

    function _accruedPerStake() private view returns (uint256) {
        uint256 totalStake = _totalStake();
        return totalStake == 0 ? 0 : Math.mulDiv(_elapsed() * _stream.ratePerSecond, PRECISION, totalStake);
    }

    /// @dev The seconds of the stream since the last update.
    function _elapsed() private view returns (uint256) {
        uint256 until = Math.min(block.timestamp, _stream.periodEndsAt);
        return until > _stream.updatedAt ? until - _stream.updatedAt : 0;
    }
}
