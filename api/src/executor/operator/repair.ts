import type { DataSource } from 'typeorm';
import type { RunLedgerEntity } from '../../store/run-ledger.entity.js';
import { Degradation } from '../degradation.js';
import { RunLedger } from '../run-ledger.js';
import { decidedStates, isReachable, ledgerState, ledgerStates } from '../run-lifecycle.js';
import { chainStates } from '../run-registry.js';
import type { Witnesses } from '../witnesses.js';

/** What a repair would do about one run. */
export interface RepairStep {
  readonly entry: RunLedgerEntity;
  /** Whether the run begins anew from where the chain has it. */
  readonly beginsAnew: boolean;
  /** One sentence for the operator. */
  readonly sentence: string;
}

/** What is broken on a chain, and what would be done about it. */
export interface RepairPlan {
  readonly chainId: number;
  readonly reasons: readonly string[];
  readonly steps: readonly RepairStep[];
}

/**
 * Takes a chain up again after a reorg that was deeper than its finality: every run that we have acted on is put where
 * the chain, by all of its endpoints, has it now. Doing it twice, or being cut off, does no harm.
 */
export class Repair {
  private readonly ledger: RunLedger;
  private readonly degradation: Degradation;

  constructor(
    dataSource: DataSource,
    private readonly witnesses: Witnesses,
  ) {
    this.ledger = new RunLedger(dataSource);
    this.degradation = new Degradation(dataSource);
  }

  /** Looks, and changes nothing. Throws when the endpoints do not agree on what there is. */
  async plan(chainId: number): Promise<RepairPlan> {
    const degraded = (await this.degradation.all()).filter((one) => one.chainId === chainId);
    const acted = degraded.length === 0 ? [] : await this.ledger.actedOn(chainId);
    const steps: RepairStep[] = [];
    for (const entry of acted) steps.push(await this.stepFor(entry));
    return { chainId, reasons: degraded.map(({ registry, reason }) => `${registry}: ${reason}`), steps };
  }

  /** Does what the plan says, and gives the chain back to the executor. */
  async carryOut({ chainId, steps }: RepairPlan): Promise<void> {
    for (const { entry, beginsAnew } of steps) {
      if (!beginsAnew) continue;
      const error = 'taken up anew by a repair';
      await this.ledger.move(entry, 'Orphaned', { engineHandle: null, error }, null, true);
    }
    await this.degradation.lift(chainId);
  }

  private async stepFor(entry: RunLedgerEntity): Promise<RepairStep> {
    const { runId, registry, state, orderBlockNumber, orderBlockHash } = entry;
    const standing = await this.witnesses.standingOf(orderBlockNumber, orderBlockHash);
    const onChain = chainStates[await this.witnesses.finalStateOf(runId, registry)] ?? 'None';
    const where = `run ${runId}: here ${state}, on chain ${onChain}`;
    const isTakenBack = standing === 'gone' || isContradicted(state, onChain);
    if (state === 'Orphaned') return { entry, beginsAnew: false, sentence: `${where}: ${restsUntil(onChain)}` };
    if (!isTakenBack) return { entry, beginsAnew: false, sentence: `${where}: goes on as it is.` };
    return { entry, beginsAnew: true, sentence: `${where}: becomes Orphaned; ${restsUntil(onChain)}` };
  }
}

/** Whether the chain cannot come from where it is to what the ledger has as decided. */
function isContradicted(state: string, onChain: string): boolean {
  if (!decidedStates.includes(state) || state === onChain) return false;
  const known = ledgerStates.find((one) => one === onChain);
  return known === undefined || !decidedStates.includes(onChain) || !isReachable(ledgerState(state), known);
}

const restsUntil = (onChain: string) =>
  onChain === 'None'
    ? 'the chain has no order for it, and it rests until there is one.'
    : 'it begins anew from where the chain has it, with the next attempt.';
