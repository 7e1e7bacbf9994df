import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ZeroAddress } from 'ethers';
import { ChainReader } from '../../src/chain/chain-reader.js';
import { ContractProbe } from '../../src/chain/dialects/contract-probe.js';
import { type DialectReport, detectDialect } from '../../src/chain/dialects/detect-dialect.js';
import type { GovernorContracts } from '../../src/chain/dialects/governor-dialect.js';
import type { ForeignDao } from '../support/foreign/foreign-dao.js';
import { ForeignDaoFounder } from '../support/foreign/found-foreign-daos.js';
import { deployOrganization, startTestChain, type TestChain } from '../support/test-chain.js';

let chain: TestChain;
let founder: ForeignDaoFounder;
let reader: ChainReader;

beforeAll(async () => {
  chain = await startTestChain();
  reader = new ChainReader({ chainId: 31337, rpcUrls: [chain.url], finalityBlocks: 2 });
  founder = await ForeignDaoFounder.on(chain);
}, 300_000);

afterAll(async () => {
  reader?.close();
  await chain?.stop();
});

async function detect(dao: ForeignDao, changes: Partial<GovernorContracts> = {}): Promise<DialectReport> {
  const contracts = { ...(await dao.organization()), ...changes };
  return detectDialect(new ContractProbe(reader.provider), contracts, await reader.head());
}

const openZeppelin = {
  family: 'openzeppelin',
  clock: 'blocknumber',
  counting: 'simple',
  quorumCounts: 'for,abstain',
  quorumRule: 'checkpoint',
  hasLateQuorum: true,
  hasSuperQuorum: false,
  votes: 'erc20',
  pastVotes: 'getPastVotes',
  timelock: 'openzeppelin',
  gracePeriodSeconds: null,
};
const compound = {
  ...openZeppelin,
  quorumCounts: 'for',
  quorumRule: 'constant',
  hasLateQuorum: false,
  hasSuperQuorum: false,
  pastVotes: 'getPriorVotes',
  timelock: 'compound',
  gracePeriodSeconds: 14 * 86_400,
};

describe('detectDialect', () => {
  it.each<[string, (founder: ForeignDaoFounder) => Promise<ForeignDao>, object]>([
    ['OpenZeppelin 5 by blocks', (on) => on.openZeppelin5('oz5', 'blocknumber'), openZeppelin],
    [
      'OpenZeppelin 5 by seconds',
      (on) => on.openZeppelin5('oz5', 'timestamp'),
      { ...openZeppelin, clock: 'timestamp' },
    ],
    ['OpenZeppelin 5 over ERC-721', (on) => on.nft5('nft'), { ...openZeppelin, votes: 'erc721' }],
    ['OpenZeppelin 4', (on) => on.openZeppelin4('oz4'), { ...openZeppelin, hasLateQuorum: false }],
    [
      'fractional votes over a Compound timelock',
      (on) => on.fractional5('split'),
      {
        ...openZeppelin,
        counting: 'fractional',
        hasLateQuorum: false,
        timelock: 'compound',
        gracePeriodSeconds: 14 * 86_400,
      },
    ],
    [
      'a super quorum',
      (on) => on.superQuorum5('super'),
      { ...openZeppelin, hasLateQuorum: false, hasSuperQuorum: true },
    ],
    ["OpenZeppelin 4 with Bravo's face", (on) => on.bravoCompatible4('face'), { ...compound, quorumRule: 'view' }],
    ['Governor Alpha', (on) => on.alpha('alpha'), { ...compound, family: 'alpha' }],
    ['Governor Bravo behind its delegator', (on) => on.bravo('bravo'), { ...compound, family: 'bravo' }],
  ])('knows %s', async (_name, found, expected) => {
    const before = (await reader.head()).number;

    const report = await detect(await found(founder));

    expect(report.findings.filter(({ verdict }) => verdict === 'refused')).toEqual([]);
    expect(report.dialect).toEqual(expected);
    expect(report.startBlock).toBe(before + 1);
  });

  it('knows our own', async () => {
    const { governor, stakedMandate: token, timelock } = await deployOrganization(chain);

    const { dialect, findings } = await detectDialect(
      new ContractProbe(reader.provider),
      { governor, token, timelock },
      await reader.head(),
    );

    expect(findings.filter(({ verdict }) => verdict !== 'supported')).toEqual([]);
    expect(dialect).toMatchObject({ family: 'mandate', clock: 'timestamp', quorumRule: 'track' });
  }, 240_000);

  it('refuses what is no governor, and says so', async () => {
    const dao = await founder.alpha('alpha');
    const { token } = await dao.organization();

    const nothing = await detect(dao, { governor: '0x00000000000000000000000000000000000000AA' });
    const other = await detect(dao, { governor: token });

    expect(nothing.dialect).toBeNull();
    expect(nothing.findings[0]).toMatchObject({ capability: 'governor', verdict: 'refused' });
    expect(other.findings[0]).toMatchObject({ capability: 'governor', verdict: 'refused' });
  });

  it("refuses a token and a timelock that are not the governor's", async () => {
    const [dao, other] = [await founder.bravo('one'), await founder.bravo('two')];
    const { token, timelock } = await other.organization();

    const { findings } = await detect(dao, { token, timelock });
    const withoutTimelock = await detect(dao, { timelock: ZeroAddress });

    const refused = findings.filter(({ verdict }) => verdict === 'refused').map(({ capability }) => capability);
    expect(refused).toEqual(['votes', 'timelock']);
    expect(withoutTimelock.dialect).toBeNull();
  });
});
