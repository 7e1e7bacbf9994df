import type { DataSource } from 'typeorm';
import type { Organization } from '../../src/queries/organization.js';
import type { FactRow } from '../../src/store/fact-row.js';
import type { Fact } from '../../src/store/position.js';
import { ProposalCreatedEntity } from '../../src/store/proposal-created.entity.js';
import {
  ProposalCanceledEntity,
  ProposalExecutedEntity,
  ProposalExtendedEntity,
  ProposalQueuedEntity,
} from '../../src/store/proposal-lifecycle.entity.js';
import { ProposalTrackedEntity } from '../../src/store/proposal-tracked.entity.js';
import { CallCancelledEntity, CallExecutedEntity, CallScheduledEntity } from '../../src/store/timelock.entity.js';
import {
  DelegateChangedEntity,
  DelegateVotesChangedEntity,
  TokenTransferEntity,
} from '../../src/store/token.entity.js';
import { VoteCastEntity } from '../../src/store/vote-cast.entity.js';
import type { Seeded } from '../indexer/decoder-fuzz.js';
import { aFact, aPosition, aProposal, aVote } from './a-fact.js';

const [GOVERNOR, TOKEN, TIMELOCK] = ['0xGovernor', '0xToken', '0xTimelock'] as const;
const NOBODY = '0x0000000000000000000000000000000000000000';
const ACCOUNTS = ['0xA', '0xB', '0xC', '0xD'] as const;

type Happening = (at: Fact) => FactRow[];

/**
 * Facts of an organization whose events come in any order, as no contract would send them: what is kept beside the facts
 * has to follow from the facts alone. The clock counts seconds, a block each.
 */
export class MadeUpGovernance {
  private proposals = 0;

  constructor(private readonly random: Seeded) {}

  /** Makes it known. */
  async found(db: DataSource): Promise<Organization> {
    await db.query(
      `INSERT INTO organization (slug, name, chain_id, governor, token, timelock, start_block)
       VALUES ('made-up', 'Made up', 31337, $1, $2, $3, 0)`,
      [GOVERNOR, TOKEN, TIMELOCK],
    );
    const none = { mandateToken: null, policyRegistry: null, runRegistry: null, revenueAllocator: null };
    const addresses = { governor: GOVERNOR, token: TOKEN, timelock: TIMELOCK, ...none };
    return { id: 'made-up', slug: 'made-up', name: 'Made up', chainId: 31337, addresses };
  }

  /** What happens in a block. */
  factsOf(block: number): FactRow[] {
    const facts: FactRow[] = [];
    for (let count = this.random.below(6); count > 0; count -= 1) {
      facts.push(...this.oneOf(this.happenings)(aPosition(block, facts.length)));
    }
    return facts;
  }

  private get happenings(): [Happening, ...Happening[]] {
    const { propose, vote, extend, queue, execute, cancel, carryOut, stop, mint, delegate, weigh } = this;
    return [propose, propose, vote, vote, vote, extend, queue, execute, cancel, carryOut, stop, mint, delegate, weigh];
  }

  private propose: Happening = (at) => {
    this.proposals += 1;
    const proposalId = BigInt(this.proposals);
    const now = BigInt(at.blockAt.getTime() / 1000);
    const voteStart = now + BigInt(this.random.below(4));
    const terms = { voteStart, voteEnd: voteStart + BigInt(this.random.below(12)) };
    const created = aFact(ProposalCreatedEntity, { ...aProposal(at), ...terms, proposalId, contract: GOVERNOR });
    if (this.random.below(3) === 0) return [created];
    const seconds = { votingDelaySeconds: 1, votingPeriodSeconds: 9, timelockDelaySeconds: 2, expirySeconds: 10 };
    const rules = { trackId: 1, ...seconds, quorumBps: 2_000, approvalBps: 5_000, quorumFloor: 5n, codehashes: [] };
    const next = { ...at, logIndex: at.logIndex + 1, contract: GOVERNOR };
    return [created, aFact(ProposalTrackedEntity, { ...next, ...rules, proposalId })];
  };

