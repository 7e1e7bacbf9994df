// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {RevenueAllocator} from "../src/RevenueAllocator.sol";
import {IPolicyRegistry, RevenueShare} from "../src/interfaces/IPolicyRegistry.sol";
import {IStakedMandate} from "../src/interfaces/IStakedMandate.sol";
import {Proof} from "./Proof.sol";

/// @title A token of which only balances count.
contract LedgerToken {
    mapping(address account => uint256) public balanceOf;

    /// @dev Gives the account a balance.
    function set(address account, uint256 balance) external {
        balanceOf[account] = balance;
    }

    /// @dev As in ERC-20.
    function transfer(address to, uint256 amount) external returns (bool) {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
        return true;
    }
}

/// @title What the allocator asks of the PolicyRegistry and of StakedMandate.
contract Surroundings {
    address public immutable stakingToken;
    RevenueShare[] private _shares;

    constructor(address stakingToken_) {
        stakingToken = stakingToken_;
    }

    /// @dev The reward token is another one than the proofs are about.
    function rewardToken() external pure returns (address) {
        return address(0);
    }

    /// @dev Adds a share to the policy in force.
    function add(RevenueShare calldata share) external {
        _shares.push(share);
    }

    /// @dev As in IPolicyRegistry.
    function sharesOf(bytes32) external view returns (uint32 version, RevenueShare[] memory shares) {
        return (1, _shares);
    }
}

/// @title What the allocator splits is what came, and what it owes is there.
/// @dev For every amount, every split of at most three shares among any accounts, and every state before that holds the
/// rule: by induction it holds after any number of calls.
contract AllocatorProof is Proof {
    uint256 private constant MOST_SHARES = 3;
    /// @dev Of `_owed`, see contracts/golden; the proofs fail when it is another.
    uint256 private constant OWED_SLOT = 1;

    LedgerToken private _token;
    Surroundings private _surroundings;
    RevenueAllocator private _allocator;

    /// @dev Deploys the allocator; halmos calls this before each proof.
    function setUp() external {
        _token = new LedgerToken();
        _surroundings = new Surroundings(address(_token));
        address surroundings = address(_surroundings);
        _allocator = new RevenueAllocator(IPolicyRegistry(surroundings), IStakedMandate(surroundings), address(0x7ea5));
    }

    function check_SharesAddUpToWhatCame(uint8 shareCount, uint256 amount, uint16[3] calldata bps) external {
        uint256 count = pick(shareCount, MOST_SHARES - 1) + 1;
        address[] memory accounts = new address[](count);
        for (uint256 i = 0; i < count; ++i) {
            accounts[i] = address(uint160(0xacc0 + i));
            _surroundings.add(RevenueShare(accounts[i], bps[i]));
        }
        _token.set(address(_allocator), amount);

        uint256 split = _allocator.allocate(address(_token));

        uint256 sum = 0;
        for (uint256 i = 0; i < count; ++i) {
            sum += _allocator.claimableOf(address(_token), accounts[i]);
        }
        vm.assertEq(split, amount);
        vm.assertEq(sum, amount);
        vm.assertEq(_allocator.pendingOf(address(_token)), 0);
    }

    /// @dev However often the same account stands in the split, and whatever was owed before.
    function check_AllocatingKeepsWhatIsOwedWithinTheBalance(
        uint8 one,
        uint8 other,
        uint256 came,
        uint16[2] calldata bps
    ) external {
        uint256 owed = someDebts(MOST_SHARES);
        vm.assume(came != 0 && owed + came >= owed);
        _token.set(address(_allocator), owed + came);
        _surroundings.add(RevenueShare(accountAt(pick(one, MOST_SHARES - 1)), bps[0]));
        _surroundings.add(RevenueShare(accountAt(pick(other, MOST_SHARES - 1)), bps[1]));

        _allocator.allocate(address(_token));

        vm.assertEq(debts(MOST_SHARES), owed + came);
        vm.assertEq(_allocator.pendingOf(address(_token)), 0);
    }

    /// @dev Of one account and all the others, taken as one: who claims gets what is theirs, once; what the others are owed stays owed, and stays there.
    function check_ClaimingTakesFromNobodyElse(uint8 who, uint256 came) external {
        uint256 owed = someDebts(2);
        vm.assume(owed + came >= owed);
        _token.set(address(_allocator), owed + came);
        address account = accountAt(pick(who, 1));
        uint256 claimable = _allocator.claimableOf(address(_token), account);

        uint256 paid = _allocator.claim(address(_token), account);

        vm.assertEq(paid, claimable);
        vm.assertEq(_token.balanceOf(account), claimable);
        vm.assertEq(_allocator.claimableOf(address(_token), account), 0);
        vm.assertEq(debts(2), owed - claimable);
        vm.assertEq(_token.balanceOf(address(_allocator)), debts(2) + came);
        vm.assertEq(_allocator.pendingOf(address(_token)), came);
    }

    function accountAt(uint256 index) private pure returns (address) {
        return address(uint160(0xacc0 + index));
    }

    /// @dev Any state in which the allocator owes, in all, what it owes to the accounts.
    function someDebts(uint256 accountCount) private returns (uint256 owed) {
        svm.enableSymbolicStorage(address(_allocator));
        owed = debts(accountCount);
        vm.assume(uint256(vm.load(address(_allocator), keccak256(abi.encode(address(_token), OWED_SLOT)))) == owed);
        vm.assume(_allocator.isListed(address(_token)));
    }

    /// @dev What the accounts are owed; a sum that does not fit a word is no state that there can be.
    function debts(uint256 accountCount) private view returns (uint256 sum) {
        for (uint256 i = 0; i < accountCount; ++i) {
            sum += _allocator.claimableOf(address(_token), accountAt(i));
        }
    }
}
