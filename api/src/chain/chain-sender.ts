import { type BaseWallet, isError, keccak256, Transaction, type TransactionRequest } from 'ethers';
import { CallRefused, OutOfGasMoney } from './chain-errors.js';
import type { FailoverProvider } from './failover-provider.js';
import { highestCost, offeredFees, raised } from './fees.js';
import { isKnownAlready, isOutOfMoney, isRivalWaiting, isTooCheap } from './node-errors.js';
import { NonceQueue } from './nonce-queue.js';
import type { JournalEntry, SentTransaction, TransactionJournal } from './transaction-journal.js';
import { type Outlook, TransactionOutlook } from './transaction-outlook.js';

/** A call to send. */
export interface CallRequest {
  to: string;
  data: string;
  value?: bigint;
}

const POLL_MILLISECONDS = 250;

/**
 * Sends the transactions of one key. Each has a name that says what it is for: sending under the same name again, from
 * whatever process, also after a restart or a reorg, sends the same signed bytes again and never a second transaction.
 * Signed anew is only what cannot be mined any more, as its nonce went to another one, or what was mined and reverted and
 * would not revert now; what is stuck is offered more for, under the same nonce.
 */
export class ChainSender {
  private readonly nonces: NonceQueue;
  private readonly outlook: TransactionOutlook;

  constructor(
    private readonly provider: FailoverProvider,
    private readonly wallet: BaseWallet,
    private readonly journal: TransactionJournal,
    stuckMilliseconds = 60_000,
  ) {
    this.nonces = new NonceQueue(provider, wallet.address);
    this.outlook = new TransactionOutlook(provider, wallet.address, stuckMilliseconds);
  }

  /** Whose key this is. */
  get address(): string {
    return this.wallet.address;
  }

  /** What the account can spend. */
  async balanceWei(): Promise<bigint> {
    return this.provider.getBalance(this.address);
  }

  /**
   * Sends the call once and says how it stands; does not wait. Throws `CallRefused` when the contract would revert, and
   * `OutOfGasMoney` when the account cannot pay.
   */
  async send(key: string, call: CallRequest): Promise<SentTransaction> {
    const outlook = await this.outlook.of(key, this.journal);
    if (outlook.kind === 'settled') return outlook.sent;
    if (outlook.kind === 'wait') return this.broadcast(outlook.entry, this.journal);
    // The rehearsal takes time: it is not done while others wait for the account.
    const request = outlook.kind === 'new' ? await this.prepare(key, call) : null;
    const account = { chainId: Number((await this.provider.getNetwork()).chainId), sender: this.address };
    return this.nonces.inTurn(() =>
      this.journal.exclusively(account, async (journal) =>
        // Another process may have done it while we waited.
        this.act(await this.outlook.of(key, journal), request, journal),
      ),
    );
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

  private async act(outlook: Outlook, request: TransactionRequest | null, journal: TransactionJournal) {
    if (outlook.kind === 'settled') return outlook.sent;
    if (outlook.kind === 'raise') return this.raise(outlook.stuck, outlook.name, journal);
    if (outlook.kind === 'wait') return this.broadcast(outlook.entry, journal);
    if (request === null) return { txHash: outlook.before?.txHash ?? '', state: 'replaced' as const, receipt: null };

    if (outlook.before) await journal.mark(outlook.before.key, outlook.beforeIs);
    const raw = await this.wallet.signTransaction({ ...request, nonce: await this.nonces.next() });
    return this.broadcast(await this.writeDown(outlook.name, raw, journal), journal);
  }

  /** Offers more for a transaction that all later ones wait for. */
  private async raise(stuck: JournalEntry, name: string, journal: TransactionJournal): Promise<SentTransaction> {
    const transaction = raised(stuck.raw, offeredFees(await this.provider.getFeeData()));
    await this.assertPaid(highestCost(transaction));
    const raw = await this.wallet.signTransaction(transaction);
    return this.broadcast(await this.writeDown(name, raw, journal), journal);
  }

  /** Written before it is sent: a crash in between sends it later, and never another one in its place. */
  private async writeDown(key: string, raw: string, journal: TransactionJournal): Promise<JournalEntry> {
    const { chainId, nonce } = Transaction.from(raw);
    const entry: JournalEntry = {
      ...{ key, chainId: Number(chainId), sender: this.wallet.address, nonce },
      ...{ txHash: keccak256(raw), raw, state: 'signed', at: new Date() },
    };
    await journal.write(entry);
    return entry;
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
    const transaction = { ...request, chainId, gasLimit: (gas * 3n) / 2n, ...offeredFees(fees) };
    await this.assertPaid(highestCost(Transaction.from({ ...transaction, from: null })));
    return transaction;
  }

  private async assertPaid(neededWei: bigint): Promise<void> {
    const balanceWei = await this.balanceWei();
    if (balanceWei >= neededWei) return;
    const { chainId } = await this.provider.getNetwork();
    throw new OutOfGasMoney(Number(chainId), this.address, balanceWei, neededWei);
  }

  private async broadcast(entry: JournalEntry, journal: TransactionJournal): Promise<SentTransaction> {
    try {
      await this.provider.broadcastTransaction(entry.raw);
    } catch (error) {
      if (isOutOfMoney(error)) await this.assertPaid(highestCost(Transaction.from(entry.raw)));
      // It waits for its turn, or for a higher price: neither is a failure.
      if (![isKnownAlready, isRivalWaiting, isTooCheap].some((is) => is(error))) throw error;
    }
    await journal.mark(entry.key, 'sent');
    const receipt = await this.provider.getTransactionReceipt(entry.txHash);
    if (receipt) return this.outlook.mined(entry, receipt, journal);
    return { txHash: entry.txHash, state: 'sent', receipt: null };
  }
}
