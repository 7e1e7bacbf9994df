// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {
    AccessPolicy,
    AccessTier,
    Bound,
    IPolicyRegistry,
    ModelPolicy,
    ModerationAction,
    ModerationPolicy,
    ModerationRule,
    PolicyKind,
    RevenuePolicy,
    RevenueShare,
    SafetyPolicy,
    Threshold
} from "../../src/interfaces/IPolicyRegistry.sol";
import {DaoTest} from "../support/DaoTest.sol";
import {Defaults} from "../support/Defaults.sol";
import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

abstract contract PoliciesTest is DaoTest {
    function aModel() internal pure returns (ModelPolicy memory) {
        return ModelPolicy(Defaults.SUBJECT, '{"base":"tiny"}', 1000, 60, 5);
    }

    function adoptSafety(SafetyPolicy memory policy) internal returns (uint32) {
        vm.prank(address(timelock));
        return policies.adoptSafety(policy);
    }

    function tighten(SafetyPolicy memory policy) internal returns (uint32) {
        vm.prank(address(timelock));
        return policies.tightenSafety(policy);
    }
}

contract AdoptModel is PoliciesTest {
    function adopt(ModelPolicy memory policy) private returns (uint32 version, bytes32 runId) {
        vm.prank(address(timelock));
        return policies.adoptModel(policy);
    }

    function test_OpensARunAndIsNotInForceYet() public {
        ModelPolicy memory policy = aModel();
        bytes32 digest = vm.eip712HashStruct(
            "ModelPolicy(bytes32 subject,string job,uint16 canaryBps,uint32 canarySeconds,uint32 canaryRequests)",
            abi.encode(policy)
        );
        bytes32 runId = runs.runIdOf(Defaults.SUBJECT, 1, digest);

        vm.expectEmit(address(policies));
        emit IPolicyRegistry.PolicyAdopted(
            PolicyKind.Model, Defaults.SUBJECT, 1, digest, 1, false, runId, abi.encode(policy)
        );
        adopt(policy);

        vm.assertEq(policies.digestOf(PolicyKind.Model, Defaults.SUBJECT, 1), digest);
        vm.assertEq(policies.headOf(PolicyKind.Model, Defaults.SUBJECT), 1);
        vm.assertEq(policies.activeOf(PolicyKind.Model, Defaults.SUBJECT), 0);
        vm.assertFalse(policies.isFinal(PolicyKind.Model, Defaults.SUBJECT, 1));
        (uint16 canaryBps, uint32 canarySeconds, uint32 canaryRequests) = policies.canaryOf(Defaults.SUBJECT, 1);
        vm.assertEq(abi.encode(canaryBps, canarySeconds, canaryRequests), abi.encode(1000, 60, 5));
    }

    function test_RevertIf_ThereIsNoSubjectOrJob() public {
        ModelPolicy memory policy = aModel();
        policy.subject = 0;
        vm.expectRevert(IPolicyRegistry.PolicyRegistry__EmptySubject.selector);
        adopt(policy);

        policy = aModel();
        policy.job = "";
        vm.expectRevert(IPolicyRegistry.PolicyRegistry__EmptyJob.selector);
        adopt(policy);
    }

    function test_RevertIf_TheJobIsTooLong() public {
        ModelPolicy memory policy = aModel();
        policy.job = string(new bytes(16_385));
        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__JobTooLong.selector, 16_385, 16_384));
        adopt(policy);
    }

    function testFuzz_RevertIf_TheCanaryIsNone(uint16 canaryBps, uint32 canarySeconds, uint32 canaryRequests) public {
        bool isSound = canaryBps > 0 && canaryBps <= 5000 && canarySeconds > 0 && canarySeconds <= 30 days
            && canaryRequests > 0 && canaryRequests <= 1e6;
        ModelPolicy memory policy = ModelPolicy(Defaults.SUBJECT, "{}", canaryBps, canarySeconds, canaryRequests);

        if (!isSound) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    IPolicyRegistry.PolicyRegistry__CanaryOutOfBounds.selector, canaryBps, canarySeconds, canaryRequests
                )
            );
        }
        adopt(policy);
    }

    function testFuzz_RevertIf_TheCallerIsNotTheTimelock(address caller) public {
        vm.assume(caller != address(timelock));
        bytes memory refusal = abi.encodeWithSelector(Ownable.OwnableUnauthorizedAccount.selector, caller);
        vm.startPrank(caller);
        vm.expectRevert(refusal);
        policies.adoptModel(aModel());
        vm.expectRevert(refusal);
        policies.adoptSafety(Defaults.safety());
        vm.expectRevert(refusal);
        policies.tightenSafety(Defaults.safety());
        vm.expectRevert(refusal);
        policies.adoptModeration(ModerationPolicy(Defaults.SUBJECT, new ModerationRule[](0)));
        vm.expectRevert(refusal);
        policies.adoptAccess(AccessPolicy("mandate", new AccessTier[](0)));
        vm.expectRevert(refusal);
        policies.adoptRevenue(RevenuePolicy("mandate", new RevenueShare[](0)));
        vm.stopPrank();
    }
}

