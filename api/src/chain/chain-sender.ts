import {
  type BaseWallet,
  isError,
  keccak256,
  Transaction,
  type TransactionReceipt,
  type TransactionRequest,
} from 'ethers';
import { CallRefused } from './chain-errors.js';
import type { FailoverProvider } from './failover-provider.js';
import { offeredFees, raised } from './fees.js';
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
/** So often a call is signed that is not mined for its price, or is mined and reverts though its rehearsal went well. */
const TURNS_MAX = 5;

/**
 * Sends the transactions of one key. Each has a name that says what it is for: sending under the same name again, also
 * after a restart or a reorg, sends the same signed bytes again and never a second transaction; only what was mined and
 * reverted, and would not revert now, is signed anew, and what is stuck is offered more for.
 */
export class ChainSender {
  private readonly nonces: NonceQueue;

  constructor(
    private readonly provider: FailoverProvider,
    private readonly wallet: BaseWallet,
    private readonly journal: TransactionJournal,
    private readonly stuckMilliseconds = 60_000,
  ) {
    this.nonces = new NonceQueue(provider, wallet.address);
  }

  /** Whose key this is. */
  get address(): string {
    return this.wallet.address;
  }

  /** Sends the call once and says how it stands; does not wait. Throws `CallRefused` when the contract would revert. */
  async send(key: string, call: CallRequest): Promise<SentTransaction> {
    const entries = await this.entriesOf(key);
    const last = entries.at(-1);
    if (!last) return this.signAndSend(key, call);

    const minedOnes = await this.minedOf(entries);
    const done = minedOnes.find(({ state }) => state === 'mined');
    if (done) return done;
    const rivals = entries.filter(({ nonce }) => nonce === last.nonce);
    const reverted = minedOnes.find(({ txHash }) => rivals.some((rival) => rival.txHash === txHash));
    const next = entries.length < TURNS_MAX ? nameOf(key, entries.length + 1) : null;
    if (reverted) return next ? this.signAndSend(next, call) : reverted;
    if (await this.isNonceTaken(last, rivals)) return this.signAndSend(last.key, call);
    return next && (await this.isStuck(last)) ? this.raise(last, next) : this.broadcast(last);
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

  /** What was signed for a key, each in place of the one before; any of those that share a nonce may be mined. */
  private async entriesOf(key: string): Promise<JournalEntry[]> {
    const entries: JournalEntry[] = [];
    for (let turn = 1; turn <= TURNS_MAX; turn += 1) {
      const entry = await this.journal.find(nameOf(key, turn));
      if (!entry) break;
      entries.push(entry);
    }
    return entries;
  }

  private async minedOf(entries: JournalEntry[]): Promise<SentTransaction[]> {
    const found: SentTransaction[] = [];
    for (const entry of entries) {
      const receipt = await this.provider.getTransactionReceipt(entry.txHash);
      if (receipt) found.push(await this.mined(entry, receipt));
    }
    return found;
  }

  private async signAndSend(key: string, call: CallRequest): Promise<SentTransaction> {
    const transaction = await this.prepare(key, call);
    return this.nonces.withNext(async (nonce) => {
      const raw = await this.wallet.signTransaction({ ...transaction, nonce });
      return this.writeAndBroadcast(key, raw);
    });
  }

  /** Offers more for a transaction that all later ones wait for. */
  private async raise(stuck: JournalEntry, key: string): Promise<SentTransaction> {
    const transaction = raised(stuck.raw, offeredFees(await this.provider.getFeeData()));
    return this.writeAndBroadcast(key, await this.wallet.signTransaction(transaction));
  }

  private async writeAndBroadcast(key: string, raw: string): Promise<SentTransaction> {
    const { chainId, nonce } = Transaction.from(raw);
    const entry: JournalEntry = {
      key,
      chainId: Number(chainId),
      sender: this.wallet.address,
      nonce,
      txHash: keccak256(raw),
      raw,
      state: 'signed',
      at: new Date(),
    };
    await this.journal.write(entry);
    return this.broadcast(entry);
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
    // Other transactions, or the next second's checkpoint, can make the call dearer than its rehearsal.
    return { ...request, chainId, gasLimit: (gas * 3n) / 2n, ...offeredFees(fees) };
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

  /** Whether it is the next of its account and has waited for long: then its price is not the one that is asked. */
  private async isStuck({ nonce, at }: JournalEntry): Promise<boolean> {
    if (Date.now() - at.getTime() < this.stuckMilliseconds) return false;
    return (await this.provider.getTransactionCount(this.wallet.address, 'latest')) === nonce;
  }

  private async isNonceTaken(entry: JournalEntry, rivals: JournalEntry[]): Promise<boolean> {
    const used = await this.provider.getTransactionCount(this.wallet.address, 'latest');
    if (used <= entry.nonce) return false;
    // One of ours may have been mined between the two questions.
    if ((await this.minedOf(rivals)).length > 0) return false;
    await this.journal.mark(entry.key, 'replaced');
    return true;
  }
}

/** The first transaction of a key has its name, each that takes the place of another one a number behind it. */
const nameOf = (key: string, turn: number) => (turn === 1 ? key : `${key}.${turn}`);

/** The same bytes were sent before: that is what we wanted. */
function isKnownAlready(error: unknown): boolean {
  const text = `${(error as Error).message} ${JSON.stringify((error as { error?: unknown }).error ?? '')}`;
  return isError(error, 'NONCE_EXPIRED') || /already (known|imported|exists)|known transaction/i.test(text);
}
