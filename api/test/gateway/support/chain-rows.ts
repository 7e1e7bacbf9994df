import type { DataSource } from 'typeorm';
import { ChainCursorEntity } from '../../../src/store/chain-cursor.entity.js';
import { RunActivatedEntity, RunRolledBackEntity } from '../../../src/store/gate.entity.js';
import { notifyBlock } from '../../../src/store/notification.js';
import {
  PolicyActivatedEntity,
  PolicyAdoptedEntity,
  PolicyRolledBackEntity,
} from '../../../src/store/policy.entity.js';
import { ProposalExecutedEntity } from '../../../src/store/proposal-lifecycle.entity.js';
import { ReceiptSubmittedEntity } from '../../../src/store/receipt.entity.js';
import {
  AttemptStartedEntity,
  CanaryStartedEntity,
  RunOpenedEntity,
  RunWithdrawnEntity,
} from '../../../src/store/run.entity.js';

export const CHAIN_ID = 31337;
export const GOVERNOR = '0x1000000000000000000000000000000000000001';
export const POLICY_REGISTRY = '0x2000000000000000000000000000000000000002';
export const RUN_REGISTRY = '0x3000000000000000000000000000000000000003';
const WORKER = '0x4000000000000000000000000000000000000004';
const ZERO_HASH = `0x${'0'.repeat(64)}`;

/** A model policy's run, as the tests speak of it. */
export interface RunOnChain {
  runId: string;
  version: number;
  proposalId: bigint;
  policyDigest: string;
  artifactDigest: string;
}

/** Writes the rows that the indexer would write, one block for each step, and wakes the gateway. */
export class ChainRows {
  private blockNumber = 0;
  private epoch = 0;
  private serial = 0;

  /** The time of each new block; by default a clock of its own, a second a block. */
  clock = () => new Date(Date.UTC(2030, 0, 1) + this.blockNumber * 1_000);

  /** Whose events the rows are. */
  contracts = { policyRegistry: POLICY_REGISTRY, runRegistry: RUN_REGISTRY };

  constructor(private readonly dataSource: DataSource) {}

  /** A policy without a run, adopted by an executed proposal. */
  async adopt(kind: 1 | 2 | 3, subject: string, version: number, body: Record<string, unknown>): Promise<string> {
    const digest = this.nextHash();
    await this.block(async (position) => {
      await this.insertAdoption(position(this.contracts.policyRegistry), {
        kind,
        subject,
        version,
        digest,
        body,
        runId: null,
      });
      await this.insert(ProposalExecutedEntity, { ...position(GOVERNOR), proposalId: BigInt(1_000 + this.serial) });
    });
    return digest;
  }

  /** A model policy, its run, and the receipt for an artifact, in its canary. */
  async startCanary(
    version: number,
    artifactDigest: string,
    { canaryBps = 5_000, canaryRequests = 5, endsInSeconds = 60, runId = this.nextHash() } = {},
  ): Promise<RunOnChain> {
    const policyDigest = this.nextHash();
    const proposalId = BigInt(1_000 + this.serial);
    const body = { subject: 'assistant', job: '{}', canaryBps, canarySeconds: endsInSeconds, canaryRequests };
    const subject = { subject: 'assistant', subjectBytes32: ZERO_HASH };
    await this.block(async (position, blockAt) => {
      const adoption = { kind: 0, subject: 'assistant', version, digest: policyDigest, body, runId };
      await this.insertAdoption(position(this.contracts.policyRegistry), adoption);
      const opened = { ...subject, runId, version, policyDigest, staleAt: blockAt };
      await this.insert(RunOpenedEntity, { ...position(this.contracts.runRegistry), ...opened });
      const attempt = { runId, attempt: 1, worker: WORKER };
      await this.insert(AttemptStartedEntity, {
        ...position(this.contracts.runRegistry),
        ...attempt,
        deadlineAt: blockAt,
      });
      const digests = { artifactDigest, evaluationDigest: ZERO_HASH, provenanceDigest: ZERO_HASH };
      const receipt = { ...attempt, ...digests, metrics: [], finalizableAt: blockAt };
      await this.insert(ReceiptSubmittedEntity, { ...position(this.contracts.runRegistry), ...receipt });
      const endsAt = new Date(blockAt.getTime() + endsInSeconds * 1_000);
      await this.insert(CanaryStartedEntity, {
        ...position(this.contracts.runRegistry),
        runId,
        safetyVersion: 1,
        canaryBps,
        endsAt,
      });
      await this.insert(ProposalExecutedEntity, { ...position(GOVERNOR), proposalId });
    });
    return { runId, version, proposalId, policyDigest, artifactDigest };
  }