contract AdoptSafety is PoliciesTest {
    string private constant TYPE =
        "SafetyPolicy(bytes32 subject,Threshold[] training,Threshold[] canary)Threshold(bytes32 metric,uint8 bound,uint64 valueE6)";

    function test_IsInForceAtOnce() public {
        SafetyPolicy memory policy = Defaults.safety();
        policy.training[0].valueE6 = 600_000;
        bytes32 digest = vm.eip712HashStruct(TYPE, abi.encode(policy));

        vm.expectEmit(address(policies));
        emit IPolicyRegistry.PolicyAdopted(
            PolicyKind.Safety, Defaults.SUBJECT, 2, digest, 2, true, 0, abi.encode(policy)
        );
        adoptSafety(policy);

        (uint32 version, Threshold[] memory training, Threshold[] memory canary) =
            policies.thresholdsOf(Defaults.SUBJECT);
        vm.assertEq(version, 2);
        vm.assertEq(abi.encode(training), abi.encode(policy.training));
        vm.assertEq(abi.encode(canary), abi.encode(policy.canary));
        vm.assertEq(policies.epochOf(PolicyKind.Safety, Defaults.SUBJECT), 2);
    }

    function test_RevertIf_AListIsEmpty() public {
        SafetyPolicy memory policy = Defaults.safety();
        policy.canary = new Threshold[](0);
        vm.expectRevert(IPolicyRegistry.PolicyRegistry__NoThresholds.selector);
        adoptSafety(policy);
    }

    function test_RevertIf_AListIsTooLong() public {
        SafetyPolicy memory policy = Defaults.safety();
        policy.training = new Threshold[](17);
        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__TooManyEntries.selector, 17, 16));
        adoptSafety(policy);
    }

    function test_RevertIf_AMetricIsEmptyOrTwice() public {
        SafetyPolicy memory policy = Defaults.safety();
        policy.training[1].metric = 0;
        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__EmptyMetric.selector, 1));
        adoptSafety(policy);

        policy.training[1].metric = "refusal";
        vm.expectRevert(
            abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__DuplicateMetric.selector, bytes32("refusal"))
        );
        adoptSafety(policy);
    }

    function testFuzz_RevertIf_AValueIsOutOfBounds(uint64 valueE6) public {
        valueE6 = uint64(bound(valueE6, 1e12 + 1, type(uint64).max));
        SafetyPolicy memory policy = Defaults.safety();
        policy.training[1].valueE6 = valueE6;
        vm.expectRevert(
            abi.encodeWithSelector(
                IPolicyRegistry.PolicyRegistry__ValueOutOfBounds.selector, bytes32("perplexity"), valueE6
            )
        );
        adoptSafety(policy);
    }

    function test_RevertIf_AtLeastNothingIsAskedFor() public {
        SafetyPolicy memory policy = Defaults.safety();
        policy.training[0].valueE6 = 0;
        vm.expectRevert(
            abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__ValueOutOfBounds.selector, bytes32("refusal"), 0)
        );
        adoptSafety(policy);
    }
}

