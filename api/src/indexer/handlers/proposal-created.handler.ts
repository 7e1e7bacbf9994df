import { keccak256 } from 'viem';
import { ProposalCreatedEntity } from '../../store/proposal-created.entity.js';
import { bytesOf } from '../event-text.js';
import { on } from '../handler.js';

export const onProposalCreated = on(
  'event ProposalCreated(uint256 proposalId, address proposer, address[] targets, uint256[] values, string[] signatures, bytes[] calldatas, uint256 voteStart, uint256 voteEnd, string description)',
  ({ at, args, raw }, facts) =>
    facts.append(ProposalCreatedEntity, {
      proposalId: args.proposalId,
      proposer: args.proposer,
      targets: [...args.targets],
      values: [...args.values],
      signatures: [...args.signatures],
      calldatas: args.calldatas.map(bytesOf),
      voteStart: args.voteStart,
      voteEnd: args.voteEnd,
      descriptionRaw: raw.description,
      description: args.description,
      descriptionHash: keccak256(raw.description),
      ...at,
    }),
);
