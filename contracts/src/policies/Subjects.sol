// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @dev The subject of the policies that are the whole organization's: access and revenue.
bytes32 constant ORGANIZATION = "mandate";