contract TightenSafety is PoliciesTest {
    function test_TakesStricterValuesAndMoreMetrics() public {
        SafetyPolicy memory policy = Defaults.safety();
        policy.training = new Threshold[](3);
        policy.training[0] = Threshold("helpfulness", Bound.AtLeast, 950_000);
        policy.training[1] = Threshold("perplexity", Bound.AtMost, 40_000_000);
        policy.training[2] = Threshold("refusal", Bound.AtLeast, 800_000);

        vm.assertEq(tighten(policy), 2);
    }

    function testFuzz_TakesAsStrictAndRefusesLooser(uint64 refusal, uint64 perplexity) public {
        SafetyPolicy memory policy = Defaults.safety();
        policy.training[0].valueE6 = uint64(bound(refusal, 1, 1_600_000));
        policy.training[1].valueE6 = uint64(bound(perplexity, 25_000_000, 1e12));

        if (policy.training[0].valueE6 < 800_000) {
            vm.expectRevert(
                abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__NotTighter.selector, bytes32("refusal"))
            );
        } else if (policy.training[1].valueE6 > 50_000_000) {
            vm.expectRevert(
                abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__NotTighter.selector, bytes32("perplexity"))
            );
        }
        tighten(policy);
    }

    function test_RevertIf_AMetricIsDropped() public {
        SafetyPolicy memory policy = Defaults.safety();
        policy.canary[0].metric = "latency";
        vm.expectRevert(
            abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__NotTighter.selector, bytes32("errorRate"))
        );
        tighten(policy);
    }

    function test_RevertIf_AMetricIsDroppedFromEitherList() public {
        SafetyPolicy memory policy = Defaults.safety();
        policy.training[0].metric = "latency";
        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__NotTighter.selector, bytes32("refusal")));
        tighten(policy);
    }

    function test_RevertIf_AThresholdIsKeptBesideALooserOne() public {
        SafetyPolicy memory policy = Defaults.safety();
        policy.canary = new Threshold[](2);
        policy.canary[0] = Threshold("errorRate", Bound.AtMost, 50_000);
        policy.canary[1] = Threshold("errorRate", Bound.AtMost, 900_000);
        vm.expectRevert(
            abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__DuplicateMetric.selector, bytes32("errorRate"))
        );
        tighten(policy);
    }

    function test_RevertIf_ThereIsNothingToTighten() public {
        SafetyPolicy memory policy = Defaults.safety();
        policy.subject = "painter";
        vm.expectRevert(
            abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__NothingToTighten.selector, bytes32("painter"))
        );
        tighten(policy);
    }

    function test_RevertIf_ABoundIsTurned() public {
        SafetyPolicy memory policy = Defaults.safety();
        policy.training[1].bound = Bound.AtLeast;
        vm.expectRevert(
            abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__NotTighter.selector, bytes32("perplexity"))
        );
        tighten(policy);
    }
}

