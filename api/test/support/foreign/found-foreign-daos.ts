import { type Contract, type JsonRpcSigner, parseEther } from 'ethers';
import type { TestChain } from '../test-chain.js';
import { FixtureContracts } from './fixture-contracts.js';
import { ForeignDao, type ForeignParts } from './foreign-dao.js';

/** What three members hold, of tokens with 18 decimals. */
const HOLDINGS = [600_000n, 300_000n, 100_000n].map((amount) => parseEther(amount.toString()));
const SUPPLY = parseEther('1000000');
/** Voting delay and period, in the governor's clock. */
const TERMS = { blocknumber: [2, 40], timestamp: [10, 600] } as const;
const DELAY_SECONDS = 100;

/** Deploys DAOs of every make that we follow, with three members who delegate to themselves. */
export class ForeignDaoFounder {
  private constructor(
    private readonly chain: TestChain,
    private readonly contracts: FixtureContracts,
    private readonly members: JsonRpcSigner[],
  ) {}

  static async on(chain: TestChain): Promise<ForeignDaoFounder> {
    const accounts: string[] = await chain.provider.send('eth_accounts', []);
    const members = await Promise.all(accounts.slice(0, 4).map((account) => chain.provider.getSigner(account)));
    return new ForeignDaoFounder(chain, await FixtureContracts.compile(members[0] as JsonRpcSigner), members);
  }

  /** OpenZeppelin 5 with late-quorum protection, on either clock. */
  async openZeppelin5(slug: string, clock: ForeignParts['clock']): Promise<ForeignDao> {
    const token = await this.contracts.deploy('TokenVotes5', [clock === 'timestamp', SUPPLY], 'Votes5');
    return this.withTimelock5({ slug, token, clock }, 'Governor5', [parseEther('1000'), 30, TERMS[clock][1] / 4]);
  }

  /** OpenZeppelin 5 by blocks; half of all tokens in favour end a vote at once. */
  async superQuorum5(slug: string): Promise<ForeignDao> {
    const token = await this.contracts.deploy('TokenVotes5', [false, SUPPLY], 'Votes5');
    const settings = [parseEther('1000'), 20, 50];
    return this.withTimelock5({ slug, token, clock: 'blocknumber' }, 'SuperQuorumGovernor5', settings);
  }

  /** OpenZeppelin 5, one vote for each of ten tokens. */
  async nft5(slug: string): Promise<ForeignDao> {
    const token = await this.contracts.deploy('NftVotes5', [], 'Votes5');
    for (const [member, count] of [6, 3, 1].entries()) {
      await (await token.getFunction('mint')(this.members[member]?.address, count)).wait();
    }
    return this.withTimelock5({ slug, token, clock: 'blocknumber' }, 'Governor5', [1, 50, 0], false);
  }

  /** OpenZeppelin 4, by blocks. */
  async openZeppelin4(slug: string): Promise<ForeignDao> {
    const token = await this.contracts.deploy('TokenVotes4', [SUPPLY], 'Governor4');
    return this.withTimelock5({ slug, token, clock: 'blocknumber' }, 'Governor4', [parseEther('1000'), 30]);
  }

  /** OpenZeppelin 5 with votes that can be split and Compound's timelock. */
  async fractional5(slug: string): Promise<ForeignDao> {
    const token = await this.contracts.deploy('TokenVotes5', [false, SUPPLY], 'Votes5');
    const timelock = await this.compoundTimelock();
    const values = [token, timelock, ...TERMS.blocknumber, parseEther('1000'), 30];
    const governor = await this.contracts.deploy('FractionalGovernor5', values);
    return this.open({ slug, family: 'openzeppelin', governor, token, clock: 'blocknumber' }, timelock);
  }

  /** OpenZeppelin 4 with Bravo's face over a Compound token. */
  async bravoCompatible4(slug: string): Promise<ForeignDao> {
    const token = await this.compToken();
    const timelock = await this.compoundTimelock();
    const governor = await this.contracts.deploy('BravoCompatibleGovernor4', [token, timelock]);
    return this.open({ slug, family: 'openzeppelin', governor, token, clock: 'blocknumber' }, timelock);
  }

  /** Governor Alpha over a Compound token. */
  async alpha(slug: string): Promise<ForeignDao> {
    const token = await this.compToken();
    const timelock = await this.compoundTimelock();
    const governor = await this.contracts.deploy('GovernorAlpha', [timelock, token]);
    return this.open({ slug, family: 'alpha', governor, token, clock: 'blocknumber' }, timelock);
  }

  /** Governor Bravo behind its delegator, over a Compound token; its proposals count on from `firstId`. */
  async bravo(slug: string, firstId = 40): Promise<ForeignDao> {
    const token = await this.compToken();
    const timelock = await this.compoundTimelock();
    const delegate = await this.contracts.deploy('GovernorBravoDelegate', [], 'GovernorBravo');
    const [delay, period] = TERMS.blocknumber;
    const values = [await timelock.getAddress(), await token.getAddress(), period, delay, parseEther('1000'), firstId];
    const initialize = delegate.interface.encodeFunctionData('initialize', values);
    const delegator = await this.contracts.deploy('GovernorBravoDelegator', [delegate, initialize], 'GovernorBravo');
    const governor = await this.contracts.at(await delegator.getAddress(), 'GovernorBravoDelegate', 'GovernorBravo');
    return this.open({ slug, family: 'bravo', governor, token, clock: 'blocknumber' }, timelock);
  }

  private compToken(): Promise<Contract> {
    return this.contracts.deploy('CompToken', [this.members[0]?.address, SUPPLY]);
  }

  private compoundTimelock(): Promise<Contract> {
    return this.contracts.deploy('CompoundTimelock', [this.members[0]?.address, DELAY_SECONDS]);
  }

  private async withTimelock5(
    { slug, token, clock }: Pick<ForeignParts, 'slug' | 'token' | 'clock'>,
    name: string,
    settings: (number | bigint)[],
    sharesOut = true,
  ): Promise<ForeignDao> {
    const timelock = await this.contracts.deploy('Timelock5', [DELAY_SECONDS, [], []], 'Governor5');
    const governor = await this.contracts.deploy(name, [token, timelock, ...TERMS[clock], ...settings]);
    for (const role of ['PROPOSER_ROLE', 'EXECUTOR_ROLE', 'CANCELLER_ROLE']) {
      const grant = timelock.getFunction('grantRole')(await timelock.getFunction(role)(), governor);
      await (await grant).wait();
    }
    return this.open({ slug, family: 'openzeppelin', governor, token, clock }, timelock, sharesOut);
  }

  /** Shares out the tokens, hands over the timelock, and lets the first votes count. */
  private async open(parts: Omit<ForeignParts, 'timelock'>, timelock: Contract, sharesOut = true): Promise<ForeignDao> {
    const dao = new ForeignDao(this.chain, { ...parts, timelock: await timelock.getAddress() }, this.members);
    if (timelock.interface.hasFunction('setAdmin')) await dao.send(0, timelock, 'setAdmin', parts.governor);
    for (const member of [0, 1, 2]) {
      const { address } = this.members[member] as JsonRpcSigner;
      if (sharesOut && member > 0) await dao.send(0, parts.token, 'transfer', address, HOLDINGS[member]);
      await dao.send(member, parts.token, 'delegate', address);
    }
    await dao.pass(1);
    return dao;
  }
}
