import { ProposalQueuedEntity } from '../../store/proposal-lifecycle.entity.js';
import { timeOf } from '../event-text.js';
import { on } from '../handler.js';

export const onProposalQueued = on(
  'event ProposalQueued(uint256 proposalId, uint256 etaSeconds)',
  ({ at, args }, facts) =>
    facts.append(ProposalQueuedEntity, { proposalId: args.proposalId, etaAt: timeOf(args.etaSeconds), ...at }),
);
