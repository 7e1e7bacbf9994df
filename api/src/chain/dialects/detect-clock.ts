import type { BlockHeader } from '../block-header.js';
import type { ContractProbe } from './contract-probe.js';
import type { Findings } from './findings.js';
import type { GovernorDialect } from './governor-dialect.js';

/** A clock that is further from the head than this counts something else. */
const NEAR_BLOCKS = 100n;

/** Finds out what a governor's timepoints count; null when it is nothing of this chain. */
export async function detectClock(
  probe: ContractProbe,
  governor: string,
  head: BlockHeader,
  findings: Findings,
): Promise<GovernorDialect['clock'] | null> {
  const [mode, clock] = await Promise.all([
    probe.read<string>(governor, 'function CLOCK_MODE() view returns (string)'),
    probe.read<number>(governor, 'function clock() view returns (uint48)'),
  ]);
  if (mode?.startsWith('mode=timestamp')) {
    findings.support('clock', 'seconds');
    return 'timestamp';
  }
  if (mode !== null && !mode.startsWith('mode=blocknumber')) {
    return findings.refuse('clock', `nobody here knows what ${mode} counts`);
  }
  const distance = clock === null ? 0n : BigInt(clock) - BigInt(head.number);
  if (distance > NEAR_BLOCKS || distance < -NEAR_BLOCKS) {
    return findings.refuse('clock', `it is at ${clock} while the chain is at block ${head.number}`);
  }
  findings.support('clock', 'blocks; the time of one that is yet to come is estimated');
  return 'blocknumber';
}
