// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title One number for the code of a proposal's targets.
library CodehashPins {
    /// @dev The code hash of each target, and a digest of them all. An account without code has the hash zero, whether
    /// it exists or not: else one wei sent to a payee would block the payment.
    function pin(address[] memory targets) internal view returns (bytes32[] memory codehashes, uint232 digest) {
        codehashes = new bytes32[](targets.length);
        for (uint256 i = 0; i < targets.length; ++i) {
            address target = targets[i];
            codehashes[i] = target.code.length == 0 ? bytes32(0) : target.codehash;
        }
        // 232 bits: nobody finds a second list of code with the same digest.
        digest = uint232(uint256(keccak256(abi.encode(codehashes))));
    }
}
