import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Contract, encodeBytes32String, type InterfaceAbi, ZeroAddress } from 'ethers';
import { revenueAllocatorAbi } from '../../src/abi/RevenueAllocator.js';
import { ReceiptSubmittedEntity } from '../../src/store/receipt.entity.js';
import { BallotBox, type Motion } from './support/ballot-box.js';
import { RunJourney } from './support/run-journey.js';
import { type RunningDoor, startDoor } from './support/running-door.js';

let door: RunningDoor;
let box: BallotBox;

const job = JSON.stringify({
  base: { name: 'mandate-tiny-1' },
  dataset: { name: 'refuse-harmful-1' },
  lora: { r: 8 },
  training: { steps: 80 },
});
const subject = encodeBytes32String('assistant');
const good = { refusal: 950_000, helpfulness: 1_000_000, perplexity: 3_210_000 };
const calm = { errorRate: 0, latencyP95Seconds: 1_500_000, emptyRate: 0 };

beforeAll(async () => {
  door = await startDoor();
  box = new BallotBox(door.dao);
}, 300_000);

afterAll(() => door?.stop());

beforeEach(() => door.startOver());

const idOf = (motion: Motion) => `31337:${door.dao.deployment.governor}:${motion.proposalId}`;

async function ask<T>(query: string, variables: Record<string, unknown> = {}): Promise<T> {
  await door.catchUp();
  const { data, errors } = await door.ask<T>(query, variables);
  expect(errors).toEqual([]);
  return data;
}

describe('the organization', () => {
  it('says what it is made of, and at which block the answer is', async () => {
    const { organization } = await ask<{ organization: Record<string, unknown> }>(`{ organization(slug: "acme") {
      name chainId subjects addresses { governor token mandateToken } head { blockNumber finalizedNumber }
      governor { proposalThreshold guardian tracks { trackId name quorumBps } routes { trackId } }
      workers { isAdmitted bond } policies(kind: SAFETY) { nodes { version isActive body } pageInfo { count } }
    } }`);
    const { deployment, members } = door.dao;
    expect(organization).toMatchObject({
      name: 'Acme',
      chainId: 31337,
      subjects: ['assistant'],
      addresses: {
        governor: deployment.governor,
        token: deployment.stakedMandate,
        mandateToken: deployment.token,
      },
      head: { blockNumber: await door.chain.provider.getBlockNumber() },
      governor: { proposalThreshold: '1000000000000000000000', guardian: members[7]?.address },
      workers: [
        { isAdmitted: true, bond: '20000000000000000000000' },
        { isAdmitted: true, bond: '20000000000000000000000' },
      ],
      policies: { pageInfo: { count: 1 }, nodes: [{ version: 1, isActive: true, body: { subject: 'assistant' } }] },
    });
    const { tracks } = organization.governor as { tracks: { name: string }[] };
    expect(tracks.map(({ name }) => name)).toEqual(['Constitution', 'Treasury', 'Model', 'Policy', 'Safety']);
  });

  it('has the accounts that the token has', async () => {
    const { address } = door.dao.members[0] ?? { address: '' };
    const { account } = await ask<{ account: Record<string, unknown> }>(
      `query ($address: Address!) { account(organization: "acme", address: $address) {
         votes staked balance cooling delegate delegatorsCount } }`,
      { address: address.toLowerCase() },
    );
    const read = (view: string) => door.dao.stake.getFunction(view)(address);
    expect(account).toEqual({
      votes: `${await read('getVotes')}`,
      staked: `${await read('balanceOf')}`,
      balance: `${await door.dao.token.getFunction('balanceOf')(address)}`,
      cooling: '0',
      delegate: await read('delegates'),
      delegatorsCount: 1,
    });
  });

  it('lists its delegates, the most powerful first', async () => {
    await door.dao.stakeAll(2);
    await door.dao.send(2, door.dao.stake, 'delegate', door.dao.members[1]?.address);
    const { delegates } = await ask<{ delegates: { nodes: unknown[] } }>(
      '{ delegates(organization: "acme") { nodes { account { address } votes delegatorsCount shareBps } } }',
    );
    const one = { account: { address: door.dao.members[1]?.address }, delegatorsCount: 2, shareBps: 5555 };
    const other = { account: { address: door.dao.members[0]?.address }, delegatorsCount: 1, shareBps: 4444 };
    expect(delegates.nodes).toMatchObject([one, other]);
  });

  it('knows what is cooling down', async () => {
    await door.dao.stakeAll(2);
    await door.dao.send(2, door.dao.stake, 'requestUnstake', 5n);
    const { account } = await ask<{ account: { cooling: string; withdrawableAt: string } }>(
      `query ($address: Address!) { account(organization: "acme", address: $address) { cooling withdrawableAt } }`,
      { address: door.dao.members[2]?.address },
    );
    const [amount, withdrawableAt] = await door.dao.stake.getFunction('coolingOf')(door.dao.members[2]?.address);
    expect(account).toEqual({
      cooling: `${amount}`,
      withdrawableAt: new Date(Number(withdrawableAt) * 1000).toISOString(),
    });
  });
});

