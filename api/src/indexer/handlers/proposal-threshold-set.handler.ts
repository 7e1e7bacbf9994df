import { ProposalThresholdSetEntity } from '../../store/governor-settings.entity.js';
import { on } from '../handler.js';

export const onProposalThresholdSet = on(
  'event ProposalThresholdSet(uint256 oldProposalThreshold, uint256 newProposalThreshold)',
  ({ at, args }, facts) =>
    facts.append(ProposalThresholdSetEntity, {
      oldProposalThreshold: args.oldProposalThreshold,
      newProposalThreshold: args.newProposalThreshold,
      ...at,
    }),
);
