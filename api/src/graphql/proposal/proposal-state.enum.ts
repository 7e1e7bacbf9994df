import { registerEnumType } from '@nestjs/graphql';

/** OpenZeppelin's eight states of a proposal. */
export enum ProposalStateEnum {
  PENDING = 'PENDING',
  ACTIVE = 'ACTIVE',
  CANCELED = 'CANCELED',
  DEFEATED = 'DEFEATED',
  SUCCEEDED = 'SUCCEEDED',
  QUEUED = 'QUEUED',
  EXPIRED = 'EXPIRED',
  EXECUTED = 'EXECUTED',
}

registerEnumType(ProposalStateEnum, { name: 'ProposalState' });
