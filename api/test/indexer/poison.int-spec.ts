import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AbiCoder, Contract, id, toBeHex, zeroPadValue } from 'ethers';
import { type RunningDoor, startDoor } from '../graphql/support/running-door.js';
import { FixtureContracts } from '../support/foreign/fixture-contracts.js';

const PROPOSAL_CREATED = id(
  'ProposalCreated(uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,string)',
);
const VOTE_CAST = id('VoteCast(address,uint256,uint8,uint256,string)');
const STRANGER = `0x${'57'.repeat(20)}`;
const VOTER = `0x${'51'.repeat(20)}`;
/** Overlong, a lone surrogate, cut in the middle, beyond the last code point. */
const NO_UTF8 = ['c0af', 'eda080', 'e282', 'f8888080', 'ff'];

let door: RunningDoor;
let governor: Contract;
let stranger: Contract;

let code: string;

beforeAll(async () => {
  door = await startDoor();
  const contracts = await FixtureContracts.compile(door.dao.members[0] as never);
  const emitter = await contracts.deploy('LogEmitter');
  code = await door.chain.provider.getCode(await emitter.getAddress());
  governor = new Contract(door.dao.deployment.governor, emitter.interface, door.dao.members[0]);
  stranger = new Contract(STRANGER, emitter.interface, door.dao.members[0]);
}, 300_000);

afterAll(() => door?.stop());

/** The governor says what no governor would; a stranger says the same. */
beforeEach(async () => {
  await door.startOver();
  for (const contract of [governor, stranger]) {
    await door.chain.provider.send('anvil_setCode', [await contract.getAddress(), code]);
  }
  await door.chain.provider.send('evm_setBlockGasLimit', [toBeHex(1_000_000_000)]);
});

const idOf = (proposalId: bigint) => `31337:${door.dao.deployment.governor}:${proposalId}`;

async function say(method: string, ...values: unknown[]): Promise<void> {
  await (await governor.getFunction(method)(...values, { gasLimit: 200_000_000n })).wait();
}

const word = (value: bigint | string) => (typeof value === 'string' ? zeroPadValue(value, 32) : toBeHex(value, 32));

/** A proposal as its log holds it; the description is bytes, which no library encodes as a text. */
function created(proposalId: bigint, description: string, actions = 1): string {
  const types = ['uint256', 'address', 'address[]', 'uint256[]', 'bytes[]', 'bytes[]', 'uint256', 'uint256', 'bytes'];
  const lists = [
    Array(actions).fill(VOTER),
    Array(actions).fill(1n),
    Array(actions).fill('0x'),
    Array(actions).fill('0xab'),
  ];
  return AbiCoder.defaultAbiCoder().encode(types, [proposalId, VOTER, ...lists, 2n ** 40n, 2n ** 41n, description]);
}

const vote = (proposalId: bigint, support: number, weight: bigint, reason: string): string =>
  AbiCoder.defaultAbiCoder().encode(['uint256', 'uint256', 'uint256', 'bytes'], [proposalId, support, weight, reason]);

async function told<T>(query: string, variables: Record<string, unknown>): Promise<T> {
  const { data, errors } = await door.ask<T>(query, variables);
  expect(errors).toEqual([]);
  return data;
}

const rows = (sql: string, ...values: unknown[]) => door.database.dataSource.query(sql, values);

