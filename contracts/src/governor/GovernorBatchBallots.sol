// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IMandateGovernor} from "../interfaces/IMandateGovernor.sol";
import {GovernorPackedTally} from "./GovernorPackedTally.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title Many signed ballots in one transaction; a bad one spoils nothing.
abstract contract GovernorBatchBallots is GovernorPackedTally {
    bytes32 private constant BATCH_BALLOT_TYPEHASH =
        keccak256("BatchBallot(uint256 proposalId,uint8 support,address voter)");

    /// @inheritdoc IMandateGovernor
    function castVotesBySig(uint256 proposalId, SignedBallot[] calldata ballots) external returns (uint256 cast) {
        _validateStateBitmap(proposalId, _encodeStateBitmap(ProposalState.Active));

        uint256 snapshot = proposalSnapshot(proposalId);
        uint256[3] memory votes;
        for (uint256 i = 0; i < ballots.length; ++i) {
            SignedBallot calldata ballot = ballots[i];
            if (!_isSigned(proposalId, ballot) || !_markVoted(proposalId, ballot.voter)) continue;

            uint256 weight = _getVotes(ballot.voter, snapshot, "");
            votes[ballot.support] += weight;
            ++cast;

            emit VoteCast(ballot.voter, proposalId, ballot.support, weight, "");
        }

        if (cast != 0) _addVotes(proposalId, votes);
    }

    /// @dev No nonce: a second ballot of the same voter on this proposal is refused in any case.
    function _isSigned(uint256 proposalId, SignedBallot calldata ballot) private view returns (bool) {
        if (ballot.support > uint8(VoteType.Abstain)) return false;

        address voter = ballot.voter;
        bytes32 digest =
            _hashTypedDataV4(keccak256(abi.encode(BATCH_BALLOT_TYPEHASH, proposalId, ballot.support, voter)));
        (address signer, ECDSA.RecoverError err,) = ECDSA.tryRecover(digest, ballot.r, ballot.vs);
        return err == ECDSA.RecoverError.NoError && signer == voter;
    }
}
