import { ProposalExecutedEntity } from '../../store/proposal-lifecycle.entity.js';
import { on } from '../handler.js';

export const onProposalExecuted = on('event ProposalExecuted(uint256 proposalId)', ({ at, args }, facts) =>
  facts.append(ProposalExecutedEntity, { proposalId: args.proposalId, ...at }),
);
