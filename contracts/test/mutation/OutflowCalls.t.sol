// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {OutflowCalls} from "../../src/treasury/OutflowCalls.sol";
import {Test} from "../support/Test.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @dev The library reads calldata: this hands it some.
contract Reader {
    function read(bytes calldata data) external view returns (bool isKnown, uint256 amount) {
        return OutflowCalls.read(data, address(this));
    }
}

contract OutflowCallsTest is Test {
    Reader private _reader = new Reader();

    function assertRead(bytes memory data, bool isKnown, uint256 amount) private view {
        (bool isReadKnown, uint256 readAmount) = _reader.read(data);
        vm.assertEq(isReadKnown, isKnown);
        vm.assertEq(readAmount, amount);
    }

    function test_WhatFollowsACallIsNoPartOfIt() public view {
        bytes memory more = abi.encode(address(_reader), 7);
        assertRead(bytes.concat(abi.encodeCall(IERC20.transfer, (address(1), 5)), more), true, 5);
        assertRead(bytes.concat(abi.encodeCall(IERC20.approve, (address(1), 6)), more), true, 6);
        assertRead(bytes.concat(abi.encodeCall(IERC20.transferFrom, (address(_reader), address(1), 8)), more), true, 8);
    }

    function test_ACallThatIsTooShortIsNotKnown() public view {
        bytes memory transfer = abi.encodeCall(IERC20.transfer, (address(1), 5));
        bytes memory pull = abi.encodeCall(IERC20.transferFrom, (address(_reader), address(1), 8));
        assertRead(transfer, true, 5);
        assertRead(pull, true, 8);
        assembly {
            mstore(transfer, 67)
            mstore(pull, 99)
        }
        assertRead(transfer, false, 0);
        assertRead(pull, false, 0);
        assertRead("", false, 0);
    }
}
