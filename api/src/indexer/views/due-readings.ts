import type { GovernorDialect } from '../../chain/dialects/governor-dialect.js';
import type { FactRow } from '../../store/fact-row.js';
import type { MissingReadings, ProposalSnapshot } from '../../store/governor-readings.js';
import { ProposalCreatedEntity } from '../../store/proposal-created.entity.js';
import { ProposalExecutedEntity, ProposalExtendedEntity } from '../../store/proposal-lifecycle.entity.js';
import type { LogBlock } from '../read-stretch.js';

/** What can be read now. */
export interface Due {
  quorums: ProposalSnapshot[];
  blocks: number[];
}

/** Keeps what is still to be read of governors' views and block headers until its time has come. */
export class DueReadings {
  private quorums: ProposalSnapshot[];
  private readonly blocks: Set<bigint>;
  /** Governors whose rules may have changed since they were read: only what they execute changes them. */
  readonly changed = new Set<string>();

  constructor(
    private readonly dialects: ReadonlyMap<string, GovernorDialect>,
    { quorums, blocks }: MissingReadings,
  ) {
    this.quorums = quorums;
    this.blocks = new Set(blocks);
  }

  /** Takes note of what a stretch says; facts of other contracts are none of ours. */
  note(facts: FactRow[]): void {
    for (const { entity, row } of facts) {
      const dialect = this.dialects.get(row.contract);
      if (!dialect) continue;
      if (entity === ProposalCreatedEntity) this.noteProposal(row as ProposalCreatedEntity, dialect);
      else if (entity === ProposalExtendedEntity && dialect.clock === 'blocknumber') {
        this.blocks.add((row as ProposalExtendedEntity).extendedDeadline);
      } else if (entity === ProposalExecutedEntity) this.changed.add(row.contract);
    }
  }

  /** What can be read at this block, which is not asked for again. A view tells of a snapshot when it has passed. */
  take({ number, timestamp }: LogBlock): Due {
    const isDue = ({ governor, snapshot }: ProposalSnapshot) =>
      snapshot < BigInt(this.dialects.get(governor)?.clock === 'timestamp' ? timestamp : number);
    const due = { quorums: this.quorums.filter(isDue), blocks: [] as number[] };
    if (due.quorums.length > 0) this.quorums = this.quorums.filter((one) => !isDue(one));
    for (const block of this.blocks) {
      if (block > BigInt(number)) continue;
      due.blocks.push(Number(block));
      this.blocks.delete(block);
    }
    return due;
  }

  private noteProposal({ contract, proposalId, voteStart, voteEnd }: ProposalCreatedEntity, dialect: GovernorDialect) {
    if (dialect.quorumRule === 'checkpoint' || dialect.quorumRule === 'view') {
      this.quorums.push({ governor: contract, proposalId, snapshot: voteStart });
    }
    if (dialect.clock !== 'blocknumber') return;
    this.blocks.add(voteStart);
    this.blocks.add(voteEnd);
  }
}
