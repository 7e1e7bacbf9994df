// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Config} from "../../script/DeployConfig.sol";
import {
    AccessPolicy,
    AccessTier,
    IPolicyRegistry,
    RevenuePolicy,
    RevenueShare
} from "../../src/interfaces/IPolicyRegistry.sol";
import {DaoTest} from "../support/DaoTest.sol";

/// @dev In force are 6,000 for the stakers and 4,000 for the treasury, and a vote may move 2,500.
contract SharesOfThree is DaoTest {
    function _config() internal view override returns (Config memory config) {
        config = super._config();
        config.maxShareStepBps = 2500;
    }

    function refuse(RevenueShare[3] memory listed, address account, uint256 from, uint256 to, uint256 limit) private {
        RevenueShare[] memory shares = new RevenueShare[](3);
        (shares[0], shares[1], shares[2]) = (listed[0], listed[1], listed[2]);
        vm.expectRevert(
            abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__ShareStepTooLarge.selector, account, from, to, limit)
        );
        vm.prank(address(timelock));
        policies.adoptRevenue(RevenuePolicy("mandate", shares));
    }

    function test_WhoIsLeftOutIsLookedAtBeside() public {
        RevenueShare[3] memory shares =
            [RevenueShare(address(staked), 6000), RevenueShare(alice, 2000), RevenueShare(bob, 2000)];
        refuse(shares, address(timelock), 4000, 0, 1500);
    }

    function test_TheFirstIsLookedAtToo() public {
        RevenueShare[3] memory shares =
            [RevenueShare(alice, 2501), RevenueShare(address(staked), 4000), RevenueShare(address(timelock), 3499)];
        refuse(shares, alice, 0, 2501, 2500);
    }
}

contract StakesOfTiers is DaoTest {
    function adopt(uint96 minimumStake) private returns (uint32) {
        AccessPolicy memory policy = AccessPolicy("mandate", new AccessTier[](2));
        (policy.tiers[0], policy.tiers[1]) = (AccessTier(0, 60, 256), AccessTier(minimumStake, 600, 512));
        skip(1);
        vm.prank(address(timelock));
        return policies.adoptAccess(policy);
    }

    function test_OfJustAThousandAreDroppedAtOnce() public {
        adopt(1000e18);
        vm.assertEq(adopt(1), 3);
    }
}
