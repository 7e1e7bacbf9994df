// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Deploy, Deployment} from "../../script/Deploy.s.sol";
import {Config, Holder} from "../../script/DeployConfig.sol";
import {MandateGovernor} from "../../src/MandateGovernor.sol";
import {MandateToken} from "../../src/MandateToken.sol";
import {PolicyRegistry} from "../../src/PolicyRegistry.sol";
import {RevenueAllocator} from "../../src/RevenueAllocator.sol";
import {RunRegistry} from "../../src/RunRegistry.sol";
import {StakedMandate} from "../../src/StakedMandate.sol";
import {TreasuryTimelock} from "../../src/TreasuryTimelock.sol";
import {Defaults} from "./Defaults.sol";
import {Test} from "./Test.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @dev The calls of a proposal and its text.
struct Proposal {
    address[] targets;
    uint256[] values;
    bytes[] calldatas;
    string description;
}

/// @dev A whole organization, deployed by the deploy script, with three stakers: alice 200,000 votes, bob 100,000,
/// carol 50,000. 150,000 MND are held without a stake by dave.
abstract contract DaoTest is Test {
    uint256 internal constant ALICE_KEY = 0xA11CE;
    uint256 internal constant BOB_KEY = 0xB0B;
    uint256 internal constant CAROL_KEY = 0xCA401;
    uint256 internal constant TRAINER_KEY = 0x7121;
    uint256 internal constant OBSERVER_KEY = 0x0B5E;

    address internal alice = vm.addr(ALICE_KEY);
    address internal bob = vm.addr(BOB_KEY);
    address internal carol = vm.addr(CAROL_KEY);
    address internal dave = vm.addr(0xDA7E);
    address internal trainer = vm.addr(TRAINER_KEY);
    address internal observer = vm.addr(OBSERVER_KEY);
    address internal guardian = vm.addr(0x6A4D);

    MandateToken internal token;
    TreasuryTimelock internal timelock;
    StakedMandate internal staked;
    MandateGovernor internal governor;
    PolicyRegistry internal policies;
    RunRegistry internal runs;
    RevenueAllocator internal allocator;

    function setUp() public virtual {
        vm.warp(1_800_000_000);
        // By its artifact, not by `new`: else every test contract would carry the code of all seven contracts.
        Deploy script = Deploy(vm.deployCode("Deploy.s.sol:Deploy"));
        Deployment memory deployment = script.deploy(_config(), address(script));
        token = deployment.token;
        timelock = deployment.timelock;
        staked = deployment.stakedMandate;
        governor = deployment.governor;
        policies = deployment.policyRegistry;
        runs = deployment.runRegistry;
        allocator = deployment.revenueAllocator;

        stake(alice, 200_000e18);
        stake(bob, 100_000e18);
        stake(carol, 50_000e18);
        skip(1);
    }

    function _config() internal view virtual returns (Config memory) {
        Holder[] memory holders = new Holder[](4);
        holders[0] = Holder(alice, 200_000e18);
        holders[1] = Holder(bob, 100_000e18);
        holders[2] = Holder(carol, 50_000e18);
        holders[3] = Holder(dave, 150_000e18);
        return Defaults.config(holders, [trainer, observer], guardian);
    }

    function stake(address account, uint256 amount) internal {
        vm.startPrank(account);
        token.approve(address(staked), amount);
        staked.stake(amount);
        vm.stopPrank();
    }

    // Proposals: built, proposed, voted on, carried out.

    function aProposal(address target, bytes memory data, address proposer)
        internal
        pure
        returns (Proposal memory built)
    {
        built.targets = new address[](1);
        built.values = new uint256[](1);
        built.calldatas = new bytes[](1);
        built.targets[0] = target;
        built.calldatas[0] = data;
        built.description = described("A proposal", proposer);
    }

    function and(Proposal memory proposal, address target, uint256 value, bytes memory data)
        internal
        pure
        returns (Proposal memory built)
    {
        uint256 count = proposal.targets.length;
        built.targets = new address[](count + 1);
        built.values = new uint256[](count + 1);
        built.calldatas = new bytes[](count + 1);
        built.description = proposal.description;
        for (uint256 i = 0; i < count; ++i) {
            built.targets[i] = proposal.targets[i];
            built.values[i] = proposal.values[i];
            built.calldatas[i] = proposal.calldatas[i];
        }
        (built.targets[count], built.values[count], built.calldatas[count]) = (target, value, data);
    }

    function described(string memory text, address proposer) internal pure returns (string memory) {
        return string.concat(text, " #proposer=", vm.toString(proposer));
    }

    function propose(Proposal memory proposal, address proposer) internal returns (uint256 proposalId) {
        vm.prank(proposer);
        return governor.propose(proposal.targets, proposal.values, proposal.calldatas, proposal.description);
    }

    function idOf(Proposal memory proposal) internal view returns (uint256) {
        return governor.getProposalId(
            proposal.targets, proposal.values, proposal.calldatas, keccak256(bytes(proposal.description))
        );
    }

    /// @dev The timelock's id of a proposal's calls, as OpenZeppelin's GovernorTimelockControl makes it.
    function operationOf(Proposal memory proposal) internal view returns (bytes32) {
        bytes32 salt = bytes20(address(governor)) ^ keccak256(bytes(proposal.description));
        return timelock.hashOperationBatch(proposal.targets, proposal.values, proposal.calldatas, 0, salt);
    }

    function vote(uint256 proposalId, address voter, uint8 support) internal {
        vm.prank(voter);
        governor.castVote(proposalId, support);
    }

    function toVote(uint256 proposalId) internal {
        vm.warp(governor.proposalSnapshot(proposalId) + 1);
    }

    function toEnd(uint256 proposalId) internal {
        vm.warp(governor.proposalDeadline(proposalId) + 1);
    }

    function toEta(uint256 proposalId) internal {
        vm.warp(governor.proposalEta(proposalId));
    }

    function queue(Proposal memory proposal) internal {
        governor.queue(proposal.targets, proposal.values, proposal.calldatas, keccak256(bytes(proposal.description)));
    }

    function execute(Proposal memory proposal) internal {
        governor.execute(proposal.targets, proposal.values, proposal.calldatas, keccak256(bytes(proposal.description)));
    }

    /// @dev Proposed by alice, voted for by alice and bob, and queued.
    function passAndQueue(Proposal memory proposal) internal returns (uint256 proposalId) {
        proposalId = propose(proposal, alice);
        toVote(proposalId);
        vote(proposalId, alice, 1);
        vote(proposalId, bob, 1);
        toEnd(proposalId);
        queue(proposal);
    }

    /// @dev The whole way of a proposal, from alice's hand to its execution.
    function carryOut(Proposal memory proposal) internal returns (uint256 proposalId) {
        proposalId = passAndQueue(proposal);
        toEta(proposalId);
        execute(proposal);
    }

    function assertState(uint256 proposalId, IGovernor.ProposalState expected) internal view {
        vm.assertEq(uint256(governor.state(proposalId)), uint256(expected));
    }
}