  /** The canary passed the gate. */
  async activate({ runId, version }: RunOnChain): Promise<void> {
    await this.block(async (position) => {
      const gate = { runId, safetyVersion: 1, worker: WORKER, requests: 5n, metrics: [] };
      await this.insert(RunActivatedEntity, { ...position(this.contracts.runRegistry), ...gate });
      const policy = { kind: 0, subject: 'assistant', subjectBytes32: ZERO_HASH, version, epoch: ++this.epoch };
      await this.insert(PolicyActivatedEntity, { ...position(this.contracts.policyRegistry), ...policy });
    });
  }

  /** A breach in the canary. */
  async rollBackCanary({ runId }: RunOnChain): Promise<void> {
    await this.block(async (position) => {
      const gate = { runId, safetyVersion: 1, worker: WORKER, requests: 5n, metrics: [], misses: [] };
      await this.insert(RunRolledBackEntity, { ...position(this.contracts.runRegistry), ...gate });
    });
  }

  /** The guardian takes the active revision out and puts an earlier version back in force. */
  async withdraw({ runId }: RunOnChain, version: number): Promise<void> {
    await this.block(async (position) => {
      const policy = { kind: 0, subject: 'assistant', subjectBytes32: ZERO_HASH, version, epoch: ++this.epoch };
      await this.insert(PolicyRolledBackEntity, { ...position(this.contracts.policyRegistry), ...policy });
      await this.insert(RunWithdrawnEntity, { ...position(this.contracts.runRegistry), runId });
    });
  }

  /** A block without events: only time passes. */
  async moveHead(headAt: Date): Promise<void> {
    const { blockNumber } = this;
    const cursor = { chainId: CHAIN_ID, blockNumber, blockHash: this.nextHash(), finalizedNumber: blockNumber };
    const head = { headNumber: blockNumber, headAt, updatedAt: new Date() };
    await this.dataSource.getRepository(ChainCursorEntity).upsert({ ...cursor, ...head }, ['chainId']);
    await notifyBlock(this.dataSource, { chainId: CHAIN_ID, blockNumber });
  }

  private async insertAdoption(
    position: Position,
    policy: { kind: number; subject: string; version: number; digest: string; body: object; runId: string | null },
  ): Promise<void> {
    await this.insert(PolicyAdoptedEntity, {
      ...position,
      ...policy,
      subjectBytes32: ZERO_HASH,
      epoch: ++this.epoch,
      isActive: policy.kind !== 0,
      document: Buffer.alloc(0),
    });
  }

  private async insert(entity: new () => object, row: object): Promise<void> {
    await this.dataSource.getRepository(entity).insert(row);
  }

  private nextHash(): string {
    this.serial += 1;
    return `0x${this.serial.toString(16).padStart(64, 'f')}`;
  }

  private async block(
    write: (position: (contract: string) => Position, blockAt: Date) => Promise<void>,
  ): Promise<void> {
    this.blockNumber += 1;
    const blockAt = this.clock();
    const txHash = this.nextHash();
    let logIndex = 0;
    await write(
      (contract) => ({
        chainId: CHAIN_ID,
        blockNumber: this.blockNumber,
        logIndex: logIndex++,
        txHash,
        blockAt,
        contract,
      }),
      blockAt,
    );
    await this.moveHead(blockAt);
  }
}

interface Position {
  chainId: number;
  blockNumber: number;
  logIndex: number;
  txHash: string;
  blockAt: Date;
  contract: string;
}
