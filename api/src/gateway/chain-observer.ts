import { type BaseWallet, Contract, decodeBytes32String, encodeBytes32String, type TypedDataDomain } from 'ethers';
import { runRegistryAbi } from '../abi/RunRegistry.js';
import { CallRefused } from '../chain/chain-errors.js';
import type { ChainSender } from '../chain/chain-sender.js';
import type { FailoverProvider } from '../chain/failover-provider.js';
import { OBSERVATION_TYPES, type Observation, type OnChainMetric } from './observation.js';
import type { Observer } from './promotion.js';

/** `Stage.Canary` of the contract. */
const CANARY_STAGE = 1;

/** Signs observations with the observer's key and sends them to the run registry. */
export class ChainObserver implements Observer {
  private readonly registry: Contract;
  private readonly domain: TypedDataDomain;
  private lastTold = '';

  constructor(
    provider: FailoverProvider,
    origin: { chainId: number; runRegistry: string },
    private readonly wallet: BaseWallet,
    private readonly sender: ChainSender,
    private readonly log: (sentence: string) => void,
  ) {
    this.registry = new Contract(origin.runRegistry, runRegistryAbi, provider);
    this.domain = {
      name: 'RunRegistry',
      version: '1',
      chainId: origin.chainId,
      verifyingContract: origin.runRegistry,
    };
  }

  get worker(): string {
    return this.wallet.address;
  }

  async missesOf(subject: string, metrics: OnChainMetric[]): Promise<string[]> {
    const view = this.registry.getFunction('missesOf');
    const { misses } = await view.staticCall(encodeBytes32String(subject), CANARY_STAGE, metrics);
    return misses.map((miss: { metric: string }) => decodeBytes32String(miss.metric));
  }

  promote(observation: Observation): Promise<void> {
    return this.state('promote', observation);
  }

  reportBreach(observation: Observation): Promise<void> {
    return this.state('reportBreach', observation);
  }

  /** Sends a statement under a name, so that a second gateway, a restart or the next turn does not send it twice. */
  private async state(call: 'promote' | 'reportBreach', observation: Observation): Promise<void> {
    const signature = await this.wallet.signTypedData(this.domain, OBSERVATION_TYPES, observation);
    const data = this.registry.interface.encodeFunctionData(call, [observation, signature]);
    const to = await this.registry.getAddress();
    const key = `${observation.runId}.${observation.attempt}.${call}`;
    const { state, txHash } = await this.sender.send(key, { to, data }).catch((error: Error) => {
      throw this.named(error);
    });
    if (state === 'reverted') throw new Error(`${call} of run ${observation.runId} was reverted in ${txHash}`);
    this.tell(`${call} of run ${observation.runId} is ${state} in transaction ${txHash}`);
  }

  /** Until the rows have followed, each turn sends the same statement again; that is not news. */
  private tell(sentence: string): void {
    if (sentence !== this.lastTold) this.log(sentence);
    this.lastTold = sentence;
  }

  /** A refusal in the contract's own words, where it is one of its errors. */
  private named(error: Error): Error {
    const refused = error instanceof CallRefused && error.data ? this.registry.interface.parseError(error.data) : null;
    return refused ? new Error(`${refused.name}(${refused.args.join(', ')})`, { cause: error }) : error;
  }
}
