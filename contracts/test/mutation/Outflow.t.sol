// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {TreasuryTest} from "../TreasuryTimelock.t.sol";

contract TheLeastThatLeaves is TreasuryTest {
    function test_IsCounted() public {
        call(address(allocator), 1, "");
        pay(1);

        vm.assertEq(timelock.outflowAvailable(address(0)), 3 ether - 1);
        vm.assertEq(left(), timelock.outflowCap(address(token)) - 1);
    }
}
