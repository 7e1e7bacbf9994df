// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IRunRegistry} from "../../src/interfaces/IRunRegistry.sol";
import {DaoTest} from "../support/DaoTest.sol";

contract Admissions is DaoTest {
    function set(bool isAdmitted) private {
        vm.expectEmit(address(runs));
        emit IRunRegistry.WorkerAdmitted(dave, isAdmitted);
        vm.prank(address(timelock));
        runs.setWorker(dave, isAdmitted);

        vm.assertEq(runs.isWorker(dave), isAdmitted);
    }

    function test_AreToldAndTakenBack() public {
        set(true);
        set(false);
    }
}
