// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {TreasuryTimelock} from "../../src/TreasuryTimelock.sol";
import {OutflowCap} from "../../src/interfaces/ITreasuryTimelock.sol";
import {Test} from "../support/Test.sol";
import {PlainToken} from "../support/Tokens.sol";

/// @dev Votes of any kind, carried out one after the other: payments, allowances, caps lowered and raised.
contract TreasuryHandler is Test {
    uint256 private constant WINDOW = 30 days;
    uint256 private constant MAX_CAP = 1000e18;

    TreasuryTimelock public immutable timelock;
    PlainToken public immutable token;

    /// @dev What may have left by now: the first cap, and each second's share of the highest cap that was in effect in it.
    uint256 public allowance;
    uint256 private _countedUntil;
    uint256 private _salt;

    constructor() {
        vm.warp(1_800_000_000);
        token = new PlainToken();
        address[] memory self = new address[](1);
        self[0] = address(this);
        OutflowCap[] memory caps = new OutflowCap[](2);
        caps[0] = OutflowCap(address(0), MAX_CAP / 10);
        caps[1] = OutflowCap(address(token), MAX_CAP / 10);
        timelock = new TreasuryTimelock(0, self, self, WINDOW, caps);
        token.mint(address(timelock), 1e30);
        allowance = MAX_CAP / 10;
        _countedUntil = block.timestamp;
    }

    function pay(uint256 amount) external {
        amount = bound(amount, 0, MAX_CAP / 5);
        carryOut(address(token), abi.encodeCall(token.transfer, (address(0xDA7E), amount)));
    }

    function payAllThatIsLeft() external {
        uint256 amount = timelock.outflowAvailable(address(token));
        carryOut(address(token), abi.encodeCall(token.transfer, (address(0xDA7E), amount)));
    }

    /// @dev Taken at once: else two allowances could be one.
    function allow(uint256 amount) external {
        amount = bound(amount, 0, MAX_CAP / 5);
        carryOut(address(token), abi.encodeCall(token.approve, (address(this), amount)));
        token.transferFrom(address(timelock), address(0xDA7E), amount);
    }

    function setCap(uint256 cap) external {
        carryOut(
            address(timelock),
            abi.encodeCall(timelock.setOutflowCap, (address(token), bound(cap, MAX_CAP / 100, MAX_CAP)))
        );
    }

    function pass(uint256 time) external {
        (, uint256 pendingAt) = timelock.pendingOutflowCap(address(token));
        uint256 until = block.timestamp + bound(time, 1, 40 days);
        if (pendingAt != 0 && pendingAt < until) {
            _countUntil(pendingAt);
            vm.warp(pendingAt);
        }
        _countUntil(until);
        vm.warp(until);
    }

    function left() external view returns (uint256) {
        return 1e30 - token.balanceOf(address(timelock));
    }

    function carryOut(address target, bytes memory data) private {
        timelock.schedule(target, 0, data, 0, bytes32(++_salt), 0);
        timelock.execute(target, 0, data, 0, bytes32(_salt));
    }

    function _countUntil(uint256 time) private {
        // Rounded up: the bucket rounds down.
        allowance += timelock.outflowCap(address(token)) * (time - _countedUntil) / WINDOW + 1;
        _countedUntil = time;
    }
}

contract TreasuryInvariants is Test {
    TreasuryHandler private _handler;

    function setUp() public {
        _handler = new TreasuryHandler();

        bytes4[] memory selectors = new bytes4[](5);
        selectors[0] = TreasuryHandler.pay.selector;
        selectors[1] = TreasuryHandler.payAllThatIsLeft.selector;
        selectors[2] = TreasuryHandler.allow.selector;
        selectors[3] = TreasuryHandler.setCap.selector;
        selectors[4] = TreasuryHandler.pass.selector;
        targetHandler(address(_handler), selectors);
    }

    function invariant_TheOutflowIsNotMoreThanTheCapAndItsRefill() public view {
        vm.assertLe(_handler.left(), _handler.allowance());
    }

    function invariant_NoBucketHoldsMoreThanItsCap() public view {
        address token = address(_handler.token());
        vm.assertLe(_handler.timelock().outflowAvailable(token), _handler.timelock().outflowCap(token));
    }
}
