import { type BaseWallet, isError, keccak256, type TransactionReceipt, type TransactionRequest } from 'ethers';
import { CallRefused } from './chain-errors.js';
import type { FailoverProvider } from './failover-provider.js';
import { NonceQueue } from './nonce-queue.js';
import type { JournalEntry, TransactionJournal, TransactionState } from './transaction-journal.js';

/** A call to send. */
export interface CallRequest {
  to: string;
  data: string;
  value?: bigint;
}

/** How a sent transaction stands now. */
export interface SentTransaction {
  txHash: string;
  state: TransactionState;
  /** The block it is in; null until it is mined. */
  receipt: TransactionReceipt | null;
}

const POLL_MILLISECONDS = 250;
/** So often a call is signed that is mined and reverts, though each rehearsal went well. */
const TRIES_MAX = 5;

/**
 * Sends the transactions of one key. Each has a name that says what it is for: sending under the same name again, also
 * after a restart or a reorg, sends the same signed bytes again and never a second transaction; only what was mined and
 * reverted, and would not revert now, is signed anew.
 */
export class ChainSender {
  private readonly nonces: NonceQueue;

  constructor(
    private readonly provider: FailoverProvider,
    private readonly wallet: BaseWallet,
    private readonly journal: TransactionJournal,
  ) {
    this.nonces = new NonceQueue(provider, wallet.address);
  }

  /** Whose key this is. */
  get address(): string {
    return this.wallet.address;
  }

  /** Sends the call once and says how it stands; does not wait. Throws `CallRefused` when the contract would revert. */
  async send(key: string, call: CallRequest): Promise<SentTransaction> {
    let sent = await this.sendUnder(key, call);
    for (let turn = 2; sent.state === 'reverted' && turn <= TRIES_MAX; turn += 1) {
      sent = await this.sendUnder(`${key}.${turn}`, call);
    }
    return sent;
  }

  /** Sends the call and waits until it is in a block; null when it is not within `timeoutMilliseconds`. */
  async sendAndWait(key: string, call: CallRequest, timeoutMilliseconds = 60_000): Promise<SentTransaction | null> {
    const deadline = Date.now() + timeoutMilliseconds;
    for (;;) {
      const sent = await this.send(key, call);
      if (sent.receipt) return sent;
      if (Date.now() >= deadline) return null;
      await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
    }
  }

  private async sendUnder(key: string, call: CallRequest): Promise<SentTransaction> {
    const entry = await this.journal.find(key);
    if (!entry) return this.signAndSend(key, call);

    const receipt = await this.provider.getTransactionReceipt(entry.txHash);
    if (receipt) return this.mined(entry, receipt);
    if (await this.isNonceTaken(entry)) return this.signAndSend(key, call);
    return this.broadcast(entry);
  }

  private async signAndSend(key: string, call: CallRequest): Promise<SentTransaction> {
    const transaction = await this.prepare(key, call);
    return this.nonces.withNext(async (nonce) => {
      const raw = await this.wallet.signTransaction({ ...transaction, nonce });
      const entry: JournalEntry = {
        key,
        chainId: Number(transaction.chainId),
        sender: this.wallet.address,
        nonce,
        txHash: keccak256(raw),
        raw,
        state: 'signed',
      };
      await this.journal.write(entry);
      return this.broadcast(entry);
    });
  }

  /** Gas and fees. Estimating is also the rehearsal: what would revert is not sent. */
  private async prepare(key: string, call: CallRequest): Promise<TransactionRequest> {
    const request = { from: this.wallet.address, value: 0n, ...call };
    const [{ chainId }, fees, gas] = await Promise.all([
      this.provider.getNetwork(),
      this.provider.getFeeData(),
      this.provider.estimateGas(request).catch((error: Error) => {
        throw isError(error, 'CALL_EXCEPTION') ? new CallRefused(key, error.shortMessage, error.data) : error;
      }),
    ]);
    const { maxFeePerGas, maxPriorityFeePerGas, gasPrice } = fees;
    const price = maxFeePerGas
      ? { type: 2, maxFeePerGas: maxFeePerGas * 2n, maxPriorityFeePerGas }
      : { type: 0, gasPrice };
    // Other transactions, or the next second's checkpoint, can make the call dearer than its rehearsal.
    return { ...request, chainId, gasLimit: (gas * 3n) / 2n, ...price };
  }

  private async broadcast(entry: JournalEntry): Promise<SentTransaction> {
    try {
      await this.provider.broadcastTransaction(entry.raw);
    } catch (error) {
      if (!isKnownAlready(error)) throw error;
    }
    await this.journal.mark(entry.key, 'sent');
    const receipt = await this.provider.getTransactionReceipt(entry.txHash);
    return receipt ? this.mined(entry, receipt) : { txHash: entry.txHash, state: 'sent', receipt: null };
  }

  private async mined(entry: JournalEntry, receipt: TransactionReceipt): Promise<SentTransaction> {
    const state = receipt.status === 0 ? 'reverted' : 'mined';
    if (entry.state !== state) await this.journal.mark(entry.key, state);
    return { txHash: entry.txHash, state, receipt };
  }

  private async isNonceTaken(entry: JournalEntry): Promise<boolean> {
    const used = await this.provider.getTransactionCount(this.wallet.address, 'latest');
    if (used <= entry.nonce) return false;
    // It may have been mined between the two questions.
    if (await this.provider.getTransactionReceipt(entry.txHash)) return false;
    await this.journal.mark(entry.key, 'replaced');
    return true;
  }
}

/** The same bytes were sent before: that is what we wanted. */
function isKnownAlready(error: unknown): boolean {
  const text = `${(error as Error).message} ${JSON.stringify((error as { error?: unknown }).error ?? '')}`;
  return isError(error, 'NONCE_EXPIRED') || /already (known|imported|exists)|known transaction/i.test(text);
}
