import { registerEnumType } from '@nestjs/graphql';

/** The states of a run on chain. */
export enum RunStateEnum {
  OPEN = 'OPEN',
  SUBMITTED = 'SUBMITTED',
  CHALLENGED = 'CHALLENGED',
  CANARY = 'CANARY',
  ACTIVE = 'ACTIVE',
  REJECTED = 'REJECTED',
  FAILED = 'FAILED',
  ROLLED_BACK = 'ROLLED_BACK',
  SUPERSEDED = 'SUPERSEDED',
}

registerEnumType(RunStateEnum, { name: 'RunState' });
