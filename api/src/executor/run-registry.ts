import { type BaseWallet, Contract, Interface, type TypedDataDomain } from 'ethers';
import { runRegistryAbi } from '../abi/RunRegistry.js';
import { CallRefused } from '../chain/chain-errors.js';
import type { ChainReader } from '../chain/chain-reader.js';
import type { ChainSender } from '../chain/chain-sender.js';
import { sealEnvelope } from './dsse.js';
import { type Receipt, signReceipt } from './receipt.js';
import { canonicalText, inTotoType } from './run-statement.js';

const runRegistry = new Interface(runRegistryAbi);

/** Longer reasons only cost gas: the log has the rest. */
const longestReason = 500;

/** How a block stands: `gone` means that another one has taken its number. */
export type BlockStanding = 'final' | 'pending' | 'gone';

/** One RunRegistry as our worker sees it. Every call has a name: repeated, it is still one transaction. */
export class RunRegistry {
  private domain: TypedDataDomain | null = null;

  constructor(
    private readonly address: string,
    private readonly reader: ChainReader,
    private readonly sender: ChainSender,
    private readonly wallet: BaseWallet,
  ) {}

  /** The worker whose key we hold. */
  get worker(): string {
    return this.sender.address;
  }

  /** Asks the chain itself, not our rows, whether a block is final. */
  async standingOf(blockNumber: number, blockHash: string): Promise<BlockStanding> {
    const finalized = await this.reader.finalized(await this.reader.head());
    const block = await this.reader.findBlock(blockNumber);
    if (block !== null && block.hash !== blockHash) return 'gone';
    return block !== null && blockNumber <= finalized.number ? 'final' : 'pending';
  }

  /** Takes the run, as the attempt of this number. */
  async startAttempt(runId: string, attempt: number): Promise<void> {
    await this.send(`${runId}.${attempt}.startAttempt`, 'startAttempt', [runId]);
  }

  async submitReceipt(receipt: Receipt, signature: string): Promise<void> {
    const key = `${receipt.runId}.${receipt.attempt}.submitReceipt`;
    await this.send(key, 'submitReceipt', [receipt, signature]);
  }

  async finalize(runId: string, attempt: number): Promise<void> {
    await this.send(`${runId}.${attempt}.finalize`, 'finalize', [runId]);
  }

  async settleUnruled(runId: string, attempt: number): Promise<void> {
    await this.send(`${runId}.${attempt}.settleUnruled`, 'settleUnruled', [runId]);
  }

  async reportFailure(runId: string, attempt: number, reason: string): Promise<void> {
    const shown = [...reason].slice(0, longestReason).join('');
    await this.send(`${runId}.${attempt}.reportFailure`, 'reportFailure', [runId, attempt, shown]);
  }

  /** Signs a receipt for exactly this contract. */
  async sign(receipt: Receipt): Promise<string> {
    this.domain ??= await this.readDomain();
    return signReceipt(receipt, this.domain, this.wallet);
  }

  /** Signs a statement with the worker's key; anyone can tell from the envelope who did. */
  async seal(statement: object): Promise<string> {
    return sealEnvelope(inTotoType, canonicalText(statement), this.wallet);
  }

  private async send(key: string, method: string, values: unknown[]): Promise<void> {
    const data = runRegistry.encodeFunctionData(method, values);
    const { state, txHash } = await this.sender.send(key, { to: this.address, data }).catch(nameRefusal);
    if (state === 'reverted') throw new Error(`${method} was reverted in transaction ${txHash}`);
  }

  private async readDomain(): Promise<TypedDataDomain> {
    const contract = new Contract(this.address, runRegistry, this.reader.provider);
    const { name, version, chainId, verifyingContract } = await contract.getFunction('eip712Domain')();
    return { name, version, chainId, verifyingContract };
  }
}

/** Says in the contract's own words why it refuses a call. */
function nameRefusal(error: unknown): never {
  if (!(error instanceof CallRefused) || error.data === null) throw error;
  const reason = runRegistry.parseError(error.data);
  if (reason === null) throw error;
  throw new CallRefused(error.key, `${reason.name}(${reason.args.join(', ')})`, error.data);
}
