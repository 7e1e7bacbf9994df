// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IStakedMandate} from "../../src/interfaces/IStakedMandate.sol";
import {DaoTest} from "../support/DaoTest.sol";
import {Defaults} from "../support/Defaults.sol";

contract Staking is DaoTest {
    function test_APermitIsAllTheAllowanceThereIs() public {
        bytes32 permit = keccak256(
            abi.encode(
                keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"),
                dave,
                address(staked),
                5e18,
                0,
                block.timestamp
            )
        );
        (uint8 v, bytes32 r, bytes32 s) =
            vm.sign(0xDA7E, keccak256(abi.encodePacked("\x19\x01", token.DOMAIN_SEPARATOR(), permit)));
        vm.assertEq(token.allowance(dave, address(staked)), 0);
        vm.prank(dave);
        staked.stakeWithPermit(5e18, block.timestamp, v, r, s);

        vm.assertEq(staked.balanceOf(dave), 5e18);
        vm.assertEq(token.allowance(dave, address(staked)), 0);
    }

    function test_TellsWhatIsTakenBack() public {
        vm.startPrank(bob);
        staked.requestUnstake(40e18);
        skip(Defaults.COOLDOWN);
        vm.expectEmit(address(staked));
        emit IStakedMandate.Unstaked(bob, 40e18);
        staked.unstake();
        vm.stopPrank();
    }
}
