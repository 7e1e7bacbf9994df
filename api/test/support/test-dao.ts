import { AbiCoder, Contract, concat, type InterfaceAbi, id, type JsonRpcSigner, keccak256, toUtf8Bytes } from 'ethers';
import { mandateGovernorAbi } from '../../src/abi/MandateGovernor.js';
import { mandateTokenAbi } from '../../src/abi/MandateToken.js';
import { stakedMandateAbi } from '../../src/abi/StakedMandate.js';
import type { OrganizationConfig } from '../../src/config/organizations.js';
import { type Deployment, deployOrganization, type TestChain } from './test-chain.js';

/** A proposal as it was made. */
export interface MadeProposal {
  proposalId: bigint;
  targets: string[];
  values: bigint[];
  calldatas: string[];
  descriptionHash: string;
}

/** The members of a deployed organization, as far as tests need them to act. */
export class TestDao {
  readonly governor: Contract;
  readonly token: Contract;
  readonly stake: Contract;

  private constructor(
    readonly chain: TestChain,
    readonly deployment: Deployment,
    readonly members: JsonRpcSigner[],
  ) {
    const at = (address: string, abi: unknown) => new Contract(address, abi as InterfaceAbi, chain.provider);
    this.governor = at(deployment.governor, mandateGovernorAbi);
    this.token = at(deployment.token, mandateTokenAbi);
    this.stake = at(deployment.stakedMandate, stakedMandateAbi);
  }

  /** Deploys, and lets the first two members stake. */
  static async found(chain: TestChain): Promise<TestDao> {
    const deployment = await deployOrganization(chain);
    const accounts: string[] = await chain.provider.send('eth_accounts', []);
    const members = await Promise.all(accounts.map((account) => chain.provider.getSigner(account)));
    const dao = new TestDao(chain, deployment, members);
    for (const member of [0, 1]) await dao.stakeAll(member);
    // Votes count from the second after they were got.
    await chain.provider.send('evm_increaseTime', [60]);
    await chain.mine(1);
    return dao;
  }

  /** Stakes all that a member has; it delegates to itself. */
  async stakeAll(member: number): Promise<void> {
    const { address } = this.member(member);
    const amount: bigint = await this.token.getFunction('balanceOf')(address);
    await this.send(member, this.token, 'approve', this.deployment.stakedMandate, amount);
    await this.send(member, this.stake, 'stake', amount);
  }

  /** Proposes to move some tokens out of the treasury; the description may hold any bytes. */
  async propose(member: number, description: string | Uint8Array): Promise<MadeProposal> {
    const { address } = this.member(member);
    const text = typeof description === 'string' ? toUtf8Bytes(description) : description;
    const bytes = Buffer.concat([text, toUtf8Bytes(`\n\n#proposer=${address}`)]);
    const calldata = this.token.interface.encodeFunctionData('transfer', [address, 1n]);
    const proposal = { targets: [this.deployment.token], values: [0n], calldatas: [calldata] };
    const receipt = await this.sendRaw(member, proposeCall(proposal, bytes));
    const created = receipt.logs.find(({ topics }) => topics[0] === PROPOSAL_CREATED);
    return { ...proposal, proposalId: BigInt(created?.data.slice(0, 66) ?? 0), descriptionHash: keccak256(bytes) };
  }

  /** Votes; moves the clock into the voting period first. */
  async castVote(member: number, { proposalId }: MadeProposal, support: number, reason = ''): Promise<void> {
    const start = Number(await this.governor.getFunction('proposalSnapshot')(proposalId)) + 1;
    const now = (await this.chain.provider.getBlock('latest'))?.timestamp ?? 0;
    if (start > now) await this.chain.provider.send('evm_setNextBlockTimestamp', [start]);
    await this.send(member, this.governor, 'castVoteWithReason', proposalId, support, reason);
  }

  /** The votes of a proposal, as the contract counts them. */
  async votesOf({ proposalId }: MadeProposal): Promise<{ against: bigint; for: bigint; abstain: bigint }> {
    const [against, inFavour, abstain] = await this.governor.getFunction('proposalVotes')(proposalId);
    return { against, for: inFavour, abstain };
  }

  /** Sends a transaction and waits until it is mined. */
  async send(member: number, contract: Contract, method: string, ...values: unknown[]): Promise<void> {
    const call = contract.connect(this.member(member)).getFunction(method);
    const gasLimit = withRoom(await call.estimateGas(...values));
    const sent = await call(...values, { gasLimit });
    await sent.wait();
  }

  /** How the organization stands in a configuration. */
  organization(changes: Partial<OrganizationConfig> = {}): OrganizationConfig {
    const { governor, stakedMandate, token, timelock, policyRegistry, runRegistry, revenueAllocator } = this.deployment;
    return {
      slug: 'acme',
      name: 'Acme',
      chainId: 31337,
      rpcUrls: [this.chain.url],
      governor,
      token: stakedMandate,
      mandateToken: token,
      timelock,
      policyRegistry,
      runRegistry,
      revenueAllocator,
      startBlock: 0,
      finalityBlocks: 2,
      ...changes,
    };
  }

  private member(index: number): JsonRpcSigner {
    return this.members[index] as JsonRpcSigner;
  }

  private async sendRaw(member: number, data: string) {
    const request = { to: this.deployment.governor, data };
    const gasLimit = withRoom(await this.member(member).estimateGas(request));
    const sent = await this.member(member).sendTransaction({ ...request, gasLimit });
    const receipt = await sent.wait();
    if (!receipt) throw new Error('the transaction was not mined');
    return receipt;
  }
}

/** An estimate overwrites a checkpoint of the present second; the block that comes may have to write a new one. */
const withRoom = (gas: bigint): bigint => (gas * 3n) / 2n;

const PROPOSAL_CREATED = id(
  'ProposalCreated(uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,string)',
);

/** The call by hand: a library would refuse a description that is not valid UTF-8, the contract does not. */
function proposeCall(
  { targets, values, calldatas }: Omit<MadeProposal, 'proposalId' | 'descriptionHash'>,
  description: Uint8Array,
) {
  const types = ['address[]', 'uint256[]', 'bytes[]', 'bytes'];
  const selector = id('propose(address[],uint256[],bytes[],string)').slice(0, 10);
  return concat([selector, AbiCoder.defaultAbiCoder().encode(types, [targets, values, calldatas, description])]);
}
