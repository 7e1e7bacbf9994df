// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Config, NamedCap} from "../script/DeployConfig.sol";
import {TreasuryTimelock} from "../src/TreasuryTimelock.sol";
import {ITreasuryTimelock, OutflowCap} from "../src/interfaces/ITreasuryTimelock.sol";
import {DaoTest, Proposal} from "./support/DaoTest.sol";
import {PlainToken} from "./support/Tokens.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @dev A treasury that lets go of 300 MND and 3 ETH in 30 days.
abstract contract TreasuryTest is DaoTest {
    uint256 internal constant WINDOW = 30 days;
    uint256 internal constant CAP = 300e18;
    uint256 internal constant NO_CAP = type(uint256).max;
    address internal constant ETHER = address(0);
    uint256 private _salt;

    function setUp() public virtual override {
        super.setUp();
        vm.deal(address(timelock), 100 ether);
    }

    function _config() internal view override returns (Config memory config) {
        config = super._config();
        config.outflowWindowSeconds = WINDOW;
        config.outflowCaps[0] = NamedCap("ether", 3 ether);
        config.outflowCaps[1] = NamedCap("token", CAP);
    }

    /// @dev What the timelock does when a vote has told it to.
    function call(address target, uint256 value, bytes memory data) internal {
        schedule(target, value, data);
        perform(target, value, data);
    }

    function refuse(address target, uint256 value, bytes memory data, bytes memory reason) internal {
        schedule(target, value, data);
        vm.expectRevert(reason);
        perform(target, value, data);
    }

    function pay(uint256 amount) internal {
        call(address(token), 0, abi.encodeCall(token.transfer, (dave, amount)));
    }

    function setCap(address asset, uint256 cap) internal {
        call(address(timelock), 0, abi.encodeCall(timelock.setOutflowCap, (asset, cap)));
    }

    function exceeded(address asset, uint256 wanted, uint256 available) internal pure returns (bytes memory) {
        return
            abi.encodeWithSelector(
                ITreasuryTimelock.TreasuryTimelock__OutflowExceeded.selector, asset, wanted, available
            );
    }

    function left() internal view returns (uint256) {
        return timelock.outflowAvailable(address(token));
    }

    /// @dev Without a day's wait: what is tested here is not the delay, and a day would refill the bucket.
    function schedule(address target, uint256 value, bytes memory data) internal {
        uint256 present = block.timestamp;
        vm.warp(present - 1 days);
        vm.prank(address(governor));
        timelock.schedule(target, value, data, 0, bytes32(++_salt), 1 days);
        vm.warp(present);
    }

    function perform(address target, uint256 value, bytes memory data) internal {
        vm.prank(address(governor));
        timelock.execute(target, value, data, 0, bytes32(_salt));
    }
}

contract OutflowByVote is TreasuryTest {
    function test_treasuryOutflowCapped() public {
        Proposal memory proposal = aProposal(address(token), abi.encodeCall(token.transfer, (dave, 200e18)), alice);
        proposal = and(proposal, address(token), 0, abi.encodeCall(token.transfer, (carol, 200e18)));
        uint256 proposalId = passAndQueue(proposal);
        toEta(proposalId);
        uint256 before = token.balanceOf(address(timelock));

        vm.expectRevert(exceeded(address(token), 200e18, 100e18));
        execute(proposal);

        vm.assertEq(token.balanceOf(address(timelock)), before);
        vm.assertEq(left(), CAP);
    }

    function test_IsExecutedWhenEnoughIsLeftAgain() public {
        pay(250e18);
        Proposal memory proposal = aProposal(address(token), abi.encodeCall(token.transfer, (dave, 300e18)), alice);
        uint256 proposalId = passAndQueue(proposal);
        toEta(proposalId);
        uint256 available = left();
        vm.expectRevert(exceeded(address(token), 300e18, available));
        execute(proposal);
        assertState(proposalId, IGovernor.ProposalState.Queued);

        skip(14 days);
        execute(proposal);

        assertState(proposalId, IGovernor.ProposalState.Executed);
        vm.assertEq(left(), 0);
    }

    function test_ACapturedVoteCannotLiftTheCapAndEmptyTheTreasury() public {
        Proposal memory proposal =
            aProposal(address(timelock), abi.encodeCall(timelock.setOutflowCap, (address(token), NO_CAP)), alice);
        proposal = and(proposal, address(token), 0, abi.encodeCall(token.transfer, (dave, 500_000e18)));
        uint256 proposalId = passAndQueue(proposal);
        toEta(proposalId);

        vm.expectRevert(exceeded(address(token), 500_000e18, CAP));
        execute(proposal);
    }

    function test_SettingACapIsTheConstitutions() public view {
        vm.assertEq(governor.trackOf(address(timelock), timelock.setOutflowCap.selector), 0);
    }
}

