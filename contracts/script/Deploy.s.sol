// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {MandateGovernor} from "../src/MandateGovernor.sol";
import {MandateToken} from "../src/MandateToken.sol";
import {PolicyRegistry} from "../src/PolicyRegistry.sol";
import {RevenueAllocator} from "../src/RevenueAllocator.sol";
import {RunRegistry} from "../src/RunRegistry.sol";
import {StakedMandate} from "../src/StakedMandate.sol";
import {TreasuryTimelock} from "../src/TreasuryTimelock.sol";
import {TrackBounds} from "../src/governor/TrackBounds.sol";
import {AccessPolicy, ModerationPolicy, RevenuePolicy, RevenueShare} from "../src/interfaces/IPolicyRegistry.sol";
import {IRunRegistry} from "../src/interfaces/IRunRegistry.sol";
import {OutflowCap} from "../src/interfaces/ITreasuryTimelock.sol";
import {ORGANIZATION} from "../src/policies/Subjects.sol";
import {Config, DeployConfig} from "./DeployConfig.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

/// @dev The contracts of one organization.
struct Deployment {
    MandateToken token;
    TreasuryTimelock timelock;
    StakedMandate stakedMandate;
    MandateGovernor governor;
    PolicyRegistry policyRegistry;
    RunRegistry runRegistry;
    RevenueAllocator revenueAllocator;
}

