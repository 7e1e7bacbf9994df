// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {PolicyKind, RevenuePolicy, RevenueShare} from "../../src/interfaces/IPolicyRegistry.sol";
import {IRevenueAllocator} from "../../src/interfaces/IRevenueAllocator.sol";
import {RevenueTest} from "../RevenueAllocator.t.sol";
import {FeeToken, PlainToken, SilentToken} from "../support/Tokens.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @dev Pays nobody on its list, as tokens with a blocklist do.
contract BlockingToken is PlainToken {
    mapping(address account => bool) private _isBlocked;

    function blockAccount(address account) external {
        _isBlocked[account] = true;
    }

    function _update(address from, address to, uint256 value) internal override {
        require(!_isBlocked[to], "blocked");
        super._update(from, to, value);
    }
}

/// @dev Says `false` and moves nothing.
contract FalseToken is PlainToken {
    function transfer(address, uint256) public pure override returns (bool) {
        return false;
    }
}

/// @dev Money that is not as money should be.
contract OddTokens is RevenueTest {
    function test_ATokenThatKeepsAFeePaysTheClaimLessTheFee() public {
        FeeToken fee = new FeeToken();
        list(address(fee));
        adoptShares(alice, 5000);
        fee.mint(dave, 2000);
        vm.prank(dave);
        fee.transfer(address(allocator), 2000);
        allocator.allocate(address(fee));
        allocator.claim(address(fee), alice);

        // 1,800 arrived; alice's 900 leave, and 810 reach her; bob's 900 are still all there.
        vm.assertEq(fee.balanceOf(alice), 810);
        vm.assertEq(fee.balanceOf(address(allocator)), 900);
        allocator.claim(address(fee), bob);
        vm.assertEq(fee.balanceOf(bob), 810);
        vm.assertEq(allocator.pendingOf(address(fee)), 0);
    }

    function test_TheStakersShareOfAnOddTokenIsTheTreasurys() public {
        SilentToken silent = new SilentToken();
        list(address(silent));
        silent.mint(address(allocator), 10_000);
        allocator.allocate(address(silent));
        allocator.claim(address(silent), address(staked));
        allocator.claim(address(silent), address(timelock));

        vm.assertEq(silent.balanceOf(address(timelock)), 10_000);
        vm.assertEq(silent.balanceOf(address(staked)), 0);
    }

    function test_ABlockedAccountBlocksNobody() public {
        BlockingToken blocking = new BlockingToken();
        list(address(blocking));
        adoptShares(alice, 5000);
        blocking.mint(address(allocator), 100);
        blocking.blockAccount(alice);
        allocator.allocate(address(blocking));

        vm.expectRevert("blocked");
        allocator.claim(address(blocking), alice);
        allocator.claim(address(blocking), bob);
        vm.assertEq(blocking.balanceOf(bob), 50);
        vm.assertEq(allocator.claimableOf(address(blocking), alice), 50);
        // And the shares can still be changed.
        adoptShares(dave, 5000);
    }

    function test_ATransferThatSaysFalseLeavesTheClaim() public {
        FalseToken lying = new FalseToken();
        list(address(lying));
        adoptShares(alice, 5000);
        lying.mint(address(allocator), 100);
        allocator.allocate(address(lying));

        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(lying)));
        allocator.claim(address(lying), alice);
        vm.assertEq(allocator.claimableOf(address(lying), alice), 50);
    }

    function test_AnAccountWithTwoSharesHasBoth() public {
        RevenueShare[] memory shares = new RevenueShare[](3);
        shares[0] = RevenueShare(alice, 1000);
        shares[1] = RevenueShare(bob, 3000);
        shares[2] = RevenueShare(alice, 6000);
        vm.prank(address(timelock));
        policies.adoptRevenue(RevenuePolicy("mandate", shares));
        earn(1001);
        allocator.allocate(ETHER);

        vm.assertEq(allocator.claimableOf(ETHER, alice), 701);
        vm.assertEq(allocator.claimableOf(ETHER, bob), 300);
    }
}

/// @dev A change of the shares carried out with little gas, so that the split before it fails and the change does not.
contract StarvedOfGas is RevenueTest {
    function test_RevertIf_ATokenCouldNotHaveItsGas() public {
        earn(10 ether);
        vm.expectPartialRevert(IRevenueAllocator.RevenueAllocator__TooLittleGas.selector);
        vm.prank(address(policies));
        allocator.allocateAll{gas: 630_000}();
    }

    function testFuzz_NoAmountOfGasCarriesOldRevenueOver(uint256 gasLimit) public {
        adoptShares(alice, 9000);
        earn(10 ether);
        gasLimit = bound(gasLimit, 20_000, 1_200_000);

        vm.prank(guardian);
        try policies.rollBack{gas: gasLimit}(PolicyKind.Revenue, "mandate", 1) {
            vm.assertEq(allocator.claimableOf(ETHER, alice), 9 ether);
        } catch {
            vm.assertEq(allocator.pendingOf(ETHER), 10 ether);
            vm.assertEq(policies.activeOf(PolicyKind.Revenue, "mandate"), 2);
        }
    }

    function test_WithGasForOneTokenMoreThanItUsesTheChangeGoesThrough() public {
        adoptShares(alice, 9000);
        earn(10 ether);
        vm.prank(guardian);
        policies.rollBack{gas: 1_000_000}(PolicyKind.Revenue, "mandate", 1);

        vm.assertEq(allocator.claimableOf(ETHER, alice), 9 ether);
    }
}
