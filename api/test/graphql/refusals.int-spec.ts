import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type RunningDoor, startDoor } from './support/running-door.js';

let door: RunningDoor;

beforeAll(async () => {
  door = await startDoor();
  await door.catchUp();
}, 300_000);

afterAll(() => door?.stop());

async function codesOf(query: string, variables: Record<string, unknown> = {}) {
  const { errors } = await door.ask(query, variables);
  return errors.map(({ extensions }) => extensions?.code);
}

describe('the native door', () => {
  it('refuses a query of depth 50 fast, with a clear code', async () => {
    const deep = `{ organizations { nodes { ${'proposals { nodes { organization { '.repeat(16)} name ${'} } }'.repeat(16)} } } }`;
    const startedAt = performance.now();
    const { status, errors } = await door.ask(deep);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(status).toBe(400);
    expect(errors.map(({ extensions }) => extensions)).toContainEqual({ code: 'QUERY_TOO_DEEP' });
  });

  it('refuses what would multiply', async () => {
    const page = 'page: { limit: 100 }';
    const query = `{ organizations(${page}) { nodes { proposals(${page}) { nodes { votes(${page}) { nodes { id } } } } } } }`;
    expect(await codesOf(query)).toEqual(['QUERY_TOO_COSTLY']);
  });

  it.each([
    ['{ proposals(organization: "acme", page: { limit: 101 }) { nodes { id } } }', 'BAD_USER_INPUT'],
    ['{ proposals(organization: "acme", page: { limit: 0 }) { nodes { id } } }', 'BAD_USER_INPUT'],
    ['{ proposals(organization: "acme", page: { afterCursor: "x" }) { nodes { id } } }', 'BAD_USER_INPUT'],
    ['{ proposals(organization: "acme", page: { afterCursor: "WyJhIiwiMCJd" }) { nodes { id } } }', 'BAD_USER_INPUT'],
    // Digits, but more than a block number can have.
    [
      '{ proposals(organization: "acme", page: { afterCursor: "WyI5OTk5OTk5OTk5OTk5OTk5OTk5IiwiMCJd" }) { nodes { id } } }',
      'BAD_USER_INPUT',
    ],
    ['{ proposals(organization: "nobody") { nodes { id } } }', 'NOT_FOUND'],
    ['{ proposals(organization: "a\\u0000b") { nodes { id } } }', 'NOT_FOUND'],
    ['{ votes(proposalId: "x") { nodes { id } } }', 'NOT_FOUND'],
    [
      '{ decodeCalls(organization: "acme", targets: [], values: [], calldatas: []) { calls { sentence } } }',
      'BAD_USER_INPUT',
    ],
    ['{ account(organization: "acme", address: "0x12") { votes } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['{', 'GRAPHQL_PARSE_FAILED'],
  ])('answers %s with %s', async (query, code) => {
    expect(await codesOf(query)).toEqual([code]);
  });

  it.each(['proposal(id: "1:0x12:3") { id }', 'policy(id: "a\\u0000") { id }', 'run(id: "\\u0000") { id }'])(
    'answers null to %s, which names nothing',
    async (field) => {
      const { data, errors } = await door.ask<Record<string, unknown>>(`{ ${field} }`);
      expect(errors).toEqual([]);
      expect(Object.values(data)).toEqual([null]);
    },
  );

  it('does not read more than a mebibyte', async () => {
    const response = await fetch(`${door.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: `{ __typename } # ${'x'.repeat(1_100_000)}` }),
    });
    expect(response.status).toBe(413);
  });

  it('lets tools learn the schema', async () => {
    const { data } = await door.ask<{ __schema: { queryType: unknown } }>('{ __schema { queryType { name } } }');
    expect(data).toEqual({ __schema: { queryType: { name: 'Query' } } });
  });

  it('says nothing of our insides when something fails', async () => {
    await door.database.dataSource.query('alter table voter_tally rename to voter_lost');
    const query = '{ organization(slug: "acme") { name delegates { nodes { votesCount } } } }';
    const { data, errors } = await door.ask<{ organization: unknown }>(query);
    await door.database.dataSource.query('alter table voter_lost rename to voter_tally');
    expect(errors).toMatchObject([
      { message: 'Something went wrong on our side; it was logged.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ]);
    expect(JSON.stringify(errors)).not.toMatch(/voter_tally|select|stack/);
    expect(data).toEqual({ organization: null });
  });
});
