// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {DaoTest} from "./support/DaoTest.sol";

/// @dev Nothing of ours runs foreign code as its own, and nothing can be set up twice.
contract Bytecode is DaoTest {
    uint8 private constant PUSH1 = 0x60;
    uint8 private constant PUSH32 = 0x7f;

    function ours() private view returns (address[7] memory) {
        return [
            address(token),
            address(timelock),
            address(staked),
            address(governor),
            address(policies),
            address(runs),
            address(allocator)
        ];
    }

    function test_NoDelegatecallCallcodeOrSelfdestruct() public view {
        address[7] memory contracts = ours();
        for (uint256 i = 0; i < contracts.length; ++i) {
            vm.assertFalse(has(contracts[i].code, 0xf4));
            vm.assertFalse(has(contracts[i].code, 0xf2));
            vm.assertFalse(has(contracts[i].code, 0xff));
        }
    }

    function test_TheScanFindsAnOpcode() public pure {
        vm.assertTrue(has(hex"6001600201f4", 0xf4));
        // The same byte as data of a PUSH1 is no opcode.
        vm.assertFalse(has(hex"60f400", 0xf4));
    }

    function test_NothingCanBeInitializedAgain() public {
        address[7] memory contracts = ours();
        for (uint256 i = 0; i < contracts.length; ++i) {
            (bool isAccepted,) = contracts[i].call(abi.encodeWithSignature("initialize()"));
            vm.assertFalse(isAccepted);
            (isAccepted,) = contracts[i].call(abi.encodeWithSignature("initialize(address)", dave));
            vm.assertFalse(isAccepted);
        }
    }

    /// @dev Whether the code has the opcode as an instruction, not among the data that a PUSH carries.
    function has(bytes memory code, uint8 opcode) private pure returns (bool) {
        for (uint256 i = 0; i < code.length; ++i) {
            uint8 current = uint8(code[i]);
            if (current == opcode) return true;
            if (current >= PUSH1 && current <= PUSH32) i += current - PUSH1 + 1;
        }
        return false;
    }
}
