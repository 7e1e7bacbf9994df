import { Contract, encodeBytes32String, type InterfaceAbi, id } from 'ethers';
import { runRegistryAbi } from '../../../src/abi/RunRegistry.js';
import type { BallotBox } from './ballot-box.js';

/** The accounts that local.json admits as workers. */
const TRAINER = 8;
const OBSERVER = 9;

const METRIC = [
  { name: 'name', type: 'bytes32' },
  { name: 'valueE6', type: 'uint64' },
];
const RECEIPT = ['bytes32 runId', 'uint32 attempt', 'address worker', 'bytes32 artifactDigest'];
const RECEIPT_END = ['bytes32 evaluationDigest', 'bytes32 provenanceDigest', 'Metric[] metrics'];
const OBSERVATION_END = ['uint64 windowStart', 'uint64 windowEnd', 'uint64 requests', 'Metric[] metrics'];

const fields = (...texts: string[]) =>
  texts.map((text) => {
    const [type = '', name = ''] = text.split(' ');
    return { type, name };
  });

/** Metrics by name, with six decimals, as a statement carries them. */
const metricsE6 = (metrics: Record<string, number>) =>
  Object.entries(metrics).map(([name, valueE6]) => ({ name: encodeBytes32String(name), valueE6 }));

/** Carries a run through the contract, as executor and gateway would. */
export class RunJourney {
  private readonly runs: Contract;

  private constructor(
    private readonly box: BallotBox,
    readonly runId: string,
  ) {
    const { deployment, chain } = box.dao;
    this.runs = new Contract(deployment.runRegistry, runRegistryAbi as InterfaceAbi, chain.provider);
  }

  /** Adopts a model policy by vote, which opens a run. */
  static async order(box: BallotBox, title: string, policy: unknown[]) {
    const motion = await box.propose(0, title, [box.call(box.policies, 'adoptModel', [policy])]);
    await box.pass(motion);
    const { chain, deployment } = box.dao;
    const [log] = await chain.provider.getLogs({
      address: deployment.runRegistry,
      topics: [id('RunOpened(bytes32,bytes32,uint32,bytes32,uint64)')],
      fromBlock: 'latest',
    });
    return { motion, run: new RunJourney(box, log?.topics[1] ?? '') };
  }

  startAttempt(): Promise<void> {
    return this.box.dao.send(TRAINER, this.runs, 'startAttempt', this.runId);
  }

  async submitReceipt(metrics: Record<string, number>): Promise<void> {
    const receipt = {
      ...this.statement(TRAINER),
      evaluationDigest: id('evaluation'),
      provenanceDigest: id('provenance'),
      metrics: metricsE6(metrics),
    };
    const types = { Receipt: fields(...RECEIPT, ...RECEIPT_END), Metric: METRIC };
    await this.box.dao.send(TRAINER, this.runs, 'submitReceipt', receipt, await this.sign(TRAINER, types, receipt));
  }

  /** After the window for challenges: the gate decides. */
  async finalize(): Promise<void> {
    await this.pass(10);
    await this.box.dao.send(0, this.runs, 'finalize', this.runId);
  }

  /** After the canary: `promote`, or `reportBreach`. */
  async observe(method: 'promote' | 'reportBreach', metrics: Record<string, number>): Promise<void> {
    const windowStart = await this.now();
    await this.pass(30);
    const window = { windowStart, windowEnd: await this.now(), requests: 50 };
    const observation = { ...this.statement(OBSERVER), ...window, metrics: metricsE6(metrics) };
    const types = { Observation: fields(...RECEIPT, ...OBSERVATION_END), Metric: METRIC };
    const signature = await this.sign(OBSERVER, types, observation);
    await this.box.dao.send(0, this.runs, method, observation, signature);
  }

  private statement(worker: number) {
    const address = this.box.dao.members[worker]?.address;
    return { runId: this.runId, attempt: 1, worker: address, artifactDigest: id('artifact') };
  }

  private async sign(member: number, types: Record<string, { type: string; name: string }[]>, value: object) {
    const domain = {
      name: 'RunRegistry',
      version: '1',
      chainId: 31337,
      verifyingContract: this.box.dao.deployment.runRegistry,
    };
    return this.box.dao.members[member]?.signTypedData(domain, types, value as Record<string, unknown>);
  }

  private async now(): Promise<number> {
    return (await this.box.dao.chain.provider.getBlock('latest'))?.timestamp ?? 0;
  }

  private async pass(seconds: number): Promise<void> {
    await this.box.advanceTo(BigInt((await this.now()) + seconds));
  }
}