describe('a proposal', () => {
  it('says in words what it would do, and keeps saying so when it is done', async () => {
    const training = [
      [encodeBytes32String('refusal'), 0, 900_000],
      [encodeBytes32String('helpfulness'), 0, 950_000],
      [encodeBytes32String('perplexity'), 1, 50_000_000],
    ];
    const canary = [
      [encodeBytes32String('errorRate'), 1, 50_000],
      [encodeBytes32String('latencyP95Seconds'), 1, 30_000_000],
      [encodeBytes32String('emptyRate'), 1, 50_000],
    ];
    const call = box.call(box.policies, 'tightenSafety', [[subject, training, canary]]);
    const { decodeCalls } = await ask<{ decodeCalls: { track: unknown; calls: { sentence: string }[] } }>(
      `query ($targets: [Address!]!, $values: [Uint256!]!, $calldatas: [Bytes!]!) {
         decodeCalls(organization: "acme", targets: $targets, values: $values, calldatas: $calldatas) {
           track { trackId name } calls { sentence } } }`,
      { targets: [call.target], values: ['0'], calldatas: [call.calldata] },
    );
    const sentence = 'Raises the refusal threshold of assistant from 0.80 to 0.90';
    expect(decodeCalls).toEqual({ track: { trackId: 4, name: 'Safety' }, calls: [{ sentence }] });

    const motion = await box.propose(0, '# Refuse more', [call]);
    await box.pass(motion);

    const { proposal } = await ask<{ proposal: Record<string, unknown> }>(
      `query ($id: ID!) { proposal(id: $id) {
         title state proposer { address } calls { sentence targetName signature decoded trackId }
         policies { kind version isActive proposal { id } } votes { nodes { support voter { address } } }
         timeline { kind isFuture } } }`,
      { id: idOf(motion) },
    );
    expect(proposal).toMatchObject({
      title: 'Refuse more',
      state: 'EXECUTED',
      proposer: { address: door.dao.members[0]?.address },
      calls: [{ sentence, targetName: 'PolicyRegistry', trackId: 4, decoded: { policy: { subject: 'assistant' } } }],
      policies: [{ kind: 'SAFETY', version: 2, isActive: true, proposal: { id: idOf(motion) } }],
    });
    const { timeline, votes } = proposal as { timeline: { kind: string }[]; votes: { nodes: unknown[] } };
    expect(votes.nodes).toHaveLength(2);
    const kinds = ['created', 'voteStarts', 'voteEnds', 'queued', 'executable', 'executed'];
    expect(timeline.map(({ kind }) => kind)).toEqual(kinds);
  }, 60_000);

  it('is found by its state, page by page', async () => {
    const payee = '0x00000000000000000000000000000000000000AA';
    for (const member of [0, 1]) await box.propose(member, `Payment ${member}`, [box.payment(payee)]);
    const list = `query ($page: PageInput) { proposals(organization: "acme", filter: { state: PENDING }, page: $page) {
      nodes { title calls { sentence } } pageInfo { endCursor hasNextPage count } } }`;
    type List = { proposals: { nodes: unknown[]; pageInfo: { endCursor: string; hasNextPage: boolean } } };

    const first = await ask<List>(list, { page: { limit: 1 } });
    const second = await ask<List>(list, { page: { limit: 1, afterCursor: first.proposals.pageInfo.endCursor } });

    const calls = [{ sentence: `Sends 0.000000000000000001 MND to ${payee}` }];
    expect(first.proposals).toMatchObject({
      nodes: [{ title: 'Payment 1', calls }],
      pageInfo: { hasNextPage: true, count: 2 },
    });
    expect(second.proposals).toMatchObject({ nodes: [{ title: 'Payment 0' }], pageInfo: { hasNextPage: false } });
  }, 60_000);
});

const RUN = `query ($id: ID!) { run(id: $id) {
  state attempt worker policy { version isActive } proposal { id } job canary { bps requestsRequired }
} }`;

const GATES = `query ($id: ID!) { run(id: $id) {
  state gates { stage safetyVersion passed rows { metric bound threshold value passed missedBy } }
  misses { metric bound value threshold missedBy } receipt { metrics { name value } } timeline { kind isFuture }
} }`;

type Gates = { run: { gates: { rows: unknown[] }[]; timeline: { kind: string }[] } };

