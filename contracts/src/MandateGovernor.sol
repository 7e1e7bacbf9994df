// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {GovernorGuardian} from "./governor/GovernorGuardian.sol";
import {GovernorTrackTimelock} from "./governor/GovernorTrackTimelock.sol";
import {Track} from "./interfaces/IMandateGovernor.sol";
import {IStakedMandate} from "./interfaces/IStakedMandate.sol";
import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title The governor: OpenZeppelin's, with our extensions.
/// @dev The extensions stand in `governor/`, one upon the other, each overriding one thing: Proposers, Origins, Tracks,
/// PackedTally, BatchBallots, TrackTimelock, Expiry, CodehashPins, Guardian. This contract sets them up.
contract MandateGovernor is GovernorGuardian {
    /// @dev Calls of `selector` on `target` are under `trackId`.
    struct Route {
        address target;
        bytes4 selector;
        uint8 trackId;
    }

    /// @dev What the constructor sets; votes can change all but the token and the timelock.
    struct Setup {
        IVotes token;
        TimelockController timelock;
        Track[] tracks;
        Route[] routes;
        uint256 proposalThreshold;
        address guardian;
        uint64 guardianTermEndsAt;
    }

    uint256 private immutable _COOLDOWN_SECONDS;
    uint256 private immutable _MOST_VOTES;

    constructor(Setup memory setup)
        Governor("MandateGovernor")
        GovernorVotes(setup.token)
        GovernorTrackTimelock(setup.timelock)
    {
        // Neither ever changes.
        IStakedMandate staked = IStakedMandate(address(setup.token));
        _COOLDOWN_SECONDS = staked.cooldownSeconds();
        _MOST_VOTES = IERC20(staked.stakingToken()).totalSupply();

        for (uint256 i = 0; i < setup.tracks.length; ++i) {
            // More than 16 are refused, long before 256.
            // forge-lint: disable-next-line(unsafe-typecast)
            _setTrack(uint8(i), setup.tracks[i]);
        }
        for (uint256 i = 0; i < setup.routes.length; ++i) {
            _routeTrack(setup.routes[i].target, setup.routes[i].selector, setup.routes[i].trackId);
        }
        _setProposalThreshold(setup.proposalThreshold);
        _setGuardian(setup.guardian, setup.guardianTermEndsAt);
    }

    /// @notice The timestamp clock of ERC-6372, which is the token's.
    function clock() public view override returns (uint48) {
        // 48 bits last nine million years.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint48(block.timestamp);
    }

    /// @notice Names the clock as in ERC-6372.
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    function _cooldownSeconds() internal view override returns (uint256) {
        return _COOLDOWN_SECONDS;
    }

    function _mostVotes() internal view override returns (uint256) {
        return _MOST_VOTES;
    }
}