describe('poison', () => {
  it.each(NO_UTF8.map((hex) => [hex]))('in texts is kept as it is, and shown as what can be shown: %s', async (hex) => {
    const text = `0x4869${hex}00`;
    await say('emitRaw', [PROPOSAL_CREATED], created(7n, text));
    await say('emitRaw', [VOTE_CAST, word(VOTER)], vote(7n, 1, 5n, text));

    await door.catchUp();

    const shown = Buffer.from(text.slice(2), 'hex').toString('utf8').replaceAll('\0', '\uFFFD');
    const { proposal } = await told<{ proposal: { description: string; votes: { nodes: unknown[] } } }>(
      'query ($id: ID!) { proposal(id: $id) { description votes { nodes { reason } } } }',
      { id: idOf(7n) },
    );
    expect(proposal).toEqual({ description: shown, votes: { nodes: [{ reason: shown }] } });
    const raw = Buffer.from(text.slice(2), 'hex');
    expect(await rows('SELECT description_raw FROM proposal_created')).toEqual([{ description_raw: raw }]);
    expect(await rows('SELECT reason_raw FROM vote_cast')).toEqual([{ reason_raw: raw }]);
  });

  it('of one and a half million bytes of description passes', async () => {
    await say('propose', 8n, 1, 1_500_000);
    await say('castMany', 8n, 1n, 1n, 1, 5n);

    await door.catchUp();

    const [{ raw, shown }] = await rows(
      'SELECT octet_length(description_raw) AS raw, length(description) AS shown FROM proposal_created',
    );
    expect([raw, shown]).toEqual([1_500_000, 1_500_000]);
    const { proposal } = await told<{ proposal: { description: string; tally: unknown } }>(
      'query ($id: ID!) { proposal(id: $id) { description tally { for voters } } }',
      { id: idOf(8n) },
    );
    expect(proposal.description).toHaveLength(1_500_000);
    expect(proposal.tally).toEqual({ for: '5', voters: 1 });
  }, 120_000);

  it('of two hundred actions passes', async () => {
    await say('emitRaw', [PROPOSAL_CREATED], created(9n, '0x4869', 200));

    await door.catchUp();

    const { proposal } = await told<{ proposal: { calls: unknown[] } }>(
      'query ($id: ID!) { proposal(id: $id) { calls { target } } }',
      { id: idOf(9n) },
    );
    expect(proposal.calls).toHaveLength(200);
  });

  it('of ten thousand votes in one block passes, each counted', async () => {
    await say('emitRaw', [PROPOSAL_CREATED], created(10n, '0x4869'));
    await door.chain.provider.send('evm_setAutomine', [false]);
    const nonce = await door.dao.members[0]?.getNonce();
    for (let part = 0; part < 10; part += 1) {
      const options = { gasLimit: 16_000_000n, nonce: Number(nonce) + part };
      await governor.getFunction('castMany')(10n, BigInt(part) * 1_000n + 1n, 1_000n, 1, 3n, options);
    }
    await door.chain.mine(1);
    await door.chain.provider.send('evm_setAutomine', [true]);

    await door.catchUp();

    expect(
      await rows('SELECT count(DISTINCT block_number)::int AS blocks, count(*)::int AS votes FROM vote_cast'),
    ).toEqual([{ blocks: 1, votes: 10_000 }]);
    const { proposal } = await told<{ proposal: unknown }>(
      'query ($id: ID!) { proposal(id: $id) { tally { for voters } } }',
      { id: idOf(10n) },
    );
    expect(proposal).toEqual({ tally: { for: '30000', voters: 10_000 } });
  }, 120_000);

  it.each([7, 255])('of a support that nobody defined is kept and counted for no side: %d', async (support) => {
    await say('emitRaw', [PROPOSAL_CREATED], created(11n, '0x4869'));
    await say('emitRaw', [VOTE_CAST, word(VOTER)], vote(11n, support, 5n, '0x'));
    await say('castMany', 11n, 1n, 1n, 1, 2n);

    await door.catchUp();

    const { proposal } = await told<{ proposal: unknown }>(
      'query ($id: ID!) { proposal(id: $id) { tally { against for abstain } votes { nodes { weight } } } }',
      { id: idOf(11n) },
    );
    expect(proposal).toEqual({
      tally: { against: '0', for: '2', abstain: '0' },
      votes: { nodes: expect.arrayContaining([{ weight: '5' }, { weight: '2' }]) },
    });
    expect(await rows('SELECT support FROM vote_cast ORDER BY support')).toEqual([{ support: 1 }, { support }]);
  });

  it('of ids that differ in their last bits stays apart', async () => {
    const [one, other] = [2n ** 256n - 1n, 2n ** 256n - 2n];
    for (const proposalId of [one, other]) await say('emitRaw', [PROPOSAL_CREATED], created(proposalId, '0x4869'));
    await say('castMany', one, 1n, 1n, 1, 2n ** 200n + 1n);
    await say('castMany', other, 1n, 2n, 0, 2n ** 200n - 1n);

    await door.catchUp();

    const tallies = await Promise.all(
      [one, other].map((proposalId) =>
        told<{ proposal: unknown }>('query ($id: ID!) { proposal(id: $id) { tally { against for voters } } }', {
          id: idOf(proposalId),
        }),
      ),
    );
    expect(tallies.map(({ proposal }) => proposal)).toEqual([
      { tally: { against: '0', for: `${2n ** 200n + 1n}`, voters: 1 } },
      { tally: { against: `${2n ** 201n - 2n}`, for: '0', voters: 2 } },
    ]);
  });

  it('of a stranger is not ours', async () => {
    await (await stranger.getFunction('propose')(12n, 1, 4)).wait();
    await (await stranger.getFunction('castMany')(12n, 1n, 5n, 1, 5n)).wait();
    await say('emitRaw', [PROPOSAL_CREATED], created(13n, '0x4869'));

    await door.catchUp();

    expect(await rows('SELECT proposal_id FROM proposal_created')).toEqual([{ proposal_id: '13' }]);
    expect(await rows('SELECT 1 FROM vote_cast')).toEqual([]);
  });

  it.each<[string, string[], string]>([
    ['a text that ends beyond its data', [PROPOSAL_CREATED], `${created(14n, '0x4869').slice(0, -64)}`],
    ['no data', [VOTE_CAST, word(VOTER)], '0x'],
    ['a support of more than a byte', [VOTE_CAST, word(VOTER)], vote(14n, 256, 5n, '0x')],
    ['a topic too many', [VOTE_CAST, word(VOTER), word(VOTER)], vote(14n, 1, 5n, '0x')],
    [
      'offsets that point at themselves',
      [VOTE_CAST, word(VOTER)],
      `0x${word(1n).slice(2)}${word(1n).slice(2)}${word(5n).slice(2)}${'f'.repeat(64)}`,
    ],
  ])(
    'that has not the shape of its event is put aside with its bytes, and holds up nothing: %s',
    async (_what, topics, data) => {
      await say('emitRaw', topics, data);
      await say('emitRaw', [PROPOSAL_CREATED], created(15n, '0x4869'));

      await door.catchUp();

      const bytes = Buffer.from(data.slice(2), 'hex');
      expect(await rows('SELECT topics, data FROM quarantined_log')).toEqual([{ topics, data: bytes }]);
      expect(await rows('SELECT proposal_id FROM proposal_created')).toEqual([{ proposal_id: '15' }]);
    },
  );
});
