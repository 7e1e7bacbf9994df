import { ProposalExtendedEntity } from '../../store/proposal-lifecycle.entity.js';
import { on } from '../handler.js';

export const onProposalExtended = on(
  'event ProposalExtended(uint256 indexed proposalId, uint64 extendedDeadline)',
  ({ at, args }, facts) =>
    facts.append(ProposalExtendedEntity, {
      proposalId: args.proposalId,
      extendedDeadline: args.extendedDeadline,
      ...at,
    }),
);
