// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {
    AccessTier,
    Bound,
    IPolicyRegistry,
    ModelPolicy,
    ModerationAction,
    ModerationRule,
    RevenueShare,
    Threshold
} from "../../src/interfaces/IPolicyRegistry.sol";
import {PolicyBounds} from "../../src/policies/PolicyBounds.sol";
import {Test} from "../support/Test.sol";

/// @dev The library reads calldata: this hands it some.
contract Bounds {
    function model(ModelPolicy calldata policy) external pure {
        PolicyBounds.check(policy);
    }

    function thresholds(Threshold[] calldata list) external pure {
        PolicyBounds.check(list);
    }

    function rules(ModerationRule[] calldata list) external pure {
        PolicyBounds.check(list);
    }

    function tiers(AccessTier[] calldata list) external pure {
        PolicyBounds.check(list);
    }

    function shares(RevenueShare[] calldata list) external pure {
        PolicyBounds.check(list);
    }
}

/// @dev The most that a policy may say is taken; one more is not.
contract PolicyBoundsTest is Test {
    Bounds private _bounds = new Bounds();

    function refuseEntries(uint256 count, uint256 maximum) private {
        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__TooManyEntries.selector, count, maximum));
    }

    function refuseCanary(uint16 bps, uint32 time, uint32 requests) private {
        vm.expectRevert(
            abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__CanaryOutOfBounds.selector, bps, time, requests)
        );
        _bounds.model(ModelPolicy("assistant", "{}", bps, time, requests));
    }

    function test_TheLongestJob() public {
        _bounds.model(ModelPolicy("assistant", string(new bytes(16_384)), 1, 1, 1));
        _bounds.model(ModelPolicy("assistant", "1", 1, 1, 1));

        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__JobTooLong.selector, 16_385, 16_384));
        _bounds.model(ModelPolicy("assistant", string(new bytes(16_385)), 1, 1, 1));
    }

    function test_TheLargestCanary() public {
        _bounds.model(ModelPolicy("assistant", "{}", 5000, 30 days, 1e6));

        refuseCanary(5001, 30 days, 1e6);
        refuseCanary(5000, 30 days + 1, 1e6);
        refuseCanary(5000, 30 days, 1e6 + 1);
        refuseCanary(0, 1, 1);
        refuseCanary(1, 0, 1);
        refuseCanary(1, 1, 0);
    }

    function someThresholds(uint256 count) private pure returns (Threshold[] memory list) {
        list = new Threshold[](count);
        for (uint256 i = 0; i < count; ++i) {
            list[i] = Threshold(bytes32(i + 1), Bound.AtLeast, 1);
        }
    }

    function test_TheMostThresholds() public {
        _bounds.thresholds(someThresholds(16));

        refuseEntries(17, 16);
        _bounds.thresholds(someThresholds(17));
    }

    function test_ADuplicateWhereverItStands() public {
        for (uint256 i = 0; i < 4; ++i) {
            Threshold[] memory list = someThresholds(5);
            list[4].metric = list[i].metric;
            vm.expectRevert(
                abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__DuplicateMetric.selector, list[i].metric)
            );
            _bounds.thresholds(list);
        }
    }

    function test_TheLargestAndTheLeastValue() public {
        Threshold[] memory list = someThresholds(2);
        list[0].valueE6 = 1e12;
        list[1] = Threshold("errors", Bound.AtMost, 0);
        _bounds.thresholds(list);

        list[1].valueE6 = 1e12 + 1;
        vm.expectRevert(
            abi.encodeWithSelector(
                IPolicyRegistry.PolicyRegistry__ValueOutOfBounds.selector, bytes32("errors"), 1e12 + 1
            )
        );
        _bounds.thresholds(list);
    }

    function someRules(uint256 count) private pure returns (ModerationRule[] memory list) {
        list = new ModerationRule[](count);
        for (uint256 i = 0; i < count; ++i) {
            list[i] = ModerationRule("x", ModerationAction.Flag, false, "");
        }
    }

    function test_TheMostRules() public {
        _bounds.rules(someRules(64));

        ModerationRule[] memory list = someRules(64);
        list[63].phrase = "";
        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__EmptyPhrase.selector, 63));
        _bounds.rules(list);
        refuseEntries(65, 64);
        _bounds.rules(someRules(65));
    }

    function someTiers(uint256 count) private pure returns (AccessTier[] memory list) {
        list = new AccessTier[](count);
        for (uint256 i = 0; i < count; ++i) {
            list[i] = AccessTier(uint96(i), 1e6, 2 ** 24);
        }
    }

    function test_TheMostTiersThatAllowTheMost() public {
        _bounds.tiers(someTiers(8));

        refuseEntries(9, 8);
        _bounds.tiers(someTiers(9));
    }

    function test_ATierThatAllowsNothingOrTooMuch() public {
        uint32[4] memory requests = [uint32(0), 1e6 + 1, 1, 1];
        uint32[4] memory tokens = [uint32(1), 1, 0, 2 ** 24 + 1];
        for (uint256 i = 0; i < 4; ++i) {
            AccessTier[] memory list = someTiers(8);
            (list[i].requestsPerMinute, list[i].contextTokens) = (requests[i], tokens[i]);
            vm.expectRevert(
                abi.encodeWithSelector(
                    IPolicyRegistry.PolicyRegistry__TierOutOfBounds.selector, i, requests[i], tokens[i]
                )
            );
            _bounds.tiers(list);
        }
        AccessTier[] memory least = someTiers(1);
        (least[0].requestsPerMinute, least[0].contextTokens) = (1, 1);
        _bounds.tiers(least);
    }

    function test_EachTierAsksForMoreThanTheOneBefore() public {
        for (uint256 i = 1; i < 8; ++i) {
            AccessTier[] memory list = someTiers(8);
            list[i].minimumStake = list[i - 1].minimumStake;
            vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__TiersNotAscending.selector, i));
            _bounds.tiers(list);
        }
    }

    function someShares(uint256 count) private pure returns (RevenueShare[] memory list) {
        list = new RevenueShare[](count);
        for (uint256 i = 0; i < count; ++i) {
            list[i] = RevenueShare(address(uint160(i + 1)), uint16(i == 0 ? 10_000 - (count - 1) * 100 : 100));
        }
    }

    function test_TheMostShares() public {
        _bounds.shares(someShares(16));

        refuseEntries(17, 16);
        _bounds.shares(someShares(17));
    }

    function test_SharesOfALittleMoreOrLess() public {
        RevenueShare[] memory list = someShares(2);
        list[1].bps = 101;
        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__SharesNotWhole.selector, 10_001));
        _bounds.shares(list);
        list[1].bps = 99;
        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__SharesNotWhole.selector, 9999));
        _bounds.shares(list);
    }
}
