// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title The forge cheatcodes.
/// @dev Only those that the scripts use. Forge answers them at `Script.vm`.
interface IScriptVm {
    function startBroadcast() external;
    function stopBroadcast() external;
    function getNonce(address account) external view returns (uint64);
    function computeCreateAddress(address deployer, uint256 nonce) external pure returns (address);
    function envOr(string calldata name, string calldata defaultValue) external view returns (string memory);
    function readFile(string calldata path) external view returns (string memory);
    function writeJson(string calldata json, string calldata path) external;
    function toString(uint256 value) external pure returns (string memory);
    function parseJsonUint(string calldata json, string calldata key) external pure returns (uint256);
    function parseJsonAddress(string calldata json, string calldata key) external pure returns (address);
    function parseJsonType(string calldata json, string calldata key, string calldata typeDescription)
        external
        pure
        returns (bytes memory);
    function parseJsonTypeArray(string calldata json, string calldata key, string calldata typeDescription)
        external
        pure
        returns (bytes memory);
    function serializeAddress(string calldata object, string calldata key, address value)
        external
        returns (string memory json);
    function serializeUint(string calldata object, string calldata key, uint256 value)
        external
        returns (string memory json);
}

/// @title What every script has: the cheatcodes, and the mark by which forge knows it.
abstract contract Script {
    bool public constant IS_SCRIPT = true;
    // solhint-disable-next-line const-name-snakecase
    IScriptVm internal constant vm = IScriptVm(address(uint160(uint256(keccak256("hevm cheat code")))));
}
