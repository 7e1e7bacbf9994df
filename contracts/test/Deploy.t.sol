// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Deploy, Deployment} from "../script/Deploy.s.sol";
import {Config, DeployConfig} from "../script/DeployConfig.sol";
import {RunRegistry} from "../src/RunRegistry.sol";
import {TreasuryTimelock} from "../src/TreasuryTimelock.sol";
import {PolicyKind} from "../src/interfaces/IPolicyRegistry.sol";
import {IRunRegistry} from "../src/interfaces/IRunRegistry.sol";
import {Test} from "./support/Test.sol";

contract DeployTest is Test {
    Deploy private _script;
    Deployment private _deployed;

    function setUp() public {
        vm.warp(1_800_000_000);
        _script = Deploy(vm.deployCode("Deploy.s.sol:Deploy"));
        _deployed = _script.deploy(localConfig(), address(_script));
    }

    function localConfig() private view returns (Config memory) {
        return _script.parseConfig(vm.readFile("contracts/script/config/local.json"));
    }

    function test_timelockRolesExact() public view {
        TreasuryTimelock timelock = _deployed.timelock;
        bytes32[4] memory roles = [
            timelock.DEFAULT_ADMIN_ROLE(), timelock.PROPOSER_ROLE(), timelock.EXECUTOR_ROLE(), timelock.CANCELLER_ROLE()
        ];
        address[7] memory others = [
            address(0),
            address(_script),
            address(this),
            _deployed.governor.guardian(),
            address(_deployed.policyRegistry),
            address(_deployed.runRegistry),
            address(_deployed.stakedMandate)
        ];
        for (uint256 i = 0; i < roles.length; ++i) {
            vm.assertEq(timelock.hasRole(roles[i], address(_deployed.governor)), i != 0);
            vm.assertEq(timelock.hasRole(roles[i], address(timelock)), i == 0);
            for (uint256 j = 0; j < others.length; ++j) {
                vm.assertFalse(timelock.hasRole(roles[i], others[j]));
            }
        }
        vm.assertEq(_deployed.policyRegistry.owner(), address(timelock));
        vm.assertEq(_deployed.runRegistry.owner(), address(timelock));
    }

    function test_TheContractsKnowEachOther() public view {
        vm.assertEq(address(_deployed.governor.token()), address(_deployed.stakedMandate));
        vm.assertEq(_deployed.governor.timelock(), address(_deployed.timelock));
        vm.assertEq(_deployed.stakedMandate.allocator(), address(_deployed.revenueAllocator));
        vm.assertEq(address(_deployed.stakedMandate.policies()), address(_deployed.policyRegistry));
        vm.assertEq(_deployed.stakedMandate.treasury(), address(_deployed.timelock));
        vm.assertEq(address(_deployed.policyRegistry.governor()), address(_deployed.governor));
        vm.assertEq(address(_deployed.policyRegistry.runs()), address(_deployed.runRegistry));
        vm.assertEq(address(_deployed.policyRegistry.revenue()), address(_deployed.revenueAllocator));
        vm.assertEq(address(_deployed.runRegistry.policies()), address(_deployed.policyRegistry));
        vm.assertEq(address(_deployed.revenueAllocator.policies()), address(_deployed.policyRegistry));
    }

    function test_TheFirstPoliciesAreInForce() public view {
        vm.assertEq(_deployed.policyRegistry.activeOf(PolicyKind.Safety, "assistant"), 1);
        vm.assertEq(_deployed.policyRegistry.activeOf(PolicyKind.Moderation, "assistant"), 1);
        vm.assertEq(_deployed.policyRegistry.activeOf(PolicyKind.Access, "mandate"), 1);
        vm.assertEq(_deployed.policyRegistry.activeOf(PolicyKind.Revenue, "mandate"), 1);
        vm.assertEq(_deployed.policyRegistry.headOf(PolicyKind.Model, "assistant"), 0);
    }

    function test_TheConfigIsWhatIsDeployed() public view {
        Config memory config = localConfig();
        for (uint256 i = 0; i < config.holders.length; ++i) {
            vm.assertEq(_deployed.token.balanceOf(config.holders[i].account), config.holders[i].amount);
        }
        for (uint256 i = 0; i < config.workers.length; ++i) {
            vm.assertTrue(_deployed.runRegistry.isWorker(config.workers[i].account));
            vm.assertEq(_deployed.runRegistry.bondOf(config.workers[i].account), config.workers[i].bond);
        }
        vm.assertEq(_deployed.token.balanceOf(address(_deployed.timelock)), config.treasuryAmount);
        vm.assertEq(_deployed.token.balanceOf(address(_script)), 0);
        vm.assertEq(_deployed.governor.trackCount(), config.tracks.length);
        vm.assertEq(_deployed.timelock.getMinDelay(), 15);
        vm.assertEq(_deployed.timelock.outflowWindowSeconds(), config.outflowWindowSeconds);
        vm.assertEq(_deployed.timelock.outflowCap(address(0)), config.outflowCaps[0].cap);
        vm.assertEq(_deployed.timelock.outflowCap(address(_deployed.token)), config.outflowCaps[1].cap);
    }

    function test_TheLocalAccountsAreAnvils() public view {
        string memory words = "test test test test test test test test test test test junk";
        Config memory config = localConfig();
        for (uint32 i = 0; i < config.holders.length; ++i) {
            vm.assertEq(config.holders[i].account, vm.addr(vm.deriveKey(words, i)));
        }
        vm.assertEq(config.guardian, vm.addr(vm.deriveKey(words, 7)));
        vm.assertEq(config.workers[0].account, vm.addr(vm.deriveKey(words, 8)));
        vm.assertEq(config.workers[1].account, vm.addr(vm.deriveKey(words, 9)));
    }

    function test_EveryRouteIsACallThatExists() public view {
        Config memory config = localConfig();
        for (uint256 i = 0; i < config.routes.length; ++i) {
            bytes4 selector = bytes4(keccak256(bytes(config.routes[i].signature)));
            vm.assertEq(
                _deployed.governor.trackOf(targetOf(config.routes[i].target), selector), config.routes[i].trackId
            );
            vm.assertTrue(hasSelector(targetOf(config.routes[i].target).code, selector));
        }
    }

    function test_RevertIf_ANameIsUnknown() public {
        Config memory config = localConfig();
        config.revenue[0].account = "nobody";
        vm.expectRevert(abi.encodeWithSelector(DeployConfig.DeployConfig__UnknownName.selector, "nobody"));
        _script.deploy(config, address(_script));
    }

    function test_RevertIf_NoVoteCouldRuleInTime() public {
        Config memory config = localConfig();
        config.terms.rulingSeconds = 30 + 1800 + 1800 / 4 + 30;
        vm.expectRevert(abi.encodeWithSelector(Deploy.Deploy__RulingTooShort.selector, 2310, 2310));
        _script.deploy(config, address(_script));
    }

    function test_RevertIf_NoVoteCouldTakeARaiseBackInTime() public {
        Config memory config = localConfig();
        config.outflowWindowSeconds = 60 + 3600 + 3600 / 4 + 120;
        vm.expectRevert(abi.encodeWithSelector(Deploy.Deploy__WindowTooShort.selector, 4680, 4680));
        _script.deploy(config, address(_script));
    }

    function test_RevertIf_SomebodyElseCreates() public {
        Config memory config = localConfig();
        vm.expectRevert();
        _script.deploy(config, address(0xBAD));
    }

    function test_RevertIf_ATermIsZero() public {
        RunRegistry.Terms memory terms = localConfig().terms;
        terms.challengeWindowSeconds = 0;
        vm.expectRevert(IRunRegistry.RunRegistry__BadTerms.selector);
        new RunRegistry(address(this), _deployed.policyRegistry, _deployed.token, terms);
    }

    function targetOf(string memory name) private view returns (address) {
        if (keccak256(bytes(name)) == keccak256("token")) return address(_deployed.token);
        if (keccak256(bytes(name)) == keccak256("runRegistry")) return address(_deployed.runRegistry);
        if (keccak256(bytes(name)) == keccak256("revenueAllocator")) return address(_deployed.revenueAllocator);
        return address(_deployed.policyRegistry);
    }

    function hasSelector(bytes memory code, bytes4 selector) private pure returns (bool) {
        for (uint256 i = 0; i + 5 <= code.length; ++i) {
            // PUSH4 <selector>, as in the dispatcher.
            bytes4 pushed = bytes4(bytes.concat(code[i + 1], code[i + 2], code[i + 3], code[i + 4]));
            if (code[i] == 0x63 && pushed == selector) return true;
        }
        return false;
    }
}
