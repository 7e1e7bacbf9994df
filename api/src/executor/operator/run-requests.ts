import type { DataSource } from 'typeorm';
import type { RunLedgerEntity } from '../../store/run-ledger.entity.js';
import { RunLedger } from '../run-ledger.js';
import { isTerminal, ledgerState } from '../run-lifecycle.js';
import { cancelable } from '../steps/honour-request.js';
import { CommandRefused } from './run-command.js';

/** Puts an operator's wish down; the executor does it with its next step. Says in one sentence what will happen. */
export class RunRequests {
  private readonly ledger: RunLedger;

  constructor(dataSource: DataSource) {
    this.ledger = new RunLedger(dataSource);
  }

  /** Ends our attempt. Throws `CommandRefused` when there is nothing of ours to end. */
  async cancel(runId: string): Promise<string> {
    const { state, attempt } = await this.entryOf(runId);
    if (!cancelable.includes(state)) {
      throw new CommandRefused(`The run is ${state}: ${whyNotCanceled[state] ?? 'it has ended, for good'}.`);
    }
    await this.ledger.ask(runId, 'cancel');
    const held =
      attempt > 0
        ? `attempt ${attempt} ends, and the chain is told that the run failed if it is still ours`
        : 'it is not taken';
    return `Canceled: ${held}. mandate run explain ${runId} shows how it goes on.`;
  }

  /** Tries again now. Throws `CommandRefused` when the run has ended. */
  async retry(runId: string): Promise<string> {
    const { state } = await this.entryOf(runId);
    if (isTerminal(ledgerState(state))) {
      throw new CommandRefused(`The run is ${state}, for good: a new vote is needed to do it again.`);
    }
    await this.ledger.ask(runId, 'retry');
    return state === 'Failing'
      ? `The run gets another attempt, unless the chain has heard of the failure by now. mandate run explain ${runId} shows which.`
      : `The run is looked at again at once. mandate run explain ${runId} shows what comes of it.`;
  }

  private async entryOf(runId: string): Promise<RunLedgerEntity> {
    const entry = await this.ledger.find(runId);
    if (entry !== null) return entry;
    throw new CommandRefused(
      `No executor of this database has the run ${runId}: mandate run explain ${runId} says where it stands.`,
    );
  }
}

const whyNotCanceled: Readonly<Record<string, string>> = {
  Submitted:
    'its receipt is on chain and cannot be taken back. Whoever holds it for wrong can challenge it; the guardian can roll back what it leads to',
  Failing: 'it is given up already, and the chain is being told',
  Orphaned: 'the chain does not hold its order, and nothing runs',
  Canary: 'it passed the gate; the guardian can roll its policy back',
  Active: 'it answers; the guardian can roll its policy back',
};
