import type { Receipt } from '../receipt.js';
import type { Step } from './step.js';

/** `Trained`: puts the receipt on chain. The ledger moves when the chain has it. */
export const submitReceipt: Step = async (entry, run, { ledger, registry }) => {
  if (run.state === 'Submitted' || run.state === 'Challenged') {
    return ledger.move(entry, 'Submitted', { txHashes: run.txHashes });
  }
  if (run.state !== 'Open') return entry;
  // A reorg can take the attempt away from under the receipt: it has to be there first.
  if (run.attempt < entry.attempt) await registry.startAttempt(run, entry.attempt);
  else await registry.submitReceipt(run, entry.receipt as Receipt, entry.receiptSignature ?? '');
  return entry;
};

/** `Submitted`: goes back when a reorg took the receipt; everything else the chain decides. */
export const keepReceipt: Step = async (entry, run, { ledger }) =>
  run.state === 'Open' ? ledger.move(entry, 'Trained') : entry;