/// @title Deploys one organization, and leaves nothing in the deployer's hands.
/// @dev `forge script contracts/script/Deploy.s.sol --rpc-url … --private-key … --broadcast`. The config is the file
/// named by DEPLOY_CONFIG, the addresses go to the file named by DEPLOYMENT_FILE or to deployments/<chain id>.json.
///
/// The contracts know each other by immutables, so their addresses are computed before they exist and compared after.
/// The timelock has its roles from its constructor and never had an admin but itself.
contract Deploy is DeployConfig {
    error Deploy__WrongAddress();
    error Deploy__LeftoverPower(string what);
    error Deploy__RulingTooShort(uint256 rulingSeconds, uint256 neededSeconds);
    error Deploy__WindowTooShort(uint256 windowSeconds, uint256 neededSeconds);

    /// @notice Deploys under the config, writes the addresses.
    function run() external {
        string memory path = vm.envOr("DEPLOY_CONFIG", string("contracts/script/config/local.json"));
        Config memory config = parseConfig(vm.readFile(path));

        vm.startBroadcast();
        Deployment memory deployment = deploy(config, msg.sender);
        vm.stopBroadcast();

        _write(deployment);
    }

    /// @notice Deploys, adopts the first policies, admits the first workers, hands all over to the timelock.
    /// @param deployer Who creates the contracts and makes these calls.
    function deploy(Config memory config, address deployer) public returns (Deployment memory deployment) {
        Deployment memory expected = _expectedAddresses(deployer);
        _createVotes(deployment, expected, config, deployer);
        _createRegistries(deployment, expected, config, deployer);
        _requireExpected(deployment, expected);
        _requireTimeToRule(deployment);
        _requireTimeToObject(deployment);

        _adoptFirstPolicies(deployment, config);
        _admitFirstWorkers(deployment, config);

        deployment.policyRegistry.transferOwnership(address(deployment.timelock));
        deployment.runRegistry.transferOwnership(address(deployment.timelock));
        _requirePowerless(deployment, deployer);
    }

    /// @dev The order is that of creation below.
    function _expectedAddresses(address deployer) private view returns (Deployment memory expected) {
        uint256 nonce = vm.getNonce(deployer);
        expected.token = MandateToken(vm.computeCreateAddress(deployer, nonce));
        expected.timelock = TreasuryTimelock(payable(vm.computeCreateAddress(deployer, nonce + 1)));
        expected.stakedMandate = StakedMandate(vm.computeCreateAddress(deployer, nonce + 2));
        expected.governor = MandateGovernor(payable(vm.computeCreateAddress(deployer, nonce + 3)));
        expected.policyRegistry = PolicyRegistry(vm.computeCreateAddress(deployer, nonce + 4));
        expected.runRegistry = RunRegistry(vm.computeCreateAddress(deployer, nonce + 5));
        expected.revenueAllocator = RevenueAllocator(payable(vm.computeCreateAddress(deployer, nonce + 6)));
    }

    function _createVotes(
        Deployment memory deployment,
        Deployment memory expected,
        Config memory config,
        address deployer
    ) private {
        (address[] memory holders, uint256[] memory amounts) = _birthOf(config, address(expected.timelock), deployer);
        deployment.token = new MandateToken(holders, amounts);

        address[] memory governorOnly = new address[](1);
        governorOnly[0] = address(expected.governor);
        deployment.timelock = new TreasuryTimelock(
            _minDelay(config), governorOnly, governorOnly, config.outflowWindowSeconds, _outflowCaps(config, expected)
        );

        deployment.stakedMandate = new StakedMandate(
            address(deployment.token),
            address(deployment.token),
            address(deployment.timelock),
            address(expected.revenueAllocator),
            expected.policyRegistry,
            config.cooldownSeconds,
            config.rewardsDurationSeconds
        );
        deployment.governor = new MandateGovernor(
            MandateGovernor.Setup({
                token: deployment.stakedMandate,
                timelock: deployment.timelock,
                tracks: config.tracks,
                routes: _routes(config, expected),
                proposalThreshold: config.proposalThreshold,
                guardian: config.guardian,
                guardianTermEndsAt: uint64(block.timestamp) + config.guardianTermSeconds
            })
        );
    }

    function _createRegistries(
        Deployment memory deployment,
        Deployment memory expected,
        Config memory config,
        address deployer
    ) private {
        deployment.policyRegistry = new PolicyRegistry(
            deployer, deployment.governor, expected.runRegistry, expected.revenueAllocator, config.maxShareStepBps
        );
        deployment.runRegistry = new RunRegistry(deployer, deployment.policyRegistry, deployment.token, config.terms);
        deployment.revenueAllocator =
            new RevenueAllocator(deployment.policyRegistry, deployment.stakedMandate, address(deployment.timelock));
    }

    /// @dev The deployer is born with the workers' bonds, which it deposits, and nothing more than the config gives it.
    function _birthOf(Config memory config, address treasury, address deployer)
        private
        pure
        returns (address[] memory holders, uint256[] memory amounts)
    {
        uint256 count = config.holders.length;
        holders = new address[](count + 2);
        amounts = new uint256[](count + 2);
        for (uint256 i = 0; i < count; ++i) {
            (holders[i], amounts[i]) = (config.holders[i].account, config.holders[i].amount);
        }
        (holders[count], amounts[count]) = (treasury, config.treasuryAmount);
        holders[count + 1] = deployer;
        for (uint256 i = 0; i < config.workers.length; ++i) {
            amounts[count + 1] += config.workers[i].bond;
        }
    }

    function _adoptFirstPolicies(Deployment memory deployment, Config memory config) private {
        PolicyRegistry policies = deployment.policyRegistry;
        policies.adoptSafety(config.safety);
        policies.adoptModeration(ModerationPolicy({subject: config.moderationSubject, rules: config.moderation}));
        policies.adoptAccess(AccessPolicy({subject: ORGANIZATION, tiers: config.access}));

        RevenueShare[] memory shares = new RevenueShare[](config.revenue.length);
        for (uint256 i = 0; i < shares.length; ++i) {
            address account = _accountNamed(config.revenue[i].account, deployment);
            shares[i] = RevenueShare({account: account, bps: config.revenue[i].bps});
        }
        policies.adoptRevenue(RevenuePolicy({subject: ORGANIZATION, shares: shares}));
    }

    function _admitFirstWorkers(Deployment memory deployment, Config memory config) private {
        for (uint256 i = 0; i < config.workers.length; ++i) {
            deployment.runRegistry.setWorker(config.workers[i].account, true);
            deployment.token.approve(address(deployment.runRegistry), config.workers[i].bond);
            deployment.runRegistry.depositBond(config.workers[i].account, config.workers[i].bond);
        }
    }

    function _routes(Config memory config, Deployment memory expected)
        private
        pure
        returns (MandateGovernor.Route[] memory routes)
    {
        routes = new MandateGovernor.Route[](config.routes.length);
        for (uint256 i = 0; i < routes.length; ++i) {
            routes[i] = MandateGovernor.Route({
                target: _accountNamed(config.routes[i].target, expected),
                selector: bytes4(keccak256(bytes(config.routes[i].signature))),
                trackId: config.routes[i].trackId
            });
        }
    }

    function _outflowCaps(Config memory config, Deployment memory expected)
        private
        pure
        returns (OutflowCap[] memory caps)
    {
        caps = new OutflowCap[](config.outflowCaps.length);
        for (uint256 i = 0; i < caps.length; ++i) {
            bool isEther = keccak256(bytes(config.outflowCaps[i].asset)) == keccak256("ether");
            caps[i] = OutflowCap({
                asset: isEther ? address(0) : _accountNamed(config.outflowCaps[i].asset, expected),
                cap: config.outflowCaps[i].cap
            });
        }
    }

    /// @dev One of our contracts by its name, or an address written out.
    function _accountNamed(string memory name, Deployment memory deployment) private pure returns (address) {
        bytes32 key = keccak256(bytes(name));
        if (key == keccak256("token")) return address(deployment.token);
        if (key == keccak256("timelock")) return address(deployment.timelock);
        if (key == keccak256("stakedMandate")) return address(deployment.stakedMandate);
        if (key == keccak256("governor")) return address(deployment.governor);
        if (key == keccak256("policyRegistry")) return address(deployment.policyRegistry);
        if (key == keccak256("runRegistry")) return address(deployment.runRegistry);
        if (key == keccak256("revenueAllocator")) return address(deployment.revenueAllocator);

        (bool isAddress, address account) = Strings.tryParseAddress(name);
        if (!isAddress) revert DeployConfig__UnknownName(name);
        return account;
    }

    /// @dev The timelock's own minimum is the shortest delay of a track.
    function _minDelay(Config memory config) private pure returns (uint256 delaySeconds) {
        delaySeconds = type(uint256).max;
        for (uint256 i = 0; i < config.tracks.length; ++i) {
            uint256 trackSeconds = config.tracks[i].timelockDelaySeconds;
            if (trackSeconds < delaySeconds) delaySeconds = trackSeconds;
        }
    }

    function _requireExpected(Deployment memory deployment, Deployment memory expected) private pure {
        if (keccak256(abi.encode(deployment)) != keccak256(abi.encode(expected))) revert Deploy__WrongAddress();
    }

    /// @dev A challenge that no vote can rule on in time costs its challenger nothing and ends any run.
    function _requireTimeToRule(Deployment memory deployment) private view {
        uint8 trackId = deployment.governor.trackOf(address(deployment.runRegistry), IRunRegistry.rule.selector);
        uint256 neededSeconds = TrackBounds.longestWaySeconds(deployment.governor.trackAt(trackId));
        uint256 rulingSeconds = deployment.runRegistry.rulingSeconds();
        if (rulingSeconds <= neededSeconds) revert Deploy__RulingTooShort(rulingSeconds, neededSeconds);
    }

    /// @dev Members who find out that a vote raised a cap have to be able to take it back by another one.
    function _requireTimeToObject(Deployment memory deployment) private view {
        uint256 neededSeconds = TrackBounds.longestWaySeconds(deployment.governor.trackAt(0));
        uint256 windowSeconds = deployment.timelock.outflowWindowSeconds();
        if (windowSeconds <= neededSeconds) revert Deploy__WindowTooShort(windowSeconds, neededSeconds);
    }

    function _requirePowerless(Deployment memory deployment, address deployer) private view {
        TreasuryTimelock timelock = deployment.timelock;
        bytes32[4] memory roles = [
            timelock.DEFAULT_ADMIN_ROLE(), timelock.PROPOSER_ROLE(), timelock.EXECUTOR_ROLE(), timelock.CANCELLER_ROLE()
        ];
        for (uint256 i = 0; i < roles.length; ++i) {
            // The zero address would stand for anybody.
            bool isLeft = timelock.hasRole(roles[i], deployer) || timelock.hasRole(roles[i], address(0));
            if (isLeft) revert Deploy__LeftoverPower("timelock role");
        }
        if (deployment.policyRegistry.owner() != address(timelock)) revert Deploy__LeftoverPower("policyRegistry");
        if (deployment.runRegistry.owner() != address(timelock)) revert Deploy__LeftoverPower("runRegistry");
    }

    function _write(Deployment memory deployment) private {
        string memory json = "deployment";
        vm.serializeUint(json, "chainId", block.chainid);
        vm.serializeUint(json, "startBlock", block.number);
        vm.serializeUint(json, "deployedAtBlock", block.number);
        vm.serializeAddress(json, "token", address(deployment.token));
        vm.serializeAddress(json, "timelock", address(deployment.timelock));
        vm.serializeAddress(json, "stakedMandate", address(deployment.stakedMandate));
        vm.serializeAddress(json, "governor", address(deployment.governor));
        vm.serializeAddress(json, "policyRegistry", address(deployment.policyRegistry));
        vm.serializeAddress(json, "runRegistry", address(deployment.runRegistry));
        json = vm.serializeAddress(json, "revenueAllocator", address(deployment.revenueAllocator));

        string memory standard = string.concat("contracts/deployments/", vm.toString(block.chainid), ".json");
        vm.writeJson(json, vm.envOr("DEPLOYMENT_FILE", standard));
    }
}
