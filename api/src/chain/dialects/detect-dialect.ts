import type { BlockHeader } from '../block-header.js';
import type { ContractProbe } from './contract-probe.js';
import { detectClock } from './detect-clock.js';
import { detectGovernor } from './detect-governor.js';
import { detectTimelock } from './detect-timelock.js';
import { detectVotes } from './detect-votes.js';
import { findStartBlock } from './find-start-block.js';
import { Findings } from './findings.js';
import type { Finding, GovernorContracts, GovernorDialect } from './governor-dialect.js';

/** What was found out about an organization. */
export interface DialectReport {
  /** Null when it is refused; `findings` says why. */
  dialect: GovernorDialect | null;
  /** The block of its first contract; null where the node cannot tell. */
  startBlock: number | null;
  findings: Finding[];
}

/** Finds out how an organization's contracts speak, from their code and by calls that change nothing. */
export async function detectDialect(
  probe: ContractProbe,
  contracts: GovernorContracts,
  head: BlockHeader,
): Promise<DialectReport> {
  const findings = new Findings();
  const governor = await detectGovernor(probe, contracts.governor, findings);
  const clock = governor && (await detectClock(probe, contracts.governor, head, findings));
  const before = BigInt(clock === 'timestamp' ? head.timestamp : head.number) - 1n;
  const votes = await detectVotes(probe, contracts, before, findings);
  const timelock = await detectTimelock(probe, contracts, findings);

  const dialect = governor && clock && votes && timelock ? { ...governor, clock, ...votes, ...timelock } : null;
  const startBlock = dialect && (await findStartBlock(probe, contracts, head.number));
  return { dialect, startBlock, findings: findings.all };
}
