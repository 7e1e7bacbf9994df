// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Vm} from "../test/support/Test.sol";

/// @title The cheatcodes of halmos.
/// @dev Only those that the proofs use.
interface ISymbolicVm {
    function createUint(uint256 bits, string calldata name) external returns (uint256);
    function createUint256(string calldata name) external returns (uint256);
    function createBytes32(string calldata name) external returns (bytes32);
    function createAddress(string calldata name) external returns (address);
    function createBool(string calldata name) external returns (bool);
    function enableSymbolicStorage(address account) external;
}

/// @title What every proof has.
/// @dev A proof is a function `check_…`: halmos runs it once for all values of its arguments and of what `svm` creates,
/// and finds either that no assertion can fail, or values for which one does.
abstract contract Proof {
    // solhint-disable const-name-snakecase
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    ISymbolicVm internal constant svm = ISymbolicVm(address(uint160(uint256(keccak256("svm cheat code")))));

    /// @dev One of 0 … most, as a number that is known on each path.
    function pick(uint256 choice, uint256 most) internal pure returns (uint256) {
        for (uint256 i = 0; i < most; ++i) {
            if (choice == i) return i;
        }
        return most;
    }

    /// @dev Both, without a branch: so a proof has one path for what `&&` makes two of.
    function and(bool left, bool right) internal pure returns (bool both) {
        // solhint-disable-next-line no-inline-assembly
        assembly {
            both := and(left, right)
        }
    }

    /// @dev Either, without a branch.
    function or(bool left, bool right) internal pure returns (bool either) {
        // solhint-disable-next-line no-inline-assembly
        assembly {
            either := or(left, right)
        }
    }

    /// @dev The value, or zero, without a branch.
    function valueIf(bool isTrue, uint256 value) internal pure returns (uint256 chosen) {
        // solhint-disable-next-line no-inline-assembly
        assembly {
            chosen := and(value, sub(0, isTrue))
        }
    }
}
