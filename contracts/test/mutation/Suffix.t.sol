// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ProposerSuffix} from "../../src/governor/ProposerSuffix.sol";
import {Test} from "../support/Test.sol";

contract Suffix is Test {
    address private constant PROPOSER = 0xABcdEFABcdEFabcdEfAbCdefabcdeFABcDEFabCD;

    function assertRead(string memory text, bool isThere, bool isProposer) private pure {
        (bool isReadThere, bool isReadProposer) = ProposerSuffix.read(text, PROPOSER);
        vm.assertEq(isReadThere, isThere);
        vm.assertEq(isReadProposer, isProposer);
    }

    function test_MayBeTheWholeText() public pure {
        assertRead("#proposer=0xabcdefabcdefabcdefabcdefabcdefabcdefabcd", true, true);
    }

    function test_OfAShorterTextThereIsNothingToRead() public pure {
        assertRead("proposer=0xabcdefabcdefabcdefabcdefabcdefabcdefabcd", false, false);
        assertRead("", false, false);
    }

    function test_NamesAnotherWhicheverDigitDiffers() public pure {
        for (uint256 i = 12; i < 52; ++i) {
            bytes memory text = "#proposer=0xabcdefabcdefabcdefabcdefabcdefabcdefabcd";
            text[i] = "0";
            assertRead(string(text), true, false);
        }
    }
}
