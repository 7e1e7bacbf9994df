// A member of the DAO, in a script: what a person does in the browser, done with ethers on the local chain.
import { readFileSync } from 'node:fs';
import { Contract, encodeBytes32String, JsonRpcProvider, id as keccakOfText } from 'ethers';

export const Support = { against: 0, for: 1, abstain: 2 };

/** OpenZeppelin's proposal states, in the order of their enum. */
const proposalStates = ['pending', 'active', 'canceled', 'defeated', 'succeeded', 'queued', 'expired', 'executed'];

const abiOf = (contract) =>
  JSON.parse(readFileSync(new URL(`../../contracts/out/${contract}.sol/${contract}.json`, import.meta.url), 'utf8'))
    .abi;

/**
 * Connects to a deployment on a local chain whose node holds the accounts' keys.
 * @param {{ rpcUrl: string, deployment: Record<string, string | number> }} where
 */
export async function connectDao({ rpcUrl, deployment }) {
  const provider = new JsonRpcProvider(rpcUrl, Number(deployment.chainId), {
    staticNetwork: true,
    pollingInterval: 100,
    cacheTimeout: -1,
  });
  const addresses = await provider.send('eth_accounts', []);
  const signers = await Promise.all(addresses.map((address) => provider.getSigner(address)));
  const at = (contract, address) => new Contract(address, abiOf(contract), provider);

  return new Dao(provider, signers, {
    token: at('MandateToken', deployment.token),
    stake: at('StakedMandate', deployment.stakedMandate),
    governor: at('MandateGovernor', deployment.governor),
    timelock: at('TreasuryTimelock', deployment.timelock),
    policies: at('PolicyRegistry', deployment.policyRegistry),
    runs: at('RunRegistry', deployment.runRegistry),
    revenue: at('RevenueAllocator', deployment.revenueAllocator),
  });
}

export class Dao {
  constructor(provider, signers, contracts) {
    this.provider = provider;
    this.signers = signers;
    Object.assign(this, contracts);
  }

  /** Sends a transaction as an account and waits until it is mined. Reverts throw with the contract's own error. */
  async send(signer, contract, method, ...args) {
    const call = contract.connect(signer).getFunction(method);
    // A checkpoint of the same second is overwritten, one of the next second is new and dearer: an estimate made now can
    // fall short in the block that comes.
    const estimate = await call.estimateGas(...args).catch((error) => {
      throw named(error, contract, method);
    });
    const gasLimit = (estimate * 3n) / 2n;
    const transaction = await call(...args, { gasLimit });
    return transaction.wait();
  }

  async stakeAll(signer) {
    const amount = await this.token.balanceOf(signer.address);
    await this.send(signer, this.token, 'approve', this.stake.target, amount);
    return this.send(signer, this.stake, 'stake', amount);
  }

  /** A call for a proposal: the target, the value, and the encoded arguments. */
  call(contract, method, args, value = 0n) {
    return {
      target: contract.target,
      value,
      calldata: contract.interface.encodeFunctionData(method, args),
    };
  }

  /** Proposes, with the suffix that binds the proposal to its proposer. */
  async propose(signer, { description, calls }) {
    const bound = `${description}\n\n#proposer=${signer.address}`;
    const draft = {
      targets: calls.map((call) => call.target),
      values: calls.map((call) => call.value),
      calldatas: calls.map((call) => call.calldata),
      description: bound,
      descriptionHash: keccakOfText(bound),
    };
    const receipt = await this.send(
      signer,
      this.governor,
      'propose',
      draft.targets,
      draft.values,
      draft.calldatas,
      bound,
    );
    const created = receipt.logs
      .map((log) => this.governor.interface.parseLog(log))
      .find((event) => event?.name === 'ProposalCreated');
    return {
      ...draft,
      proposalId: created.args.proposalId,
      txHash: receipt.hash,
    };
  }

  castVote(signer, proposal, support, reason = '') {
    return this.send(signer, this.governor, 'castVoteWithReason', proposal.proposalId, support, reason);
  }

  queue(signer, proposal) {
    return this.send(signer, this.governor, 'queue', ...hashed(proposal));
  }

  execute(signer, proposal) {
    return this.send(signer, this.governor, 'execute', ...hashed(proposal));
  }

  cancel(signer, proposal) {
    return this.send(signer, this.governor, 'cancel', ...hashed(proposal));
  }

  async stateOf(proposal) {
    return proposalStates[Number(await this.governor.state(proposal.proposalId))];
  }

  async now() {
    return (await this.provider.getBlock('latest')).timestamp;
  }

  /** Moves the local chain's clock forward to a time, and mines a block there. */
  async advanceTo(timestamp) {
    const seconds = timestamp - (await this.now());
    if (seconds > 0) await this.provider.send('evm_increaseTime', [seconds]);
    await this.provider.send('evm_mine', []);
  }

  async advanceToVoting(proposal) {
    await this.advanceTo(Number(await this.governor.proposalSnapshot(proposal.proposalId)) + 1);
  }

  async advanceToEnd(proposal) {
    await this.advanceTo(Number(await this.governor.proposalDeadline(proposal.proposalId)) + 1);
  }

  async advanceToEta(proposal) {
    await this.advanceTo(Number(await this.governor.proposalEta(proposal.proposalId)));
  }

  /** Votes with every given account, queues and executes. Returns the receipt of the execution. */
  async pass(proposal, voters) {
    await this.advanceToVoting(proposal);
    await Promise.all(voters.map(({ signer, reason }) => this.castVote(signer, proposal, Support.for, reason)));
    await this.advanceToEnd(proposal);
    await this.queue(voters[0].signer, proposal);
    await this.advanceToEta(proposal);
    return this.execute(voters[0].signer, proposal);
  }
}

/** The contract's own error in words, where the node only gives its bytes. */
function named(error, contract, method) {
  const custom = error.data && contract.interface.parseError(error.data);
  return custom ? new Error(`${method} reverted: ${custom.name}(${custom.args.join(', ')})`, { cause: error }) : error;
}

const hashed = (proposal) => [proposal.targets, proposal.values, proposal.calldatas, proposal.descriptionHash];

export const subjectOf = (name) => encodeBytes32String(name);
export const metricE6 = (value) => BigInt(Math.round(value * 1e6));
export const threshold = (metric, bound, value) => ({
  metric: encodeBytes32String(metric),
  bound: bound === 'atLeast' ? 0 : 1,
  valueE6: metricE6(value),
});
