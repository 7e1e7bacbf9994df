import { ProposalCanceledEntity } from '../../store/proposal-lifecycle.entity.js';
import { on } from '../handler.js';

export const onProposalCanceled = on('event ProposalCanceled(uint256 proposalId)', ({ at, args }, facts) =>
  facts.append(ProposalCanceledEntity, { proposalId: args.proposalId, ...at }),
);