contract OutflowBucket is TreasuryTest {
    function test_IsFullAtFirstAndNamesItsCap() public view {
        vm.assertEq(timelock.outflowCap(ETHER), 3 ether);
        vm.assertEq(timelock.outflowAvailable(ETHER), 3 ether);
        vm.assertEq(timelock.outflowCap(address(token)), CAP);
        vm.assertEq(left(), CAP);
        vm.assertEq(timelock.outflowWindowSeconds(), WINDOW);
    }

    function test_WhatLeavesIsMissing() public {
        pay(120e18);
        vm.assertEq(left(), 180e18);
        vm.assertEq(token.balanceOf(dave), 150_000e18 + 120e18);
    }

    function test_SaysWhatWasCounted() public {
        bytes memory data = abi.encodeCall(token.transfer, (dave, 120e18));
        schedule(address(token), 0, data);
        vm.expectEmit(address(timelock));
        emit ITreasuryTimelock.OutflowCounted(address(token), 120e18, 180e18);
        perform(address(token), 0, data);
    }

    function test_LetsGoOfAllThatIsLeftAndOfNoWeiMore() public {
        pay(120e18);
        bytes memory data = abi.encodeCall(token.transfer, (dave, 180e18 + 1));
        refuse(address(token), 0, data, exceeded(address(token), 180e18 + 1, 180e18));
        pay(180e18);
        vm.assertEq(left(), 0);
    }

    function test_FillsUpEvenlyInOneWindow() public {
        pay(CAP);
        skip(WINDOW / 3);
        vm.assertEq(left(), 100e18);
        pay(50e18);
        skip(WINDOW / 3);
        vm.assertEq(left(), 150e18);
    }

    function test_IsNeverFullerThanItsCap() public {
        pay(1);
        skip(10 * WINDOW);
        vm.assertEq(left(), CAP);
    }

    function testFuzz_NoMoreThanTheCapAndItsRefillLeaves(uint256[12] calldata amounts, uint32[12] calldata waits)
        public
    {
        uint256 start = block.timestamp;
        uint256 paid;
        for (uint256 i = 0; i < amounts.length; ++i) {
            uint256 amount = bound(amounts[i], 1, CAP);
            if (amount <= left()) {
                pay(amount);
                paid += amount;
            }
            vm.assertLe(paid, CAP + CAP * (block.timestamp - start) / WINDOW);
            skip(waits[i] % WINDOW);
        }
    }

    function test_EveryAssetHasItsOwn() public {
        call(dave, 2 ether, "");
        vm.assertEq(timelock.outflowAvailable(ETHER), 1 ether);
        vm.assertEq(left(), CAP);
    }
}

