// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {Bytes} from "@openzeppelin/contracts/utils/Bytes.sol";

/// @title `#proposer=0x…` at the very end of a description.
/// @dev Works on 32 characters at once: parsing the address digit by digit would cost 10,000 gas a proposal.
library ProposerSuffix {
    uint256 private constant BYTES = 52;
    bytes12 private constant MARKER = "#proposer=0x";
    /// @dev "0" in ASCII, and how far "a" is from where it would follow "9".
    uint256 private constant ZERO_DIGIT = 0x30;
    uint256 private constant LETTER_GAP = 0x27;
    uint256 private constant EACH = 0x0101010101010101010101010101010101010101010101010101010101010101;

    /// @dev Whether `text` ends with the marker and 40 characters, and whether these spell `proposer`, in any case.
    function read(string memory text, address proposer) internal pure returns (bool isThere, bool isProposer) {
        uint256 length = bytes(text).length;
        if (length < BYTES) return (false, false);

        bytes memory digits = Bytes.toNibbles(abi.encodePacked(proposer));
        bytes12 marker;
        uint256 head;
        uint256 tail;
        uint256 nibblesHead;
        uint256 nibblesTail;
        // The text has at least 52 bytes and `digits` has 40: each read ends within its bytes.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            let end := add(add(text, 0x20), length)
            marker := mload(sub(end, 52))
            head := mload(sub(end, 40))
            tail := mload(sub(end, 32))
            nibblesHead := mload(add(digits, 0x20))
            nibblesTail := mload(add(digits, 0x28))
        }
        isThere = marker == MARKER;
        isProposer = _lower(head) == _spell(nibblesHead) && _lower(tail) == _spell(nibblesTail);
    }

    /// @dev A letter in lower case; a digit stays what it is.
    function _lower(uint256 characters) private pure returns (uint256) {
        return characters | (EACH * 0x20);
    }

    /// @dev 32 nibbles, one a byte, as hexadecimal digits. No byte overflows into its neighbour.
    function _spell(uint256 nibbles) private pure returns (uint256) {
        unchecked {
            uint256 isLetter = ((nibbles + EACH * 6) >> 4) & EACH;
            return nibbles + EACH * ZERO_DIGIT + isLetter * LETTER_GAP;
        }
    }
}
