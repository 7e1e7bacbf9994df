import { Contract, type InterfaceAbi, id } from 'ethers';
import { policyRegistryAbi } from '../../../src/abi/PolicyRegistry.js';
import type { TestDao } from '../../support/test-dao.js';

/** A call of a proposal. */
export interface TestCall {
  target: string;
  value: bigint;
  calldata: string;
}

/** A proposal with any calls, and where it is on its way. */
export interface Motion {
  proposalId: bigint;
  hashed: [string[], bigint[], string[], string];
}

/** Moves proposals through their lives, by the clock of a local chain. */
export class BallotBox {
  readonly policies: Contract;

  constructor(readonly dao: TestDao) {
    this.policies = new Contract(dao.deployment.policyRegistry, policyRegistryAbi as InterfaceAbi, dao.chain.provider);
  }

  call(contract: Contract, method: string, args: unknown[], value = 0n): TestCall {
    const calldata = contract.interface.encodeFunctionData(method, args);
    return { target: contract.target as string, value, calldata };
  }

  /** One wei of the token out of the treasury. */
  payment(to: string, amount = 1n): TestCall {
    return this.call(this.dao.token, 'transfer', [to, amount]);
  }

  async propose(member: number, title: string, calls: TestCall[]): Promise<Motion> {
    const description = `${title}\n\nBecause.\n\n#proposer=${this.dao.members[member]?.address}`;
    const parts: [string[], bigint[], string[]] = [
      calls.map((call) => call.target),
      calls.map((call) => call.value),
      calls.map((call) => call.calldata),
    ];
    const hashed: Motion['hashed'] = [...parts, id(description)];
    await this.dao.send(member, this.dao.governor, 'propose', ...parts, description);
    return { proposalId: await this.read<bigint>('getProposalId', ...hashed), hashed };
  }

  async openVote(motion: Motion): Promise<void> {
    await this.advanceTo((await this.read<bigint>('proposalSnapshot', motion.proposalId)) + 1n);
  }

  async closeVote(motion: Motion): Promise<void> {
    await this.advanceTo((await this.read<bigint>('proposalDeadline', motion.proposalId)) + 1n);
  }

  vote(member: number, motion: Motion, support: number, reason = ''): Promise<void> {
    return this.dao.send(member, this.dao.governor, 'castVoteWithReason', motion.proposalId, support, reason);
  }

  queue(motion: Motion): Promise<void> {
    return this.dao.send(0, this.dao.governor, 'queue', ...motion.hashed);
  }

  async execute(motion: Motion): Promise<void> {
    await this.advanceTo(await this.read<bigint>('proposalEta', motion.proposalId));
    await this.dao.send(0, this.dao.governor, 'execute', ...motion.hashed);
  }

  /** From the vote to the execution. */
  async pass(motion: Motion): Promise<void> {
    await this.openVote(motion);
    await this.vote(0, motion, 1);
    await this.vote(1, motion, 1);
    await this.closeVote(motion);
    await this.queue(motion);
    await this.execute(motion);
  }

  async advanceTo(timestamp: bigint): Promise<void> {
    const now = BigInt((await this.dao.chain.provider.getBlock('latest'))?.timestamp ?? 0);
    if (timestamp > now) await this.dao.chain.provider.send('evm_setNextBlockTimestamp', [Number(timestamp)]);
    await this.dao.chain.mine(1);
  }

  read<T>(view: string, ...args: unknown[]): Promise<T> {
    return this.dao.governor.getFunction(view)(...args) as Promise<T>;
  }
}
