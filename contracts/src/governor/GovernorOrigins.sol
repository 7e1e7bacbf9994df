// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {GovernorProposers} from "./GovernorProposers.sol";

/// @title What a proposal was made with: its track, the number of its rules, and the pin of its targets' code.
/// @dev A proposal keeps its origin for ever, but making one takes no new slot for it: it stands in a slot of the
/// proposer, whose one live proposal this is. The first vote moves it to the proposal; where nobody voted, the
/// proposer's next proposal does.
abstract contract GovernorOrigins is GovernorProposers {
    // Packed by hand: Solidity would write the slot once for each member. Never zero, as numbers of rules begin at one.
    mapping(address proposer => uint256 origin) private _latestOriginOf;
    mapping(uint256 proposalId => uint256 origin) private _keptOriginOf;

    function _setOrigin(address proposer, uint8 trackId, uint16 rulesId, uint232 pin) internal {
        _latestOriginOf[proposer] = uint256(pin) << 24 | uint256(rulesId) << 8 | trackId;
    }

    function _keepOrigin(uint256 proposalId) internal {
        _keptOriginOf[proposalId] = _latestOriginOf[proposalProposer(proposalId)];
    }

    function _originOf(uint256 proposalId) internal view returns (uint8 trackId, uint16 rulesId, uint232 pin) {
        uint256 origin = _keptOriginOf[proposalId];
        if (origin == 0) origin = _latestOriginOf[proposalProposer(proposalId)];
        if (origin == 0) revert GovernorNonexistentProposal(proposalId);

        // Each takes its own bits.
        // forge-lint: disable-next-line(unsafe-typecast)
        return (uint8(origin), uint16(origin >> 8), uint232(origin >> 24));
    }
}