  private vote: Happening = (at) => {
    const choice = {
      proposalId: this.proposal(),
      support: this.oneOf([0, 1, 1, 1, 2]),
      weight: BigInt(this.random.below(30)),
    };
    return [aFact(VoteCastEntity, { ...aVote(at, choice), contract: GOVERNOR, voter: this.oneOf(ACCOUNTS) })];
  };

  private extend: Happening = (at) => {
    const extendedDeadline = BigInt(at.blockAt.getTime() / 1000 + this.random.below(9));
    return [aFact(ProposalExtendedEntity, { ...this.of(at), extendedDeadline })];
  };

  /** Each second time by way of the timelock. */
  private queue: Happening = (at) => {
    const proposal = this.of(at);
    const etaAt = new Date(at.blockAt.getTime() + this.random.below(5) * 1000);
    if (this.random.below(2) === 0) return [aFact(ProposalQueuedEntity, { ...proposal, etaAt })];
    const call = {
      callIndex: 0n,
      target: TOKEN,
      value: 0n,
      data: Buffer.alloc(0),
      predecessor: '0x',
      delaySeconds: 2n,
    };
    const scheduled = { ...at, contract: TIMELOCK, operationId: operationOf(proposal.proposalId), ...call };
    const queued = { ...proposal, logIndex: at.logIndex + 1, etaAt };
    return [aFact(CallScheduledEntity, scheduled), aFact(ProposalQueuedEntity, queued)];
  };

  private execute: Happening = (at) => (this.random.below(3) === 0 ? [aFact(ProposalExecutedEntity, this.of(at))] : []);

  private cancel: Happening = (at) => (this.random.below(4) === 0 ? [aFact(ProposalCanceledEntity, this.of(at))] : []);

  private carryOut: Happening = (at) => {
    const call = { callIndex: 0n, target: TOKEN, value: 0n, data: Buffer.alloc(0) };
    return [
      aFact(CallExecutedEntity, { ...at, contract: TIMELOCK, operationId: operationOf(this.proposal()), ...call }),
    ];
  };

  private stop: Happening = (at) => [
    aFact(CallCancelledEntity, { ...at, contract: TIMELOCK, operationId: operationOf(this.proposal()) }),
  ];

  private mint: Happening = (at) => {
    const [from, to] = [this.oneOf([NOBODY, NOBODY, '0xA']), this.oneOf([NOBODY, '0xB', '0xC'])];
    return [aFact(TokenTransferEntity, { ...at, contract: TOKEN, from, to, amount: BigInt(this.random.below(90)) })];
  };

  private delegate: Happening = (at) => {
    const [delegator, toDelegate] = [this.oneOf(ACCOUNTS), this.oneOf([NOBODY, ...ACCOUNTS])];
    return [aFact(DelegateChangedEntity, { ...at, contract: TOKEN, delegator, fromDelegate: NOBODY, toDelegate })];
  };

  private weigh: Happening = (at) => {
    const votes = { delegate: this.oneOf(ACCOUNTS), previousVotes: 0n, newVotes: BigInt(this.random.below(50)) };
    return [aFact(DelegateVotesChangedEntity, { ...at, contract: TOKEN, ...votes })];
  };

  private of(at: Fact) {
    return { ...at, contract: GOVERNOR, proposalId: this.proposal() };
  }

  private oneOf<T>(values: readonly [T, ...T[]]): T {
    return values[this.random.below(values.length)] ?? values[0];
  }

  /** One that was proposed, or that may be yet. */
  private proposal(): bigint {
    return BigInt(1 + this.random.below(Math.max(this.proposals, 1) + 1));
  }
}

const operationOf = (proposalId: bigint) => `operation ${proposalId}`;
