// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Config} from "../../script/DeployConfig.sol";
import {PolicyRegistry} from "../../src/PolicyRegistry.sol";
import {
    AccessPolicy,
    AccessTier,
    Bound,
    IPolicyRegistry,
    ModelPolicy,
    PolicyKind,
    RevenuePolicy,
    RevenueShare,
    SafetyPolicy,
    Threshold
} from "../../src/interfaces/IPolicyRegistry.sol";
import {Defaults} from "../support/Defaults.sol";
import {RunTest} from "../support/RunTest.sol";

/// @dev What one vote cannot do at once.
abstract contract StepTest is RunTest {
    function refuse(bytes32 field, uint256 from, uint256 to, uint256 limit) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__StepTooLarge.selector, field, from, to, limit)
        );
    }
}

contract SafetySteps is StepTest {
    function adopt(SafetyPolicy memory policy) private returns (uint32) {
        skip(1);
        vm.prank(address(timelock));
        return policies.adoptSafety(policy);
    }

    function withRefusal(uint64 valueE6) private pure returns (SafetyPolicy memory policy) {
        policy = Defaults.safety();
        policy.training[0].valueE6 = valueE6;
    }

    function withPerplexity(uint64 valueE6) private pure returns (SafetyPolicy memory policy) {
        policy = Defaults.safety();
        policy.training[1].valueE6 = valueE6;
    }

    function withErrorRate(uint64 valueE6) private pure returns (SafetyPolicy memory policy) {
        policy = Defaults.safety();
        policy.canary[0].valueE6 = valueE6;
    }

    function test_LoosensByAQuarterAtMost() public {
        refuse("refusal", 800_000, 599_999, 600_000);
        adopt(withRefusal(599_999));
        refuse("perplexity", 50_000_000, 62_500_001, 62_500_000);
        adopt(withPerplexity(62_500_001));

        SafetyPolicy memory policy = withRefusal(600_000);
        policy.training[1].valueE6 = 62_500_000;
        vm.assertEq(adopt(policy), 2);
    }

    function test_LoosensASmallOneByAHundredth() public {
        adopt(withErrorRate(10_000));
        refuse("errorRate", 10_000, 20_001, 20_000);
        adopt(withErrorRate(20_001));
        vm.assertEq(adopt(withErrorRate(20_000)), 3);
    }

    function test_TightensToTheDoubleOrTheHalfAtMost() public {
        refuse("refusal", 800_000, 1_600_001, 1_600_000);
        adopt(withRefusal(1_600_001));
        refuse("perplexity", 50_000_000, 24_999_999, 25_000_000);
        adopt(withPerplexity(24_999_999));

        SafetyPolicy memory policy = withRefusal(1_600_000);
        policy.training[1].valueE6 = 25_000_000;
        vm.assertEq(adopt(policy), 2);
    }

    function test_TightensASmallOneByATenth() public {
        vm.assertEq(adopt(withErrorRate(0)), 2);
        SafetyPolicy memory policy = withErrorRate(0);
        policy.canary[0].bound = Bound.AtLeast;
        policy.canary[0].valueE6 = 1000;
        adopt(policy);
        policy.canary[0].valueE6 = 101_001;
        refuse("errorRate", 1000, 101_001, 101_000);
        adopt(policy);
        policy.canary[0].valueE6 = 101_000;
        vm.assertEq(adopt(policy), 4);
    }

    function test_TighteningIsAStepToo() public {
        refuse("refusal", 800_000, 950_000_000, 1_600_000);
        vm.prank(address(timelock));
        policies.tightenSafety(withRefusal(950_000_000));
    }

    function test_DropsOneThresholdAtATime() public {
        SafetyPolicy memory policy = Defaults.safety();
        policy.training = new Threshold[](1);
        policy.training[0] = Threshold("helpfulness", Bound.AtLeast, 900_000);
        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__TooManyRemoved.selector, 2, 1));
        adopt(policy);

        policy.training[0] = Threshold("refusal", Bound.AtLeast, 800_000);
        vm.assertEq(adopt(policy), 2);
    }

    function test_CountsBothListsAndWhatIsTurnedAround() public {
        SafetyPolicy memory policy = Defaults.safety();
        policy.training[1].bound = Bound.AtLeast;
        policy.canary[0].metric = "latency";
        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__TooManyRemoved.selector, 2, 1));
        adopt(policy);
    }

    function test_WhatIsNewHasNoStep() public {
        SafetyPolicy memory policy = Defaults.safety();
        policy.canary = new Threshold[](2);
        policy.canary[0] = Threshold("latency", Bound.AtMost, 1e12);
        policy.canary[1] = Threshold("errorRate", Bound.AtMost, 50_000);
        vm.assertEq(adopt(policy), 2);
    }

    function test_TheFirstOfASubjectHasNoStep() public {
        SafetyPolicy memory policy = withRefusal(1);
        policy.subject = "painter";
        vm.assertEq(adopt(policy), 1);
    }

    function test_OneProposalCannotTakeTwoSteps() public {
        adopt(withRefusal(600_000));
        vm.expectRevert(
            abi.encodeWithSelector(
                IPolicyRegistry.PolicyRegistry__StepsTogether.selector, PolicyKind.Safety, Defaults.SUBJECT
            )
        );
        vm.prank(address(timelock));
        policies.adoptSafety(withRefusal(450_000));
        vm.assertEq(adopt(withRefusal(450_000)), 3);
    }

    function test_ARollBackIsNoStep() public {
        adopt(withRefusal(600_000));
        adopt(withRefusal(450_000));
        vm.prank(guardian);
        policies.rollBack(PolicyKind.Safety, Defaults.SUBJECT, 1);
        vm.assertEq(policies.activeOf(PolicyKind.Safety, Defaults.SUBJECT), 1);

        // And the next step is one from there.
        refuse("refusal", 800_000, 450_000, 600_000);
        adopt(withRefusal(450_000));
    }
}

