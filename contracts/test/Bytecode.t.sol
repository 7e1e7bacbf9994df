// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {DaoTest} from "./support/DaoTest.sol";

/// @dev Nothing of ours runs foreign code as its own, and nothing can be set up twice.
contract Bytecode is DaoTest {
    uint8 private constant PUSH1 = 0x60;
    uint8 private constant PUSH32 = 0x7f;
    uint8 private constant JUMPDEST = 0x5b;

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
        // What follows the end of the code and no jump can reach is data; what a jump can reach is code again.
        vm.assertFalse(has(hex"fef4", 0xf4));
        vm.assertTrue(has(hex"fe5bf4", 0xf4));
        vm.assertFalse(has(hex"fe605bf4", 0xf4));
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

    /// @dev Whether the code has the opcode as an instruction that can be reached: not among the data that a PUSH carries,
    /// nor behind an end of the flow with no JUMPDEST since. The EVM finds its JUMPDESTs by the same walk.
    function has(bytes memory code, uint8 opcode) private pure returns (bool) {
        bool isReached = true;
        for (uint256 i = 0; i < code.length; ++i) {
            uint8 current = uint8(code[i]);
            if (current == JUMPDEST) isReached = true;
            if (current == opcode && isReached) return true;
            if (isEnd(current)) isReached = false;
            if (current >= PUSH1 && current <= PUSH32) i += current - PUSH1 + 1;
        }
        return false;
    }

    /// @dev STOP, JUMP, RETURN, REVERT, INVALID, SELFDESTRUCT.
    function isEnd(uint8 opcode) private pure returns (bool) {
        return opcode == 0x00 || opcode == 0x56 || opcode == 0xf3 || opcode == 0xfd || opcode == 0xfe || opcode == 0xff;
    }
}
