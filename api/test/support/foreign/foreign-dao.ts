import { type Contract, type JsonRpcSigner, id as keccakText, type Log, solidityPacked, ZeroAddress } from 'ethers';
import type { OrganizationConfig } from '../../../src/config/organizations.js';
import type { TestChain } from '../test-chain.js';

/** A proposal of a foreign governor; by default it calls nobody with nothing, which always succeeds. */
export interface ForeignProposal {
  id: bigint;
  targets: string[];
  values: bigint[];
  signatures: string[];
  calldatas: string[];
  descriptionHash: string;
}

/** A call that a proposal makes. */
export interface ForeignCall {
  target: string;
  calldata: string;
}

const NOTHING: ForeignCall = { target: ZeroAddress, calldata: '0x' };

/** Whose functions a governor has. */
export type ForeignFamily = 'openzeppelin' | 'bravo' | 'alpha';

/** What a foreign DAO is made of. */
export interface ForeignParts {
  slug: string;
  family: ForeignFamily;
  governor: Contract;
  token: Contract;
  timelock: string;
  clock: 'timestamp' | 'blocknumber';
}

/** A DAO of another make, and members who act in it. */
export class ForeignDao {
  constructor(
    readonly chain: TestChain,
    readonly parts: ForeignParts,
    readonly members: JsonRpcSigner[],
  ) {}

  /** Proposes; each proposal is another one by its description. */
  async propose(description: string, member = 0, call: ForeignCall = NOTHING): Promise<ForeignProposal> {
    const { family } = this.parts;
    const proposal = { targets: [call.target], values: [0n], signatures: [''], calldatas: [call.calldata] };
    const { targets, values, signatures, calldatas } = proposal;
    const args = family === 'openzeppelin' ? [targets, values, calldatas] : [targets, values, signatures, calldatas];
    const overload =
      family === 'openzeppelin'
        ? 'propose(address[],uint256[],bytes[],string)'
        : 'propose(address[],uint256[],string[],bytes[],string)';
    const receipt = await this.send(member, this.parts.governor, overload, ...args, description);
    const created = receipt.logs.find(({ topics }: Log) => topics[0] === PROPOSAL_CREATED);
    return { ...proposal, id: BigInt(created?.data.slice(0, 66) ?? 0), descriptionHash: keccakText(description) };
  }

  /** 0 against, 1 for, 2 abstain. */
  async vote(member: number, { id }: ForeignProposal, support: number, reason = ''): Promise<void> {
    const { governor, family } = this.parts;
    if (family === 'alpha') await this.send(member, governor, 'castVote', id, support === 1);
    else if (reason) await this.send(member, governor, 'castVoteWithReason', id, support, reason);
    else await this.send(member, governor, 'castVote', id, support);
  }

  /** A part of one's votes to each side. */
  async split(member: number, { id }: ForeignProposal, against: bigint, inFavour: bigint, abstain: bigint) {
    const params = solidityPacked(['uint128', 'uint128', 'uint128'], [against, inFavour, abstain]);
    await this.send(member, this.parts.governor, 'castVoteWithReasonAndParams', id, 255, 'in parts', params);
  }

  async queue(proposal: ForeignProposal): Promise<void> {
    await this.lifecycle('queue', proposal);
  }

  async execute(proposal: ForeignProposal): Promise<void> {
    await this.lifecycle('execute', proposal);
  }

  async cancel(proposal: ForeignProposal): Promise<void> {
    await this.lifecycle('cancel', proposal);
  }

  /** Lets blocks go by, or as many seconds. */
  async pass(timepoints: number): Promise<void> {
    if (this.parts.clock === 'blocknumber') await this.chain.mine(timepoints);
    else await this.wait(timepoints);
  }

  /** Lets seconds go by, and mines a block. */
  async wait(seconds: number): Promise<void> {
    await this.chain.provider.send('evm_increaseTime', [seconds]);
    await this.chain.mine(1);
  }

  /** Sends a transaction of a member and waits until it is mined. */
  async send(member: number, contract: Contract, method: string, ...values: unknown[]) {
    const call = (contract.connect(this.members[member] as JsonRpcSigner) as Contract).getFunction(method);
    const sent = await call(...values, { gasLimit: 5_000_000n });
    return sent.wait();
  }

  /** A call of the governor itself. */
  async callOfGovernor(method: string, ...values: unknown[]): Promise<ForeignCall> {
    const { governor } = this.parts;
    return { target: await governor.getAddress(), calldata: governor.interface.encodeFunctionData(method, values) };
  }

  /** Lets a proposal pass and carries it out. */
  async carryOut(proposal: ForeignProposal): Promise<void> {
    const [delay, period] = this.parts.clock === 'blocknumber' ? [3, 45] : [20, 800];
    await this.pass(delay);
    await this.vote(0, proposal, 1);
    await this.pass(period);
    await this.queue(proposal);
    await this.wait(200);
    await this.execute(proposal);
  }

  /** How the DAO stands in a configuration. */
  async organization(changes: Partial<OrganizationConfig> = {}): Promise<OrganizationConfig> {
    const { slug, governor, token, timelock } = this.parts;
    return {
      slug,
      name: slug,
      chainId: 31337,
      rpcUrls: [this.chain.url],
      governor: await governor.getAddress(),
      token: await token.getAddress(),
      timelock,
      startBlock: 0,
      finalityBlocks: 2,
      ...changes,
    };
  }

  private async lifecycle(method: 'queue' | 'execute' | 'cancel', proposal: ForeignProposal): Promise<void> {
    const { family, governor } = this.parts;
    const { id, targets, values, calldatas, descriptionHash } = proposal;
    if (family === 'openzeppelin') {
      const overload = `${method}(address[],uint256[],bytes[],bytes32)`;
      await this.send(0, governor, overload, targets, values, calldatas, descriptionHash);
    } else {
      await this.send(0, governor, method, id);
    }
  }
}

const PROPOSAL_CREATED = keccakText(
  'ProposalCreated(uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,string)',
);
