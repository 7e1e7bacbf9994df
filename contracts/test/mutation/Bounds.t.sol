// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {MandateToken} from "../../src/MandateToken.sol";
import {RevenueAllocator} from "../../src/RevenueAllocator.sol";
import {StakedMandate} from "../../src/StakedMandate.sol";
import {AccessPolicy, AccessTier, IPolicyRegistry} from "../../src/interfaces/IPolicyRegistry.sol";
import {IStakedMandate} from "../../src/interfaces/IStakedMandate.sol";
import {DaoTest} from "../support/DaoTest.sol";
import {PlainToken} from "../support/Tokens.sol";

/// @dev What is just allowed, and what is just seen.
contract JustAllowed is DaoTest {
    function test_TheGreatestSupplyIsWhatABallotHolds() public {
        (address[] memory holders, uint256[] memory amounts) = (new address[](1), new uint256[](1));
        (holders[0], amounts[0]) = (dave, type(uint96).max);

        vm.assertEq(new MandateToken(holders, amounts).balanceOf(dave), type(uint96).max);
    }

    function test_BelowTheFirstTierThereIsNone() public {
        AccessTier[] memory tiers = new AccessTier[](2);
        tiers[0] = AccessTier(5e18, 60, 256);
        tiers[1] = AccessTier(100e18, 600, 512);
        vm.prank(address(timelock));
        policies.adoptAccess(AccessPolicy("mandate", tiers));

        vm.assertEq(staked.tierOf(dave), 0);
        stake(dave, 5e18 - 1);
        vm.assertEq(staked.tierOf(dave), 0);
        stake(dave, 1);
        vm.assertEq(staked.tierOf(dave), 1);
    }

    function test_AllThatStakersNeedIsListedFromTheStart() public {
        (address staking, address reward) = (address(new PlainToken()), address(new PlainToken()));
        StakedMandate other =
            new StakedMandate(staking, reward, address(timelock), dave, IPolicyRegistry(policies), 1 days, 1 days);
        RevenueAllocator fresh = new RevenueAllocator(policies, IStakedMandate(address(other)), address(timelock));

        vm.assertTrue(fresh.isListed(address(0)));
        vm.assertTrue(fresh.isListed(staking));
        vm.assertTrue(fresh.isListed(reward));
        vm.assertEq(other.rewardToken(), reward);
    }
}
