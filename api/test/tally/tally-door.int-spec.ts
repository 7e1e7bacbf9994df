import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BallotBox, type Motion } from '../graphql/support/ballot-box.js';
import { type RunningDoor, startDoor } from '../graphql/support/running-door.js';

let door: RunningDoor;
let motion: Motion;
const payee = '0x00000000000000000000000000000000000000AA';

beforeAll(async () => {
  door = await startDoor();
  const box = new BallotBox(door.dao);
  motion = await box.propose(0, '# Pay the auditors', [box.payment(payee)]);
  const second = await box.propose(1, 'Pay again', [box.payment(payee)]);
  await box.openVote(second);
  await box.vote(0, motion, 1, 'thorough');
  await box.vote(1, motion, 0);
  await door.catchUp();
}, 300_000);

afterAll(() => door?.stop());

async function ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
  const { status, data, errors } = await door.askTally<T>(query, variables);
  expect({ status, errors }).toEqual({ status: 200, errors: [] });
  return data;
}

const governorId = () => `eip155:31337:${door.dao.deployment.governor}`;

describe('the Tally-compatible door', () => {
  it('answers organizations in the original form', async () => {
    const { organizations } = await ask<{ organizations: unknown }>(`{ organizations { nodes { ... on Organization {
      slug name chainIds governorIds tokenIds hasActiveProposals proposalsCount } } pageInfo { count } } }`);
    const asset = `eip155:31337/erc20:${door.dao.deployment.stakedMandate}`;
    expect(organizations).toEqual({
      nodes: [
        {
          slug: 'acme',
          name: 'Acme',
          chainIds: ['eip155:31337'],
          governorIds: [governorId()],
          tokenIds: [asset],
          hasActiveProposals: true,
          proposalsCount: 2,
        },
      ],
      pageInfo: { count: 1 },
    });
  });

  it('finds a proposal by its ids, and says the same of it as the governor', async () => {
    const fields = `id onchainId status quorum metadata { title } executableCalls { target }
      voteStats { type votesCount } governor { id organization { slug } } start { ... on BlocklessTimestamp { timestamp } }`;
    const { proposal } = await ask<{ proposal: Record<string, unknown> }>(
      `query ($input: ProposalInput!) { proposal(input: $input) { ${fields} } }`,
      { input: { onchainId: `${motion.proposalId}`, governorId: governorId() } },
    );
    const [against, inFavour, abstain] = await door.dao.governor.getFunction('proposalVotes')(motion.proposalId);
    expect(proposal).toMatchObject({
      status: 'active',
      quorum: `${await door.dao.governor.getFunction('proposalQuorum')(motion.proposalId)}`,
      metadata: { title: 'Pay the auditors' },
      executableCalls: [{ target: door.dao.deployment.token }],
      voteStats: [
        { type: 'for', votesCount: `${inFavour}` },
        { type: 'against', votesCount: `${against}` },
        { type: 'abstain', votesCount: `${abstain}` },
      ],
      governor: { id: governorId(), organization: { slug: 'acme' } },
    });

    const literal = await ask<{ proposal: unknown }>(`{ proposal(input: { id: ${proposal.id} }) { ${fields} } }`);
    expect(literal.proposal).toEqual(proposal);
  });

  it('pages through proposals in both directions, and cuts limits that are too large', async () => {
    type List = { proposals: { nodes: { id: string }[]; pageInfo: Record<string, string> } };
    const query = `query ($input: ProposalsInput!) { proposals(input: $input) {
      nodes { ... on Proposal { id } } pageInfo { firstCursor lastCursor count } } }`;
    const filters = { governorId: governorId() };
    const list = async (page: object, isDescending = true) =>
      (await ask<List>(query, { input: { filters, page, sort: { isDescending, sortBy: 'id' } } })).proposals;

    const all = await list({ limit: 500 });
    expect(all.nodes).toHaveLength(2);
    expect(all.pageInfo.count).toBe(2);
    const first = await list({ limit: 1 });
    const second = await list({ limit: 1, afterCursor: first.pageInfo.lastCursor });
    expect([...first.nodes, ...second.nodes]).toEqual(all.nodes);
    expect((await list({ limit: 1, beforeCursor: second.pageInfo.firstCursor })).nodes).toEqual(first.nodes);
    expect((await list({ limit: 1, afterCursor: second.pageInfo.lastCursor })).nodes).toEqual([]);
    expect((await list({}, false)).nodes).toEqual([...all.nodes].reverse());
  });

  it('answers a vote as Vote and as OnchainVote', async () => {
    const { proposal } = await ask<{ proposal: { id: string } }>(
      `{ proposal(input: { onchainId: "${motion.proposalId}", governorId: "${governorId()}" }) { id } }`,
    );
    const query = (type: string) => `query ($input: VotesInput!) { votes(input: $input) { nodes {
      ... on ${type} { reason type amount voter { address } proposal { onchainId } } } } }`;
    const input = { filters: { proposalId: proposal.id } };
    const { votes } = await ask<{ votes: { nodes: unknown[] } }>(query('Vote'), { input });
    expect(votes.nodes).toMatchObject([
      { type: 'against', reason: null, proposal: { onchainId: `${motion.proposalId}` } },
      { type: 'for', reason: 'thorough', voter: { address: door.dao.members[0]?.address } },
    ]);
    expect((await ask<{ votes: unknown }>(query('OnchainVote'), { input })).votes).toEqual(votes);
  });

  it('lists delegates by their votes', async () => {
    const { delegates } = await ask<{ delegates: { nodes: unknown[] } }>(
      `query ($input: DelegatesInput!) { delegates(input: $input) { nodes { ... on Delegate {
         account { address } votesCount delegatorsCount } } } }`,
      { input: { filters: { governorId: governorId() } } },
    );
    const voters = [0, 1].map((member) => ({ account: { address: door.dao.members[member]?.address } }));
    expect(delegates.nodes).toMatchObject(voters);
  });

  it.each([
    ['{ nothing }', /Cannot query field "nothing"/],
    ['{ proposals(chainId: "eip155:1") { id } }', /Unknown argument "chainId"/],
    ['{', /Syntax Error/],
    [`{ ${'organizations { nodes { ... on Organization { '.repeat(1)} ${'a '.repeat(6000)} } } } }`, /tokens/],
  ])('refuses an invalid document with 422 and says why', async (query, message) => {
    const { status, errors } = await door.askTally(query);
    expect(status).toBe(422);
    expect(errors.map((error) => error.message).join()).toMatch(message);
  });

  it.each([
    ['query ($input: ProposalInput!) { proposal(input: $input) { id } }', { input: { id: 'x' } }, 422, /IntID/],
    ['query ($input: ProposalInput!) { proposal(input: $input) { id } }', { input: { id: 1 } }, 200, /not found/],
    ['query ($input: ProposalInput!) { proposal(input: $input) { id } }', { input: {} }, 200, /Name the proposal/],
  ])('says what is wrong with the input: %s %j', async (query, variables, expected, message) => {
    const { status, errors } = await door.askTally(query, variables);
    expect(status).toBe(expected);
    expect(errors[0]?.message).toMatch(message);
  });

  it('refuses a body without a document', async () => {
    const response = await fetch(`${door.url}/query`, { method: 'POST' });
    expect(response.status).toBe(422);
  });
});
