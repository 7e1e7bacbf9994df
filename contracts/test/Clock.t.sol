// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {DaoTest} from "./support/DaoTest.sol";

/// @dev Votes and proposals are on one clock, and any tool can ask which (ERC-6372).
contract Clock is DaoTest {
    function test_StakeAndGovernorTellTheTimestamp() public {
        vm.warp(1_900_000_001);
        vm.assertEq(uint256(staked.clock()), 1_900_000_001);
        vm.assertEq(uint256(governor.clock()), 1_900_000_001);
        vm.assertEq(staked.CLOCK_MODE(), "mode=timestamp");
        vm.assertEq(governor.CLOCK_MODE(), "mode=timestamp");
    }
}
