import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { BallotBox } from './support/ballot-box.js';
import { RunJourney } from './support/run-journey.js';
import { type RunningDoor, startDoor } from './support/running-door.js';

let door: RunningDoor;
let box: BallotBox;
let client: Client;

beforeAll(async () => {
  door = await startDoor();
  box = new BallotBox(door.dao);
  client = createClient({ url: `${door.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
}, 300_000);

afterAll(async () => {
  await client?.dispose();
  await door?.stop();
});

/** Subscribes; `next` resolves with each value as it comes. */
function subscribe<T>(query: string, id: string) {
  const stream = client.iterate<T>({ query, variables: { id } });
  const next = async (): Promise<T | null | undefined> => {
    const { value } = (await stream.next()) as { value: { data?: T; errors?: unknown } };
    expect(value.errors).toBeUndefined();
    return value.data;
  };
  return { next, stop: () => stream.return?.() };
}

beforeEach(() => door.startOver());

describe('subscriptions', () => {
  it('give a proposal as it is, then after each change', async () => {
    const motion = await box.propose(0, 'Watch', [box.payment('0x00000000000000000000000000000000000000AA')]);
    await door.catchUp();
    const proposal = subscribe<unknown>(
      'subscription ($id: ID!) { proposal(id: $id) { state tally { for voters } } }',
      `31337:${door.dao.deployment.governor}:${motion.proposalId}`,
    );
    expect(await proposal.next()).toEqual({ proposal: { state: 'PENDING', tally: { for: '0', voters: 0 } } });

    const opened = proposal.next();
    await box.openVote(motion);
    await door.catchUp();
    expect(await opened).toMatchObject({ proposal: { state: 'ACTIVE' } });

    const voted = proposal.next();
    await box.vote(0, motion, 1);
    await door.catchUp();
    const weight = await door.dao.stake.getFunction('getVotes')(door.dao.members[0]?.address);
    expect(await voted).toMatchObject({ proposal: { tally: { for: `${weight}`, voters: 1 } } });
    await proposal.stop();
  }, 60_000);

  it('give a run with every step of its training', async () => {
    const policy = [`0x${Buffer.from('assistant').toString('hex').padEnd(64, '0')}`, '{}', 2_000, 10, 5];
    const { run } = await RunJourney.order(box, 'Learn', policy);
    await door.catchUp();
    const progress = subscribe<unknown>(
      'subscription ($id: ID!) { run(id: $id) { state progress { phase step loss } losses { step loss } } }',
      run.runId,
    );
    expect(await progress.next()).toEqual({ run: { state: 'OPEN', progress: null, losses: [] } });

    const stepped = progress.next();
    const { dataSource } = door.database;
    await dataSource.query(
      `insert into run_progress (run_id, attempt, phase, step, steps, loss, at)
       select $1, 1, 'train', step, 400, 1.0 / step, now() from generate_series(1, 400) step`,
      [run.runId],
    );
    await dataSource.query(`select pg_notify('mandate_run', $1)`, [run.runId]);
    const { run: told } = (await stepped) as { run: { progress: unknown; losses: { step: number }[] } };
    expect(told.progress).toEqual({ phase: 'train', step: 400, loss: 1 / 400 });
    expect(told.losses).toHaveLength(200);
    expect(told.losses.at(-1)?.step).toBe(400);
    await progress.stop();
  }, 60_000);

  it('tell of a proposal when its run brings what it adopted into force', async () => {
    const policy = [`0x${Buffer.from('assistant').toString('hex').padEnd(64, '0')}`, '{}', 2_000, 10, 5];
    const { motion, run } = await RunJourney.order(box, 'Learn', policy);
    await door.catchUp();
    const proposal = subscribe<unknown>(
      'subscription ($id: ID!) { proposal(id: $id) { policies { isActive } } }',
      `31337:${door.dao.deployment.governor}:${motion.proposalId}`,
    );
    expect(await proposal.next()).toEqual({ proposal: { policies: [{ isActive: false }] } });

    const active = proposal.next();
    await run.startAttempt();
    await run.submitReceipt({ refusal: 950_000, helpfulness: 1_000_000, perplexity: 3_210_000 });
    await run.finalize();
    await run.observe('promote', { errorRate: 0, latencyP95Seconds: 1_500_000, emptyRate: 0 });
    await door.catchUp();

    expect(await active).toEqual({ proposal: { policies: [{ isActive: true }] } });
    await proposal.stop();
  }, 60_000);

  it('keep to the same limits as queries do', async () => {
    const deep = `{ organizations { nodes { ${'proposals { nodes { organization { '.repeat(5)} name ${'} } }'.repeat(5)} } } }`;
    const stream = client.iterate({ query: deep });
    const codes = await stream.next().then(
      () => [],
      (errors: { extensions: { code: string } }[]) => errors.map(({ extensions }) => extensions.code),
    );
    expect(codes).toEqual(['QUERY_TOO_DEEP', 'QUERY_TOO_COSTLY']);
  });
});