contract ModelSteps is StepTest {
    function adopt(uint16 canaryBps, uint32 canarySeconds, uint32 canaryRequests) private returns (uint32 version) {
        vm.prank(address(timelock));
        (version,) = policies.adoptModel(ModelPolicy(Defaults.SUBJECT, "{}", canaryBps, canarySeconds, canaryRequests));
    }

    function test_WhatIsNotInForceHasNoStep() public {
        adopt(1, 1, 1);
        vm.assertEq(adopt(5000, 30 days, 1e6), 2);
    }

    function test_TheCanaryMovesFromTheOneInForce() public {
        anActiveRun();
        (uint16 bps, uint32 time, uint32 requests) = policies.canaryOf(Defaults.SUBJECT, 1);

        refuse("canaryBps", bps, bps + 2501, bps + 2500);
        adopt(bps + 2501, time, requests);
        refuse("canarySeconds", time, 10 * time + 1, 10 * time);
        adopt(bps, 10 * time + 1, requests);
        refuse("canarySeconds", time, time / 10 - 1, time / 10);
        adopt(bps, time / 10 - 1, requests);
        refuse("canaryRequests", requests, 10 * requests + 1, 10 * requests);
        adopt(bps, time, 10 * requests + 1);

        vm.assertEq(adopt(bps + 2500, 10 * time, 10 * requests), 2);
        vm.assertEq(adopt(1, time / 10, requests / 10 + 1), 3);
    }

    function test_AWideCanaryIsNotNarrowedAtOnce() public {
        vm.prank(address(timelock));
        (, bytes32 runId) = policies.adoptModel(ModelPolicy(Defaults.SUBJECT, "{}", 4000, CANARY_SECONDS, 5));
        vm.prank(trainer);
        runs.startAttempt(runId);
        submit(aReceipt(runId), TRAINER_KEY);
        skip(1 days);
        runs.finalize(runId);
        skip(CANARY_SECONDS);
        promote(anObservation(runId, 10_000));

        refuse("canaryBps", 4000, 1499, 1500);
        adopt(1499, 60, 5);
        vm.assertEq(adopt(1500, 60, 5), 2);
    }
}

contract AccessSteps is StepTest {
    function adopt(AccessTier memory first, AccessTier memory second) private returns (uint32) {
        AccessPolicy memory policy = AccessPolicy("mandate", new AccessTier[](2));
        (policy.tiers[0], policy.tiers[1]) = (first, second);
        skip(1);
        vm.prank(address(timelock));
        return policies.adoptAccess(policy);
    }

    function refuseTier(uint256 index, bytes32 field, uint256 from, uint256 to, uint256 limit) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IPolicyRegistry.PolicyRegistry__TierStepTooLarge.selector, index, field, from, to, limit
            )
        );
    }

    function test_GoesToTenTimesAsMuchOrATenth() public {
        refuseTier(0, "requestsPerMinute", 60, 601, 600);
        adopt(AccessTier(0, 601, 256), AccessTier(100e18, 600, 512));
        refuseTier(0, "requestsPerMinute", 60, 5, 6);
        adopt(AccessTier(0, 5, 256), AccessTier(100e18, 600, 512));
        refuseTier(1, "contextTokens", 512, 5121, 5120);
        adopt(AccessTier(0, 60, 256), AccessTier(100e18, 600, 5121));
        refuseTier(1, "contextTokens", 512, 50, 51);
        adopt(AccessTier(0, 60, 256), AccessTier(100e18, 600, 50));

        vm.assertEq(adopt(AccessTier(0, 600, 25), AccessTier(1000e18, 60, 5120)), 2);
    }

    function test_AStakeOfAThousandTimesIsRefused() public {
        refuseTier(1, "minimumStake", 100e18, 100_000e18, 1000e18);
        adopt(AccessTier(0, 60, 256), AccessTier(100_000e18, 600, 512));
    }

    function test_WhatIsOpenToAllAsksForAThousandAtMost() public {
        refuseTier(0, "minimumStake", 0, 1000e18 + 1, 1000e18);
        adopt(AccessTier(1000e18 + 1, 60, 256), AccessTier(2000e18, 600, 512));
        refuseTier(1, "minimumStake", 100e18, 1000e18 + 1, 1000e18);
        adopt(AccessTier(1000e18, 60, 256), AccessTier(1000e18 + 1, 600, 512));

        vm.assertEq(adopt(AccessTier(999e18, 60, 256), AccessTier(1000e18, 600, 512)), 2);
        // Of up to a thousand all can be dropped at once; of more it is a tenth that has to stay.
        adopt(AccessTier(0, 60, 256), AccessTier(10_000e18, 600, 512));
        refuseTier(1, "minimumStake", 10_000e18, 1000e18 - 1, 1000e18);
        adopt(AccessTier(0, 60, 256), AccessTier(1000e18 - 1, 600, 512));
    }

    function test_TiersThatComeAndGoHaveNoStep() public {
        AccessPolicy memory policy = AccessPolicy("mandate", new AccessTier[](1));
        policy.tiers[0] = AccessTier(0, 60, 256);
        vm.prank(address(timelock));
        policies.adoptAccess(policy);
        vm.assertEq(adopt(policy.tiers[0], AccessTier(1_000_000e18, 1e6, 2 ** 24)), 3);
    }

    function test_OneProposalCannotTakeTwoSteps() public {
        adopt(AccessTier(0, 600, 256), AccessTier(100e18, 600, 512));
        AccessPolicy memory policy = AccessPolicy("mandate", new AccessTier[](1));
        policy.tiers[0] = AccessTier(0, 6000, 256);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPolicyRegistry.PolicyRegistry__StepsTogether.selector, PolicyKind.Access, bytes32("mandate")
            )
        );
        vm.prank(address(timelock));
        policies.adoptAccess(policy);
    }
}

