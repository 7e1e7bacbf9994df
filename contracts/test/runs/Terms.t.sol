// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {RunRegistry} from "../../src/RunRegistry.sol";
import {IRunRegistry} from "../../src/interfaces/IRunRegistry.sol";
import {RunTest} from "../support/RunTest.sol";

/// @dev What a registry is deployed with, for good.
contract Terms is RunTest {
    RunRegistry.Terms private _terms = RunRegistry.Terms(1, 2, 3, 4, 0, 5, 6);

    function deploy() private returns (RunRegistry) {
        return new RunRegistry(address(timelock), policies, token, _terms);
    }

    function test_AreThoseOfTheDeployment() public {
        RunRegistry registry = deploy();

        vm.assertEq(uint256(registry.attemptSeconds()), 1);
        vm.assertEq(uint256(registry.staleSeconds()), 2);
        vm.assertEq(uint256(registry.challengeWindowSeconds()), 3);
        vm.assertEq(uint256(registry.rulingSeconds()), 4);
        vm.assertEq(uint256(registry.confirmationsRequired()), 0);
        vm.assertEq(registry.workerBond(), 5);
        vm.assertEq(registry.challengeBond(), 6);
        vm.assertEq(registry.owner(), address(timelock));
        vm.assertEq(address(registry.bondToken()), address(token));
        vm.assertEq(address(registry.policies()), address(policies));
    }

    function test_RevertIf_AnyTimeOrBondIsZero() public {
        RunRegistry.Terms memory sound = _terms;
        for (uint256 i = 0; i < 6; ++i) {
            _terms = sound;
            if (i == 0) _terms.attemptSeconds = 0;
            if (i == 1) _terms.staleSeconds = 0;
            if (i == 2) _terms.challengeWindowSeconds = 0;
            if (i == 3) _terms.rulingSeconds = 0;
            if (i == 4) _terms.workerBond = 0;
            if (i == 5) _terms.challengeBond = 0;
            vm.expectRevert(IRunRegistry.RunRegistry__BadTerms.selector);
            deploy();
        }
    }
}
