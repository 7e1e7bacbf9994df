// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {MandateToken} from "../src/MandateToken.sol";
import {Test} from "./support/Test.sol";

contract MandateTokenTest is Test {
    function aToken(uint256 holders, uint256 amounts, uint256 each) private returns (MandateToken) {
        address[] memory accounts = new address[](holders);
        uint256[] memory births = new uint256[](amounts);
        for (uint256 i = 0; i < holders; ++i) {
            accounts[i] = address(uint160(i + 1));
        }
        for (uint256 i = 0; i < amounts; ++i) {
            births[i] = each;
        }
        return new MandateToken(accounts, births);
    }

    function test_MintsTheSupplyOnce() public {
        MandateToken token = aToken(2, 2, 5e18);

        vm.assertEq(token.totalSupply(), 10e18);
        vm.assertEq(token.balanceOf(address(2)), 5e18);
        vm.assertEq(token.symbol(), "MND");
        vm.assertEq(uint256(token.decimals()), 18);
    }

    function test_RevertIf_TheListsDiffer() public {
        vm.expectRevert(abi.encodeWithSelector(MandateToken.MandateToken__BadSupply.selector, 2, 1, 0));
        aToken(2, 1, 5e18);
    }

    function test_RevertIf_TheSupplyDoesNotFitABallot() public {
        uint256 supply = uint256(type(uint96).max) + 1;
        vm.expectRevert(abi.encodeWithSelector(MandateToken.MandateToken__BadSupply.selector, 1, 1, supply));
        aToken(1, 1, supply);
    }
}