contract RevenueSteps is StepTest {
    function _config() internal view override returns (Config memory config) {
        config = super._config();
        config.maxShareStepBps = 2500;
    }

    function adopt(RevenueShare[] memory shares) private returns (uint32) {
        skip(1);
        vm.prank(address(timelock));
        return policies.adoptRevenue(RevenuePolicy("mandate", shares));
    }

    /// @dev In force are 6,000 for the stakers and 4,000 for the treasury.
    function shared(uint16 forStakers, uint16 forTreasury, uint16 forAlice)
        private
        view
        returns (RevenueShare[] memory shares)
    {
        shares = new RevenueShare[](3);
        shares[0] = RevenueShare(address(staked), forStakers);
        shares[1] = RevenueShare(address(timelock), forTreasury);
        shares[2] = RevenueShare(alice, forAlice);
    }

    function refuseShare(address account, uint256 from, uint256 to, uint256 limit) private {
        vm.expectRevert(
            abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__ShareStepTooLarge.selector, account, from, to, limit)
        );
    }

    function test_NobodyGetsMoreThanAStepMore() public {
        refuseShare(alice, 0, 2501, 2500);
        adopt(shared(4000, 3499, 2501));
        vm.assertEq(adopt(shared(4000, 3500, 2500)), 2);
        vm.assertEq(adopt(shared(3000, 2000, 5000)), 3);
    }

    function test_NobodyGetsMoreThanAStepLess() public {
        refuseShare(address(staked), 6000, 3499, 3500);
        adopt(shared(3499, 5001, 1500));
        refuseShare(address(timelock), 4000, 1000, 1500);
        adopt(shared(6500, 1000, 2500));
    }

    function test_WhoIsLeftOutGetsLess() public {
        RevenueShare[] memory shares = new RevenueShare[](1);
        shares[0] = RevenueShare(address(staked), 10_000);
        refuseShare(address(staked), 6000, 10_000, 8500);
        adopt(shares);
    }

    function test_SharesOfOneAccountCountTogether() public {
        RevenueShare[] memory shares = shared(5000, 2000, 1500);
        RevenueShare[] memory split = new RevenueShare[](4);
        (split[0], split[1], split[2]) = (shares[0], shares[1], shares[2]);
        split[3] = RevenueShare(alice, 1500);
        refuseShare(alice, 0, 3000, 2500);
        adopt(split);

        split[3].account = bob;
        vm.assertEq(adopt(split), 2);
    }

    function test_OneProposalCannotTakeTwoSteps() public {
        adopt(shared(5000, 2500, 2500));
        vm.expectRevert(
            abi.encodeWithSelector(
                IPolicyRegistry.PolicyRegistry__StepsTogether.selector, PolicyKind.Revenue, bytes32("mandate")
            )
        );
        vm.prank(address(timelock));
        policies.adoptRevenue(RevenuePolicy("mandate", shared(5000, 0, 5000)));
    }

    function test_TheStepIsSetAtDeployment() public {
        vm.assertEq(policies.maxShareStepBps(), 2500);
        vm.expectRevert(IPolicyRegistry.PolicyRegistry__NoShareStep.selector);
        new PolicyRegistry(address(this), governor, runs, allocator, 0);
    }
}