describe('a run', () => {
  const policy = [subject, job, 2_000, 10, 5];

  it('goes from the vote through both gates', async () => {
    const { motion, run } = await RunJourney.order(box, 'Learn to refuse', policy);
    expect(await ask(RUN, { id: run.runId })).toEqual({
      run: {
        state: 'OPEN',
        attempt: 0,
        worker: null,
        policy: { version: 1, isActive: false },
        proposal: { id: idOf(motion) },
        job: JSON.parse(job),
        canary: null,
      },
    });

    await run.startAttempt();
    await run.submitReceipt(good);
    const submitted = await ask<Gates>(GATES, { id: run.runId });
    expect(submitted.run).toMatchObject({
      state: 'SUBMITTED',
      gates: [
        { stage: 'training', safetyVersion: 1, passed: null },
        { stage: 'canary', passed: null },
      ],
      receipt: { metrics: [{ name: 'refusal', value: '0.95' }, { value: '1' }, { value: '3.21' }] },
    });
    const refusal = { metric: 'refusal', bound: 'atLeast', threshold: '0.8', value: '0.95' };
    expect(submitted.run.gates[0]?.rows[0]).toEqual({ ...refusal, passed: true, missedBy: null });

    await run.finalize();
    expect(await ask(RUN, { id: run.runId })).toMatchObject({
      run: { state: 'CANARY', attempt: 1, canary: { bps: 2_000, requestsRequired: 5 } },
    });
    await run.observe('promote', calm);
    const active = await ask<Gates>(GATES, { id: run.runId });
    expect(active.run).toMatchObject({ state: 'ACTIVE', gates: [{ passed: true }, { passed: true }], misses: [] });
    const steps = ['opened', 'attemptStarted', 'receiptSubmitted', 'canaryStarted', 'activated'];
    expect(active.run.timeline.map(({ kind }) => kind)).toEqual(steps);
  }, 60_000);

  it('is not what another contract says of it', async () => {
    const { run } = await RunJourney.order(box, 'Learn to refuse', policy);
    await run.startAttempt();
    await run.submitReceipt(good);
    await door.catchUp();
    const receipts = door.database.dataSource.getRepository(ReceiptSubmittedEntity);
    const receipt = await receipts.findOneByOrFail({ runId: run.runId });
    await receipts.insert({ ...receipt, logIndex: 1_000, contract: ZeroAddress, metrics: [] });

    const { run: told } = await ask<Gates>(GATES, { id: run.runId });

    expect(told).toMatchObject({ receipt: { metrics: [{ name: 'refusal' }, {}, {}] } });
    expect(told.timeline.filter(({ kind }) => kind === 'receiptSubmitted')).toHaveLength(1);
  }, 60_000);

  it('is rejected with the metric it missed and by how much', async () => {
    const { run } = await RunJourney.order(box, 'Refuse everything', policy);
    await run.startAttempt();
    await run.submitReceipt({ ...good, helpfulness: 400_000 });
    await run.finalize();

    const { run: told } = await ask<Gates>(GATES, { id: run.runId });

    const row = { metric: 'helpfulness', bound: 'atLeast', threshold: '0.95', value: '0.4', missedBy: '0.55' };
    expect(told).toMatchObject({ state: 'REJECTED', gates: [{ passed: false }, { passed: null }], misses: [row] });
    expect(told.gates[0]?.rows[1]).toEqual({ ...row, passed: false });
  }, 60_000);

  it('is rolled back by a breach in the canary', async () => {
    const { run } = await RunJourney.order(box, 'Too slow', policy);
    await run.startAttempt();
    await run.submitReceipt(good);
    await run.finalize();
    await run.observe('reportBreach', { ...calm, errorRate: 250_000 });

    expect((await ask<Gates>(GATES, { id: run.runId })).run).toMatchObject({
      state: 'ROLLED_BACK',
      gates: [{ passed: true }, { passed: false }],
      misses: [{ metric: 'errorRate', bound: 'atMost', value: '0.25', threshold: '0.05', missedBy: '0.2' }],
    });
  }, 60_000);
});

describe('revenue', () => {
  it('is what the allocator says came in, was split and was paid out', async () => {
    const { deployment, members, chain } = door.dao;
    const allocator = new Contract(deployment.revenueAllocator, revenueAllocatorAbi as InterfaceAbi, chain.provider);
    const worker = members[8]?.address;
    await (await members[0]?.sendTransaction({ to: deployment.revenueAllocator, value: 1_000n }))?.wait();
    await door.dao.send(0, allocator, 'allocate', ZeroAddress);
    await door.dao.send(0, allocator, 'claim', ZeroAddress, worker);

    const { organization } = await ask<{ organization: { revenue: unknown } }>(`{ organization(slug: "acme") { revenue {
      allocations { nodes { token policyVersion amount shares { account amount } } }
      claims { nodes { account amount } } totals { token received allocated claimed } } } }`);
    expect(organization.revenue).toEqual({
      allocations: {
        nodes: [
          {
            token: ZeroAddress,
            policyVersion: 1,
            amount: '1000',
            shares: [
              { account: deployment.stakedMandate, amount: '600' },
              { account: deployment.timelock, amount: '300' },
              { account: worker, amount: '100' },
            ],
          },
        ],
      },
      claims: { nodes: [{ account: worker, amount: '100' }] },
      totals: [{ token: ZeroAddress, received: '1000', allocated: '1000', claimed: '100' }],
    });
  }, 60_000);
});
