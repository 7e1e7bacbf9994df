import { Transaction, type TransactionReceipt } from 'ethers';
import type { FailoverProvider } from './failover-provider.js';
import type { JournalEntry, SentTransaction, TransactionJournal } from './transaction-journal.js';

/** What is to be done for a name. */
export type Outlook =
  /** Mined, or reverted so often that it is left. */
  | { kind: 'settled'; sent: SentTransaction }
  /** Sent again as it is. */
  | { kind: 'wait'; entry: JournalEntry }
  /** Signed, the first time or because what was signed before cannot be mined, or reverted. */
  | { kind: 'new'; name: string; before: JournalEntry | null; beforeIs: 'replaced' | 'reverted' }
  /** Signed again at a higher price. */
  | { kind: 'raise'; name: string; stuck: JournalEntry };

/** So often a call is signed that is mined and reverts though its rehearsal went well. */
const REVERTS_MAX = 5;
/** More are not looked for: at a minute each, a chain that takes nothing for hours. */
const TURNS_MAX = 200;
/** Nodes behind one address can be some blocks apart: what one of them has not seen need not be missing. */
const DEEP_ENOUGH = 3;

/** The first transaction of a key has its name, each that takes the place of another one a number behind it. */
const nameOf = (key: string, turn: number) => (turn === 1 ? key : `${key}.${turn}`);

/** Looks at what was signed for a name, and at what the chain has of it. */
export class TransactionOutlook {
  constructor(
    private readonly provider: FailoverProvider,
    private readonly address: string,
    private readonly stuckMilliseconds: number,
  ) {}

  /** What is to be done for a name now. */
  async of(key: string, journal: TransactionJournal): Promise<Outlook> {
    const entries = await entriesOf(key, journal);
    const last = entries.at(-1);
    if (!last) return { kind: 'new', name: key, before: null, beforeIs: 'replaced' };

    const mined = await this.minedOf(entries, journal);
    const done = mined.find(({ state }) => state === 'mined');
    if (done) return { kind: 'settled', sent: done };

    const name = nameOf(key, entries.length + 1);
    const rivals = entries.filter(({ nonce }) => nonce === last.nonce);
    const reverted = mined.find(({ txHash }) => rivals.some((rival) => rival.txHash === txHash));
    if (reverted && mined.length >= REVERTS_MAX) return { kind: 'settled', sent: reverted };
    if (reverted) return { kind: 'new', name, before: last, beforeIs: 'reverted' };
    // The key was changed since: what the old one signed is not ours to raise, and the contract takes one of the two.
    if (last.sender !== this.address) return { kind: 'new', name, before: last, beforeIs: 'replaced' };
    if (await this.isNonceTaken(last, rivals, journal)) {
      return { kind: 'new', name, before: last, beforeIs: 'replaced' };
    }
    const mayRaise = entries.length < TURNS_MAX && (await this.isStuck(last));
    return mayRaise ? { kind: 'raise', name, stuck: last } : { kind: 'wait', entry: last };
  }

  /** Notes what became of a transaction that is in a block. */
  async mined(entry: JournalEntry, receipt: TransactionReceipt, journal: TransactionJournal): Promise<SentTransaction> {
    const state = receipt.status === 0 ? 'reverted' : 'mined';
    if (entry.state !== state) await journal.mark(entry.key, state);
    return { txHash: entry.txHash, state, receipt };
  }

  private async minedOf(entries: readonly JournalEntry[], journal: TransactionJournal): Promise<SentTransaction[]> {
    const found: SentTransaction[] = [];
    for (const entry of entries) {
      const receipt = await this.provider.getTransactionReceipt(entry.txHash);
      if (receipt) found.push(await this.mined(entry, receipt, journal));
    }
    return found;
  }

  /** Whether it is the next of its account and its price is not the one that is asked: too low, or not taken for long. */
  private async isStuck({ sender, nonce, at, raw }: JournalEntry): Promise<boolean> {
    const isOld = Date.now() - at.getTime() >= this.stuckMilliseconds;
    if (!isOld && !(await this.isBelowBaseFee(raw))) return false;
    return (await this.provider.getTransactionCount(sender, 'latest')) === nonce;
  }

  private async isBelowBaseFee(raw: string): Promise<boolean> {
    const { maxFeePerGas, gasPrice } = Transaction.from(raw);
    const head = await this.provider.getBlock('latest');
    return (head?.baseFeePerGas ?? 0n) > (maxFeePerGas ?? gasPrice ?? 0n);
  }

  /** Whether another transaction has the nonce for good, so that none of ours can be mined any more. */
  private async isNonceTaken(entry: JournalEntry, rivals: JournalEntry[], journal: TransactionJournal) {
    const { sender, nonce } = entry;
    if ((await this.provider.getTransactionCount(sender, 'latest')) <= nonce) return false;
    // One of ours may have been mined between the two questions.
    if ((await this.minedOf(rivals, journal)).length > 0) return false;
    const others = (await journal.findByNonce(entry, nonce)).filter(({ key }) =>
      rivals.every((own) => own.key !== key),
    );
    if ((await this.minedOf(others, journal)).length > 0) return true;

    const head = await this.provider.getBlockNumber();
    return (await this.provider.getTransactionCount(sender, Math.max(0, head - DEEP_ENOUGH))) > nonce;
  }
}

async function entriesOf(key: string, journal: TransactionJournal): Promise<JournalEntry[]> {
  const names = Array.from({ length: TURNS_MAX }, (_, index) => nameOf(key, index + 1));
  const places = new Map(names.map((name, place) => [name, place]));
  const found = await journal.findAll(names);
  return found.sort((a, b) => (places.get(a.key) ?? 0) - (places.get(b.key) ?? 0));
}
