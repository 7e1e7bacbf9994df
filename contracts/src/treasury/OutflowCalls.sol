// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title What a call on an ERC-20 token lets go of.
library OutflowCalls {
    /// @dev `increaseAllowance(address,uint256)`, which is not in ERC-20 and was in many tokens.
    bytes4 private constant INCREASE_ALLOWANCE = 0x39509351;

    /// @dev The selector, and two or three words behind it.
    uint256 private constant TWO_WORDS = 68;
    uint256 private constant THREE_WORDS = 100;

    /// @dev The amount that leaves `holder`, or may be taken from it by somebody afterwards, when it makes this call.
    /// Not known: any other call, and one that is too short, which some tokens would fill up with zeros.
    function read(bytes calldata data, address holder) internal pure returns (bool isKnown, uint256 amount) {
        // The selector is the first four bytes.
        // forge-lint: disable-next-line(unsafe-typecast)
        bytes4 selector = bytes4(data);
        if (selector == IERC20.transferFrom.selector && data.length >= THREE_WORDS) {
            // The upper bytes of an address are nothing, whatever stands in them.
            address from = address(uint160(uint256(bytes32(data[4:36]))));
            return (true, from == holder ? uint256(bytes32(data[68:100])) : 0);
        }

        bool isCounted = selector == IERC20.transfer.selector || selector == IERC20.approve.selector
            || selector == INCREASE_ALLOWANCE;
        if (!isCounted || data.length < TWO_WORDS) return (false, 0);
        return (true, uint256(bytes32(data[36:68])));
    }
}
