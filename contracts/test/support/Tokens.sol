// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IRevenueAllocator} from "../../src/interfaces/IRevenueAllocator.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @dev An ordinary token that anyone mints.
contract PlainToken is ERC20 {
    constructor() ERC20("Plain", "PLN") {}

    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }
}

/// @dev Keeps a tenth of every transfer.
contract FeeToken is ERC20 {
    constructor() ERC20("Fee", "FEE") {}

    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }

    function _update(address from, address to, uint256 value) internal override {
        if (from == address(0) || to == address(0)) return super._update(from, to, value);
        super._update(from, address(0), value / 10);
        super._update(from, to, value - value / 10);
    }
}

/// @dev Returns nothing from `transfer`, as some old tokens do.
contract SilentToken {
    mapping(address account => uint256) public balanceOf;

    function mint(address account, uint256 amount) external {
        balanceOf[account] += amount;
    }

    function transfer(address to, uint256 amount) external {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
    }
}

/// @dev Once armed, burns all the gas that it is given.
contract GreedyToken is PlainToken {
    bool private _isArmed;

    function arm() external {
        _isArmed = true;
    }

    function balanceOf(address account) public view override returns (uint256) {
        while (_isArmed) {}
        return super.balanceOf(account);
    }
}

/// @dev Calls the allocator again while it is paid.
contract ReentrantPayee {
    IRevenueAllocator private immutable _ALLOCATOR;
    bytes4 public refusal;

    constructor(IRevenueAllocator allocator) {
        _ALLOCATOR = allocator;
    }

    receive() external payable {
        try _ALLOCATOR.allocate(address(0)) returns (uint256) {}
        catch (bytes memory reason) {
            refusal = bytes4(reason);
        }
    }
}

/// @dev Takes no ETH.
contract RefusingPayee {}
