import type { FactRow } from './fact-row.js';
import type { GovernorReadings } from './governor-readings.js';
import type { QuarantinedLogEntity } from './quarantined-log.entity.js';

/** A block by its number and hash. */
export interface BlockId {
  number: number;
  hash: string;
}

/** A block as the store keeps it. */
export interface StoredBlock extends BlockId {
  blockAt: Date;
  logsCount: number;
}

/** The rows of a stretch of blocks. All of it is committed, or nothing. */
export interface FactStretch {
  chainId: number;
  /** The organizations whose logs these are. */
  slugs: string[];
  fromBlock: number;
  toBlock: number;
  facts: FactRow[];
  quarantined: QuarantinedLogEntity[];
  /** What views told of governors of other makes. */
  readings?: GovernorReadings | undefined;
  /** The blocks of the stretch that are remembered: its last one, and those with logs. */
  blocks: StoredBlock[];
}

/** A stretch that moves the chain's cursor. */
export interface ChainBatch extends FactStretch {
  /** Where the cursor stood when the batch was read; null when there was none. */
  after: BlockId | null;
  /** Where it stands afterwards. */
  last: BlockId;
  finalizedNumber: number;
  headNumber: number;
  headAt: Date;
}

/** Another process moved the cursor, or the organization, in the meantime: what was read is of no use. */
export class CursorMoved extends Error {
  override readonly name = 'CursorMoved';
}