contract OutflowSeen is TreasuryTest {
    function test_EtherThatACallCarries() public {
        call(address(allocator), 1 ether, "");
        refuse(address(allocator), 2 ether + 1, "", exceeded(ETHER, 2 ether + 1, 2 ether));
    }

    function test_EtherThatIsBurnt() public {
        call(address(0), 3 ether, "burn");
        vm.assertEq(timelock.outflowAvailable(ETHER), 0);
    }

    function test_AnAllowanceCountsWhenItIsGiven() public {
        call(address(token), 0, abi.encodeCall(token.approve, (dave, 100e18)));
        vm.assertEq(left(), 200e18);
        vm.prank(dave);
        token.transferFrom(address(timelock), dave, 100e18);
        vm.assertEq(left(), 200e18);
    }

    function test_AnUnlimitedAllowanceIsTooMuch() public {
        bytes memory data = abi.encodeCall(token.approve, (dave, type(uint256).max));
        refuse(address(token), 0, data, exceeded(address(token), type(uint256).max, CAP));
    }

    function test_ARaisedAllowanceCounts() public {
        bytes memory data = abi.encodeWithSignature("increaseAllowance(address,uint256)", dave, CAP + 1);
        refuse(address(token), 0, data, exceeded(address(token), CAP + 1, CAP));
    }

    function test_TakingAnAllowanceBackIsFree() public {
        call(address(token), 0, abi.encodeCall(token.approve, (dave, 100e18)));
        call(address(token), 0, abi.encodeCall(token.approve, (dave, 0)));
        vm.assertEq(token.allowance(address(timelock), dave), 0);
        vm.assertEq(left(), 200e18);
    }

    function test_TransferFromTheTreasuryItself() public {
        call(address(token), 0, abi.encodeCall(token.approve, (address(timelock), 10e18)));
        call(address(token), 0, abi.encodeCall(token.transferFrom, (address(timelock), dave, 10e18)));
        vm.assertEq(left(), 280e18);
    }

    function test_TransferFromTheTreasuryWithNoiseBeforeTheAddress() public {
        uint256 noisy = 1 << 255 | uint160(address(timelock));
        bytes memory data = abi.encodeWithSelector(token.transferFrom.selector, noisy, dave, CAP + 1);
        refuse(address(token), 0, data, exceeded(address(token), CAP + 1, CAP));
    }

    function test_WhatIsPulledInIsFree() public {
        vm.prank(dave);
        token.approve(address(timelock), 1000e18);
        call(address(token), 0, abi.encodeCall(token.transferFrom, (dave, address(timelock), 1000e18)));
        vm.assertEq(left(), CAP);
    }

    function test_RevertIf_NobodyCanSayWhatACallMoves() public {
        bytes[4] memory calls = [
            abi.encodeWithSignature("transferAndCall(address,uint256)", dave, 1),
            abi.encodeCall(token.balanceOf, (dave)),
            // One byte short, which some tokens take for a zero.
            abi.encodePacked(token.transfer.selector, new bytes(63)),
            abi.encodePacked(token.transferFrom.selector, new bytes(95))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            refuse(address(token), 0, calls[i], unknown(bytes4(calls[i])));
        }
        refuse(address(token), 0, "", unknown(0));
    }

    function test_ATokenWithoutACapIsFree() public {
        PlainToken other = new PlainToken();
        other.mint(address(timelock), 1e30);
        call(address(other), 0, abi.encodeCall(other.transfer, (dave, 1e30)));
        vm.assertEq(other.balanceOf(dave), 1e30);
        vm.assertEq(timelock.outflowCap(address(other)), NO_CAP);
        vm.assertEq(timelock.outflowAvailable(address(other)), NO_CAP);
    }

    function unknown(bytes4 selector) private view returns (bytes memory) {
        return
            abi.encodeWithSelector(ITreasuryTimelock.TreasuryTimelock__UnknownCall.selector, address(token), selector);
    }
}

