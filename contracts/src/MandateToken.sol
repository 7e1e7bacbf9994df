// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title MND, the token: fixed supply, ERC-2612 permits, no votes.
/// @notice Votes are those of staked MND (`StakedMandate`); the token itself stays as cheap as ERC-20 gets.
contract MandateToken is ERC20, ERC20Permit {
    /// @notice The lists of holders and amounts do not match, or the supply does not fit a ballot (96 bits).
    error MandateToken__BadSupply(uint256 holders, uint256 amounts, uint256 supply);

    /// @notice Mints the whole supply, once.
    constructor(address[] memory holders, uint256[] memory amounts) ERC20("Mandate", "MND") ERC20Permit("Mandate") {
        if (holders.length != amounts.length) {
            revert MandateToken__BadSupply(holders.length, amounts.length, 0);
        }

        for (uint256 i = 0; i < holders.length; ++i) {
            _mint(holders[i], amounts[i]);
        }

        if (totalSupply() > type(uint96).max) {
            revert MandateToken__BadSupply(holders.length, amounts.length, totalSupply());
        }
    }
}
