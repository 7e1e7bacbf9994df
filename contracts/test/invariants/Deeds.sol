// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @dev What a handler did. Each action says beforehand whether it is due, by a model of its own; what the contracts then
/// do is compared with that. The counts tell that invariants were not kept for want of anything happening.
abstract contract Deeds {
    uint256 public asked;
    mapping(bytes32 deed => uint256) public doneCount;
    mapping(bytes32 deed => uint256) public refusedCount;

    /// @dev The first deed that was refused though it was due, or done though it was not; zero when there is none.
    bytes32 public differing;

    function judge(bytes32 deed, bool isDue, bool isDone) internal {
        ++asked;
        if (isDone) ++doneCount[deed];
        else ++refusedCount[deed];
        if (isDue != isDone && differing == 0) differing = deed;
    }
}