contract SetOutflowCap is TreasuryTest {
    function testFuzz_RevertIf_TheCallerIsNotTheTimelock(address caller) public {
        vm.assume(caller != address(timelock));
        vm.expectRevert(abi.encodeWithSelector(TimelockController.TimelockUnauthorizedCaller.selector, caller));
        vm.prank(caller);
        timelock.setOutflowCap(ETHER, 0);
    }

    function test_ALowerCapTakesEffectAtOnce() public {
        pay(50e18);
        expectCapSet(100e18, block.timestamp);
        vm.assertEq(timelock.outflowCap(address(token)), 100e18);
        vm.assertEq(left(), 100e18);
    }

    function test_ALowerCapDoesNotRefill() public {
        pay(280e18);
        setCap(address(token), 100e18);
        vm.assertEq(left(), 20e18);
    }

    function test_ACapOfZeroLetsNothingGo() public {
        setCap(address(token), 0);
        skip(WINDOW);
        refuse(address(token), 0, abi.encodeCall(token.transfer, (dave, 1)), exceeded(address(token), 1, 0));
    }

    function test_AHigherCapTakesEffectAfterOneWindow() public {
        uint256 effectiveAt = block.timestamp + WINDOW;
        expectCapSet(3 * CAP, effectiveAt);
        assertPending(3 * CAP, effectiveAt);

        vm.warp(effectiveAt - 1);
        vm.assertEq(timelock.outflowCap(address(token)), CAP);
        skip(1);
        vm.assertEq(timelock.outflowCap(address(token)), 3 * CAP);
        assertPending(0, 0);
    }

    function test_ARaisedBucketFillsFromWhatItHeld() public {
        setCap(address(token), 3 * CAP);
        skip(WINDOW / 2);
        pay(CAP);
        skip(WINDOW / 2);
        // Half a window at the old rate.
        vm.assertEq(left(), CAP / 2);
        skip(WINDOW / 3);
        // A third of a window at the new one.
        vm.assertEq(left(), CAP / 2 + CAP);
        pay(CAP);
        vm.assertEq(left(), CAP / 2);
    }

    function test_RemovingACapTakesEffectAfterOneWindow() public {
        setCap(address(token), NO_CAP);
        assertPending(NO_CAP, block.timestamp + WINDOW);
        skip(WINDOW - 1);
        refuse(
            address(token), 0, abi.encodeCall(token.transfer, (dave, CAP + 1)), exceeded(address(token), CAP + 1, CAP)
        );
        skip(1);
        vm.assertEq(left(), NO_CAP);
        pay(400_000e18);
        call(address(token), 0, abi.encodeCall(token.balanceOf, (dave)));
    }

    function test_EtherIsFreeOnceItsCapIsRemoved() public {
        setCap(ETHER, NO_CAP);
        skip(WINDOW);
        call(dave, 100 ether, "");
        vm.assertEq(dave.balance, 100 ether);
    }

    function test_TheLastWordReplacesTheOneThatWaits() public {
        setCap(address(token), NO_CAP);
        skip(WINDOW / 2);
        setCap(address(token), 2 * CAP);
        assertPending(2 * CAP, block.timestamp + WINDOW);
    }

    function test_ARaiseIsTakenBackByThePresentCap() public {
        setCap(address(token), NO_CAP);
        setCap(address(token), CAP);
        assertPending(0, 0);
        skip(2 * WINDOW);
        vm.assertEq(timelock.outflowCap(address(token)), CAP);
    }

    function test_TheFirstCapOfATokenTakesEffectAtOnce() public {
        PlainToken other = new PlainToken();
        other.mint(address(timelock), 100);
        setCap(address(other), 10);
        bytes memory data = abi.encodeCall(other.transfer, (dave, 11));
        refuse(address(other), 0, data, exceeded(address(other), 11, 10));
        call(address(other), 0, abi.encodeCall(other.transfer, (dave, 10)));
        vm.assertEq(timelock.outflowAvailable(address(other)), 0);
    }

    function test_ACapAfterNoneIsFullAgain() public {
        pay(CAP);
        setCap(address(token), NO_CAP);
        skip(WINDOW);
        setCap(address(token), 2 * CAP);
        vm.assertEq(left(), 2 * CAP);
    }

    function test_NoCapWhereThereIsNoneChangesNothing() public {
        setCap(dave, NO_CAP);
        vm.assertEq(timelock.outflowCap(dave), NO_CAP);
        setCap(dave, 7);
        vm.assertEq(timelock.outflowAvailable(dave), 7);
    }

    function test_RevertIf_ACapHasTooManyBits() public {
        uint256 cap = uint256(type(uint120).max) + 1;
        bytes memory reason = abi.encodeWithSelector(SafeCast.SafeCastOverflowedUintDowncast.selector, 120, cap);
        refuse(address(timelock), 0, abi.encodeCall(timelock.setOutflowCap, (ETHER, cap)), reason);
        setCap(dave, cap - 1);
        vm.assertEq(timelock.outflowCap(dave), cap - 1);
    }

    function test_RevertIf_TheWindowIsNoneOrTooLong() public {
        address[] memory nobody = new address[](0);
        uint256[2] memory windows = [0, uint256(366 days) + 1];
        for (uint256 i = 0; i < windows.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ITreasuryTimelock.TreasuryTimelock__BadWindow.selector, windows[i]));
            new TreasuryTimelock(1 days, nobody, nobody, windows[i], new OutflowCap[](0));
        }
        TreasuryTimelock longest = new TreasuryTimelock(1 days, nobody, nobody, 366 days, new OutflowCap[](0));
        vm.assertEq(longest.outflowWindowSeconds(), 366 days);
    }

    function expectCapSet(uint256 cap, uint256 effectiveAt) private {
        bytes memory data = abi.encodeCall(timelock.setOutflowCap, (address(token), cap));
        schedule(address(timelock), 0, data);
        vm.expectEmit(address(timelock));
        emit ITreasuryTimelock.OutflowCapSet(address(token), cap, effectiveAt, WINDOW);
        perform(address(timelock), 0, data);
    }

    function assertPending(uint256 expectedCap, uint256 expectedAt) private view {
        (uint256 cap, uint256 effectiveAt) = timelock.pendingOutflowCap(address(token));
        vm.assertEq(cap, expectedCap);
        vm.assertEq(effectiveAt, expectedAt);
    }
}

contract TreasuryRoles is TreasuryTest {
    function test_NoRoleIsEverybodys() public {
        bytes memory grant = abi.encodeCall(timelock.grantRole, (timelock.EXECUTOR_ROLE(), address(0)));
        call(address(timelock), 0, grant);

        vm.assertFalse(timelock.hasRole(timelock.EXECUTOR_ROLE(), address(0)));
        vm.expectPartialRevert(bytes4(keccak256("AccessControlUnauthorizedAccount(address,bytes32)")));
        vm.prank(dave);
        timelock.execute(dave, 0, "", 0, 0);
    }
}
