// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @dev A target that only its owner may set.
contract NumberBox {
    address private immutable _OWNER;
    uint256 public number;

    constructor(address owner) {
        _OWNER = owner;
    }

    function set(uint256 newNumber) external {
        require(msg.sender == _OWNER, "not the owner");
        number = newNumber;
    }
}

/// @dev Carries many calls to one contract in one transaction, as a relayer of signed ballots does.
contract Relay {
    function send(address target, bytes[] calldata calls) external {
        for (uint256 i = 0; i < calls.length; ++i) {
            (bool isDone,) = target.call(calls[i]);
            require(isDone, "a call failed");
        }
    }
}