contract AdoptTheOthers is PoliciesTest {
    function test_ModerationIsHashedAsWalletsDo() public {
        ModerationPolicy memory policy = ModerationPolicy(Defaults.SUBJECT, new ModerationRule[](2));
        policy.rules[0] = ModerationRule("one", ModerationAction.Block, true, "No.");
        policy.rules[1] = ModerationRule("two", ModerationAction.Flag, false, "");
        vm.prank(address(timelock));
        uint32 version = policies.adoptModeration(policy);

        bytes32 digest = vm.eip712HashStruct(
            "ModerationPolicy(bytes32 subject,ModerationRule[] rules)ModerationRule(string phrase,uint8 action,bool onOutput,string message)",
            abi.encode(policy)
        );
        vm.assertEq(policies.digestOf(PolicyKind.Moderation, Defaults.SUBJECT, version), digest);
        vm.assertEq(policies.activeOf(PolicyKind.Moderation, Defaults.SUBJECT), version);
    }

    function test_RevertIf_APhraseIsEmpty() public {
        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__EmptyPhrase.selector, 0));
        vm.prank(address(timelock));
        policies.adoptModeration(ModerationPolicy(Defaults.SUBJECT, new ModerationRule[](1)));
    }

    function test_AccessIsHashedAsWalletsDo() public {
        AccessPolicy memory policy = AccessPolicy("mandate", new AccessTier[](1));
        policy.tiers[0] = AccessTier(7e18, 8, 99);
        vm.prank(address(timelock));
        uint32 version = policies.adoptAccess(policy);

        bytes32 digest = vm.eip712HashStruct(
            "AccessPolicy(bytes32 subject,AccessTier[] tiers)AccessTier(uint96 minimumStake,uint32 requestsPerMinute,uint32 contextTokens)",
            abi.encode(policy)
        );
        vm.assertEq(policies.digestOf(PolicyKind.Access, "mandate", version), digest);
        (, AccessTier[] memory tiers) = policies.tiersOf("mandate");
        vm.assertEq(abi.encode(tiers), abi.encode(policy.tiers));
    }

    function test_RevertIf_TiersDoNotAscend() public {
        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__TiersNotAscending.selector, 1));
        vm.prank(address(timelock));
        policies.adoptAccess(AccessPolicy("mandate", new AccessTier[](2)));
    }

    function test_RevertIf_ATierAllowsNothingOrTooMuch() public {
        AccessTier[4] memory tiers =
            [AccessTier(0, 0, 256), AccessTier(0, 1e6 + 1, 256), AccessTier(0, 60, 0), AccessTier(0, 60, 2 ** 24 + 1)];
        for (uint256 i = 0; i < tiers.length; ++i) {
            AccessPolicy memory policy = AccessPolicy("another", new AccessTier[](1));
            policy.tiers[0] = tiers[i];
            vm.expectRevert(
                abi.encodeWithSelector(
                    IPolicyRegistry.PolicyRegistry__TierOutOfBounds.selector,
                    0,
                    tiers[i].requestsPerMinute,
                    tiers[i].contextTokens
                )
            );
            vm.prank(address(timelock));
            policies.adoptAccess(policy);
        }
    }

    function test_TakesTiersAtTheirBounds() public {
        AccessPolicy memory policy = AccessPolicy("another", new AccessTier[](2));
        (policy.tiers[0], policy.tiers[1]) = (AccessTier(0, 1, 1), AccessTier(1, 1e6, 2 ** 24));
        vm.prank(address(timelock));
        vm.assertEq(policies.adoptAccess(policy), 1);
    }

    function test_RevenueIsHashedAsWalletsDo() public {
        RevenuePolicy memory policy = RevenuePolicy("mandate", new RevenueShare[](2));
        policy.shares[0] = RevenueShare(alice, 1);
        policy.shares[1] = RevenueShare(bob, 9999);
        vm.prank(address(timelock));
        uint32 version = policies.adoptRevenue(policy);

        bytes32 digest = vm.eip712HashStruct(
            "RevenuePolicy(bytes32 subject,RevenueShare[] shares)RevenueShare(address account,uint16 bps)",
            abi.encode(policy)
        );
        vm.assertEq(policies.digestOf(PolicyKind.Revenue, "mandate", version), digest);
        (, RevenueShare[] memory shares) = policies.sharesOf("mandate");
        vm.assertEq(abi.encode(shares), abi.encode(policy.shares));
    }

    function test_RevertIf_SharesAreNotTheWhole() public {
        RevenueShare[] memory shares = new RevenueShare[](2);
        (shares[0], shares[1]) = (RevenueShare(alice, 5000), RevenueShare(bob, 4999));
        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__SharesNotWhole.selector, 9999));
        vm.prank(address(timelock));
        policies.adoptRevenue(RevenuePolicy("mandate", shares));

        shares[1] = RevenueShare(address(0), 5000);
        vm.expectRevert(abi.encodeWithSelector(IPolicyRegistry.PolicyRegistry__ZeroAccount.selector, 1));
        vm.prank(address(timelock));
        policies.adoptRevenue(RevenuePolicy("mandate", shares));
    }
}
