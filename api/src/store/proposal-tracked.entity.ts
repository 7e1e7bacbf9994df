import { Entity, Index } from 'typeorm';
import { AmountColumn, Int8Column, IntColumn, TextsColumn } from './columns.js';
import { Fact } from './position.js';

/** The rules of a track, as they stand in an event. */
export abstract class TrackRules extends Fact {
  @IntColumn()
  trackId!: number;

  @Int8Column()
  votingDelaySeconds!: number;

  @Int8Column()
  votingPeriodSeconds!: number;

  @Int8Column()
  timelockDelaySeconds!: number;

  @Int8Column()
  expirySeconds!: number;

  @IntColumn()
  quorumBps!: number;

  @IntColumn()
  approvalBps!: number;

  @AmountColumn()
  quorumFloor!: bigint;
}

/** `ProposalTracked`: the rules that were copied into a proposal. */
@Entity({ name: 'proposal_tracked' })
@Index(['chainId', 'contract', 'proposalId'])
export class ProposalTrackedEntity extends TrackRules {
  @AmountColumn()
  proposalId!: bigint;

  @TextsColumn()
  codehashes!: string[];
}

/** `TrackSet`: the rules that new proposals on the track get. */
@Entity({ name: 'track_set' })
@Index(['chainId', 'contract', 'trackId'])
export class TrackSetEntity extends TrackRules {}
