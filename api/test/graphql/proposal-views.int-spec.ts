import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PROPOSAL_STATES } from '../../src/queries/proposal.js';
import { BallotBox, type Motion } from './support/ballot-box.js';
import { type RunningDoor, startDoor } from './support/running-door.js';

let door: RunningDoor;
let box: BallotBox;

beforeAll(async () => {
  door = await startDoor();
  box = new BallotBox(door.dao);
}, 300_000);

afterAll(() => door?.stop());

beforeEach(() => door.startOver());

const ANSWER = `query ($id: ID!) { proposal(id: $id) {
  state snapshot voteStartAt voteEndAt etaAt expiresAt
  tally { for against abstain quorum voters } track { trackId quorumBps approvalBps }
} }`;

const time = (seconds: bigint) => (seconds === 0n ? null : new Date(Number(seconds) * 1000).toISOString());

/** What the door says of a proposal. */
async function told(motion: Motion) {
  await door.catchUp();
  const id = `31337:${door.dao.deployment.governor}:${motion.proposalId}`;
  const { data, errors } = await door.ask<{ proposal: Record<string, unknown> }>(ANSWER, { id });
  expect(errors).toEqual([]);
  const { tally, track, ...rest } = data.proposal;
  const { voters: _, ...votes } = tally as Record<string, unknown>;
  return { ...rest, ...votes, ...(track as object) };
}

/** The same by the contract's views, at the head. */
async function viewed({ proposalId }: Motion) {
  const [against, inFavour, abstain] = await box.read<bigint[]>('proposalVotes', proposalId);
  const [trackId, track] = await box.read<[bigint, Record<string, bigint>]>('proposalTrack', proposalId);
  const snapshot = await box.read<bigint>('proposalSnapshot', proposalId);
  return {
    state: PROPOSAL_STATES[Number(await box.read<bigint>('state', proposalId))],
    snapshot: `${snapshot}`,
    voteStartAt: time(snapshot),
    voteEndAt: time(await box.read<bigint>('proposalDeadline', proposalId)),
    etaAt: time(await box.read<bigint>('proposalEta', proposalId)),
    expiresAt: time(await box.read<bigint>('proposalExpiresAt', proposalId)),
    for: `${inFavour}`,
    against: `${against}`,
    abstain: `${abstain}`,
    quorum: `${await box.read<bigint>('proposalQuorum', proposalId)}`,
    trackId: Number(trackId),
    quorumBps: Number(track.quorumBps),
    approvalBps: Number(track.approvalBps),
  };
}

/** Both are the same, and in this state. */
async function expectEqual(motion: Motion, state: string): Promise<void> {
  const views = await viewed(motion);
  expect(await told(motion)).toEqual(views);
  expect(views.state).toBe(state);
}

const payee = '0x00000000000000000000000000000000000000AA';

