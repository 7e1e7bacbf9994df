// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IPolicyRegistry, RevenueShare} from "./interfaces/IPolicyRegistry.sol";
import {IRevenueAllocator} from "./interfaces/IRevenueAllocator.sol";
import {IStakedMandate} from "./interfaces/IStakedMandate.sol";
import {ORGANIZATION} from "./policies/Subjects.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

/// @title Revenue: split as voted, pulled by who it belongs to.
contract RevenueAllocator is IRevenueAllocator, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @dev What `allocateAll` visits, and what each token may burn there: all of them leave room within the gas that one
    /// transaction can have (2^24, EIP-7825), so that no token can make a vote too dear to execute.
    uint256 public constant MAX_TOKENS = 16;
    uint256 public constant GAS_PER_TOKEN = 600_000;

    /// @dev A call gets no more than 63/64 of the gas that is left, whatever it asks for.
    uint256 private constant GAS_BEFORE_TOKEN = GAS_PER_TOKEN * 16 / 15;
    uint256 private constant WHOLE_BPS = 10_000;
    address private constant ETHER = address(0);

    IPolicyRegistry public immutable policies;
    IStakedMandate public immutable stakedMandate;
    /// @notice The timelock.
    address public immutable treasury;

    mapping(address token => mapping(address account => uint256)) private _claimable;
    mapping(address token => uint256) private _owed;
    /// @inheritdoc IRevenueAllocator
    mapping(address token => bool) public override isListed;
    address[] private _tokens;

    constructor(IPolicyRegistry policies_, IStakedMandate stakedMandate_, address treasury_) {
        policies = policies_;
        stakedMandate = stakedMandate_;
        treasury = treasury_;

        _list(ETHER);
        _list(stakedMandate_.stakingToken());
        _list(stakedMandate_.rewardToken());
    }

    receive() external payable {
        emit RevenueReceived(msg.sender, msg.value);
    }

    /// @inheritdoc IRevenueAllocator
    function allocate(address token) external nonReentrant returns (uint256 amount) {
        return _allocate(token);
    }

    /// @inheritdoc IRevenueAllocator
    function allocateAll() external {
        if (msg.sender != address(policies)) revert RevenueAllocator__NotPolicyRegistry(msg.sender);
        // Else a payee could execute a voted change while it is paid, when no allocation is possible.
        if (_reentrancyGuardEntered()) revert ReentrancyGuardReentrantCall();

        for (uint256 i = 0; i < _tokens.length; ++i) {
            if (gasleft() < GAS_BEFORE_TOKEN) revert RevenueAllocator__TooLittleGas(gasleft(), GAS_BEFORE_TOKEN);
            // solhint-disable-next-line no-empty-blocks
            try this.allocate{gas: GAS_PER_TOKEN}(_tokens[i]) returns (uint256) {} catch {}
        }
    }

    /// @inheritdoc IRevenueAllocator
    function listToken(address token) external {
        if (msg.sender != treasury) revert RevenueAllocator__NotTimelock(msg.sender);
        _list(token);
    }

    /// @inheritdoc IRevenueAllocator
    function claim(address token, address account) external nonReentrant returns (uint256 amount) {
        amount = _claimable[token][account];
        if (amount == 0) revert RevenueAllocator__NothingToClaim(token, account);

        _claimable[token][account] = 0;
        _owed[token] -= amount;

        emit RevenueClaimed(token, account, amount);

        if (account == address(stakedMandate)) _payStakers(token, amount);
        else _pay(token, account, amount);
    }

    /// @inheritdoc IRevenueAllocator
    function claimableOf(address token, address account) external view returns (uint256) {
        return _claimable[token][account];
    }

    /// @inheritdoc IRevenueAllocator
    function pendingOf(address token) public view returns (uint256) {
        uint256 balance = token == ETHER ? address(this).balance : IERC20(token).balanceOf(address(this));
        uint256 owed = _owed[token];
        // A token can take balances away; what is gone is nobody's revenue.
        return balance > owed ? balance - owed : 0;
    }

    function _allocate(address token) private returns (uint256 amount) {
        if (!isListed[token]) revert RevenueAllocator__NotListed(token);
        amount = pendingOf(token);
        if (amount == 0) revert RevenueAllocator__NothingToAllocate(token);
        (uint32 version, RevenueShare[] memory shares) = policies.sharesOf(ORGANIZATION);
        if (version == 0) revert RevenueAllocator__NoPolicy();

        _owed[token] += amount;
        uint256 left = amount;
        address[] memory accounts = new address[](shares.length);
        uint256[] memory amounts = new uint256[](shares.length);
        for (uint256 i = 0; i < shares.length; ++i) {
            // The last share takes the remainder, so that what was split is exactly what came.
            uint256 share = i + 1 == shares.length ? left : amount * shares[i].bps / WHOLE_BPS;
            left -= share;
            _claimable[token][shares[i].account] += share;
            (accounts[i], amounts[i]) = (shares[i].account, share);
        }

        emit RevenueAllocated(token, version, amount, accounts, amounts);
    }

    function _list(address token) private {
        if (isListed[token]) return;
        if (_tokens.length == MAX_TOKENS) revert RevenueAllocator__ListFull(MAX_TOKENS);

        isListed[token] = true;
        _tokens.push(token);

        emit RevenueTokenListed(token);
    }

    /// @dev Streams what stakers can be paid in; the rest of their share goes where they decide over it by vote.
    function _payStakers(address token, uint256 amount) private {
        if (token == stakedMandate.rewardToken()) {
            IERC20(token).forceApprove(address(stakedMandate), amount);
            stakedMandate.notifyReward(amount);
        } else {
            _pay(token, treasury, amount);
        }
    }

    function _pay(address token, address account, uint256 amount) private {
        if (token == ETHER) {
            (bool isPaid,) = account.call{value: amount}("");
            if (!isPaid) revert RevenueAllocator__EtherRefused(account);
        } else {
            IERC20(token).safeTransfer(account, amount);
        }
    }
}
