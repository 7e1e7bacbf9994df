import { getAddress, ZeroAddress } from 'ethers';
import type { ContractProbe } from './contract-probe.js';
import type { Findings } from './findings.js';
import type { GovernorContracts, GovernorDialect } from './governor-dialect.js';

/** What follows from the timelock. */
export type TimelockPart = Pick<GovernorDialect, 'timelock' | 'gracePeriodSeconds'>;

/** Finds out which timelock executes; null when it is not the governor's. */
export async function detectTimelock(
  probe: ContractProbe,
  { governor, timelock }: GovernorContracts,
  findings: Findings,
): Promise<TimelockPart | null> {
  const named = await probe.read<string>(governor, 'function timelock() view returns (address)');
  if (named && named !== getAddress(timelock)) return findings.refuse('timelock', `the governor executes by ${named}`);
  if (timelock === ZeroAddress) {
    findings.support('timelock', 'none: the governor executes by itself');
    return { timelock: 'none', gracePeriodSeconds: null };
  }
  const [minDelay, delay, grace] = await Promise.all([
    probe.read(timelock, 'function getMinDelay() view returns (uint256)'),
    probe.read(timelock, 'function delay() view returns (uint256)'),
    probe.read(timelock, 'function GRACE_PERIOD() view returns (uint256)'),
  ]);
  if (minDelay !== null) {
    findings.support('timelock', `OpenZeppelin, ${minDelay} s`);
    return { timelock: 'openzeppelin', gracePeriodSeconds: null };
  }
  if (delay !== null && grace !== null) {
    findings.support('timelock', `Compound, ${delay} s, a grace of ${grace} s`);
    return { timelock: 'compound', gracePeriodSeconds: Number(grace) };
  }
  findings.degrade('timelock', 'no make that we know: queue and execution are told by the governor alone');
  return { timelock: 'none', gracePeriodSeconds: null };
}
