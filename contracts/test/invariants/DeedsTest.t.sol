// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Test} from "../support/Test.sol";
import {Deeds} from "./Deeds.sol";

/// @dev What every test of a handler that judges its deeds has.
abstract contract DeedsTest is Test {
    error TooRare(bytes32 deed, uint256 count);

    function invariant_WhatIsDueIsDoneAndNothingElse() public view {
        vm.assertEq(deeds().differing(), bytes32(0));
    }

    /// @dev The same calls as in the invariant runs, in an order of our own.
    function live(uint256 life) internal {
        bytes4[] memory all = selectors();
        for (uint256 i = 0; i < 100; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(life, i)));
            bytes memory data = abi.encodeWithSelector(all[seed % all.length], seed >> 8, seed >> 128);
            (bool isDone,) = address(deeds()).call(data);
            vm.assertTrue(isDone);
        }
        vm.assertEq(deeds().differing(), bytes32(0));
    }

    function deeds() internal view virtual returns (Deeds);

    /// @dev What the handler is asked for, what leads further more than once.
    function selectors() internal pure virtual returns (bytes4[] memory);
}