describe('a proposal equals what the governor says of it', () => {
  it('from pending over active, succeeded and queued to executed', async () => {
    const motion = await box.propose(0, 'Pay', [box.payment(payee)]);
    await expectEqual(motion, 'PENDING');
    await box.advanceTo(await box.read<bigint>('proposalSnapshot', motion.proposalId));
    await expectEqual(motion, 'PENDING');
    await box.openVote(motion);
    await expectEqual(motion, 'ACTIVE');
    await box.vote(0, motion, 1, 'yes');
    await box.vote(1, motion, 2);
    await expectEqual(motion, 'ACTIVE');
    await box.advanceTo(await box.read<bigint>('proposalDeadline', motion.proposalId));
    await expectEqual(motion, 'ACTIVE');
    await box.closeVote(motion);
    await expectEqual(motion, 'SUCCEEDED');
    await box.queue(motion);
    await expectEqual(motion, 'QUEUED');
    await box.execute(motion);
    await expectEqual(motion, 'EXECUTED');
  }, 60_000);

  it('when it is defeated: outvoted, without a vote, or for want of approval', async () => {
    const outvoted = await box.propose(0, 'Outvoted', [box.payment(payee)]);
    const unheard = await box.propose(1, 'Unheard', [box.payment(payee)]);
    await box.openVote(unheard);
    await box.vote(0, outvoted, 0);
    await box.vote(1, outvoted, 1);
    await box.closeVote(unheard);
    await expectEqual(outvoted, 'DEFEATED');
    await expectEqual(unheard, 'DEFEATED');

    // The Constitution's track asks for two thirds: 2.0 against 1.5 million is not enough.
    const threshold = box.call(door.dao.governor, 'setProposalThreshold', [7n]);
    const contested = await box.propose(0, 'Contested', [threshold]);
    await box.openVote(contested);
    await box.vote(0, contested, 1);
    await box.vote(1, contested, 0);
    await box.closeVote(contested);
    await expectEqual(contested, 'DEFEATED');
  }, 60_000);

  it('when it is canceled by its proposer', async () => {
    const motion = await box.propose(0, 'Never mind', [box.payment(payee)]);
    await door.dao.send(0, door.dao.governor, 'cancel', ...motion.hashed);
    await expectEqual(motion, 'CANCELED');
  }, 60_000);

  it('when the guardian cancels it in the timelock', async () => {
    const motion = await box.propose(0, 'Stopped late', [box.payment(payee)]);
    await box.openVote(motion);
    await box.vote(0, motion, 1);
    await box.closeVote(motion);
    await box.queue(motion);
    await door.dao.send(7, door.dao.governor, 'guardianCancel', ...motion.hashed);
    const { etaAt: _, ...views } = await viewed(motion);
    expect(await told(motion)).toMatchObject(views);
    expect(views.state).toBe('CANCELED');
  }, 60_000);

  it('when it expires, before it is queued and after', async () => {
    const unqueued = await box.propose(0, 'Forgotten', [box.payment(payee)]);
    const queued = await box.propose(1, 'Left lying', [box.payment(payee, 2n)]);
    await box.openVote(queued);
    for (const motion of [unqueued, queued]) await box.vote(0, motion, 1);
    await box.closeVote(queued);
    await box.queue(queued);

    const expiresAt = await box.read<bigint>('proposalExpiresAt', queued.proposalId);
    await box.advanceTo(expiresAt);
    await expectEqual(queued, 'QUEUED');
    await expectEqual(unqueued, 'EXPIRED');
    await box.advanceTo(expiresAt + 1n);
    await expectEqual(queued, 'EXPIRED');
  }, 60_000);

  it('when a late vote extends it', async () => {
    const motion = await box.propose(0, 'Close call', [box.payment(payee)]);
    await box.openVote(motion);
    const deadline = await box.read<bigint>('proposalDeadline', motion.proposalId);
    await box.advanceTo(deadline - 5n);
    await box.vote(0, motion, 1);
    expect(await box.read<bigint>('proposalDeadline', motion.proposalId)).toBeGreaterThan(deadline);
    await expectEqual(motion, 'ACTIVE');
  }, 60_000);

  it('with the quorum of the supply at its snapshot, whatever is staked later', async () => {
    const motion = await box.propose(0, 'Growth', [box.payment(payee)]);
    await door.dao.stakeAll(2);
    await box.openVote(motion);
    await door.dao.stakeAll(3);
    await expectEqual(motion, 'ACTIVE');
    await box.vote(0, motion, 1);
    await door.dao.stakeAll(5);
    await expectEqual(motion, 'ACTIVE');
  }, 60_000);

  it('is gone when a reorg removed it', async () => {
    const before = await door.chain.snapshot();
    const motion = await box.propose(0, 'Gone', [box.payment(payee)]);
    await expectEqual(motion, 'PENDING');
    await door.chain.revertTo(before);
    await door.chain.mine(4);
    await door.catchUp();

    const id = `31337:${door.dao.deployment.governor}:${motion.proposalId}`;
    expect((await door.ask(ANSWER, { id })).data).toEqual({ proposal: null });
  }, 60_000);
});
