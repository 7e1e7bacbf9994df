import { type BaseWallet, Contract, Interface, type TypedDataDomain } from 'ethers';
import { runRegistryAbi } from '../abi/RunRegistry.js';
import { CallRefused } from '../chain/chain-errors.js';
import type { ChainReader } from '../chain/chain-reader.js';
import type { ChainSender } from '../chain/chain-sender.js';
import { sealEnvelope } from './dsse.js';
import { type ModelSignature, signModel } from './model-signature.js';
import { type Receipt, signReceipt } from './receipt.js';
import { canonicalText, inTotoType } from './run-statement.js';
import { type BlockStanding, type OrderRef, Witnesses } from './witnesses.js';

const runRegistry = new Interface(runRegistryAbi);

/** `RunState` of the contract, in its order. */
export const chainStates = [
  'None',
  'Open',
  'Submitted',
  'Challenged',
  'Canary',
  'Active',
  'Rejected',
  'Failed',
  'RolledBack',
  'Superseded',
];

/** Longer reasons only cost gas: the log has the rest. */
const longestReason = 500;

/** One RunRegistry as our worker sees it. Every call has a name: repeated, it is still one transaction. */
export class RunRegistry {
  private domain: TypedDataDomain | null = null;

  constructor(
    private readonly address: string,
    private readonly reader: ChainReader,
    private readonly sender: ChainSender,
    private readonly wallet: BaseWallet,
    private readonly witnesses: Witnesses = new Witnesses(reader.chainId, [reader]),
  ) {}

  /** The worker whose key we hold. */
  get worker(): string {
    return this.sender.address;
  }

  /** What the endpoints of the chain say, each by itself. */
  async standingOf(blockNumber: number, blockHash: string): Promise<BlockStanding> {
    return this.witnesses.standingOf(blockNumber, blockHash);
  }

  /** The contract's word for the state of a run at the newest final block. */
  async finalStateOf(runId: string): Promise<string> {
    return chainStates[await this.witnesses.finalStateOf(runId, this.address)] ?? 'None';
  }

  /** Throws unless the endpoints agree on a run: called before every effect, here and elsewhere. */
  async assertAgreed(order: OrderRef): Promise<void> {
    await this.witnesses.assertAgreed(order, this.address);
  }

  /** Takes the run, as the attempt of this number. */
  async startAttempt(order: OrderRef, attempt: number): Promise<void> {
    await this.send(order, attempt, 'startAttempt', [order.runId]);
  }

  async submitReceipt(order: OrderRef, receipt: Receipt, signature: string): Promise<void> {
    await this.send(order, receipt.attempt, 'submitReceipt', [receipt, signature]);
  }

  /** Puts our re-execution on record: the same attempt, the same artifact. */
  async confirmReceipt(order: OrderRef, receipt: Receipt, signature: string): Promise<void> {
    await this.send(order, receipt.attempt, 'confirmReceipt', [receipt, signature], `confirmReceipt.${this.worker}`);
  }

  async finalize(order: OrderRef, attempt: number): Promise<void> {
    await this.send(order, attempt, 'finalize', [order.runId]);
  }

  async settleUnruled(order: OrderRef, attempt: number): Promise<void> {
    await this.send(order, attempt, 'settleUnruled', [order.runId]);
  }

  async reportFailure(order: OrderRef, attempt: number, reason: string): Promise<void> {
    const shown = [...reason].slice(0, longestReason).join('');
    await this.send(order, attempt, 'reportFailure', [order.runId, attempt, shown]);
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

  /** Signs an artifact for tools that know models and no chains. */
  async signModel(directory: string): Promise<ModelSignature> {
    return signModel(directory, 'adapter', this.wallet.privateKey);
  }

  /** What the account of our key can spend. */
  async balanceWei(): Promise<bigint> {
    return this.sender.balanceWei();
  }

  private async send(
    order: OrderRef,
    attempt: number,
    method: string,
    values: unknown[],
    name = method,
  ): Promise<void> {
    await this.assertAgreed(order);
    const key = `${order.runId}.${attempt}.${name}`;
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
