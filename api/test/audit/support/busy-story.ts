import { Contract, encodeBytes32String, type InterfaceAbi, id, parseEther, ZeroAddress } from 'ethers';
import { revenueAllocatorAbi } from '../../../src/abi/RevenueAllocator.js';
import { runRegistryAbi } from '../../../src/abi/RunRegistry.js';
import { BallotBox } from '../../graphql/support/ballot-box.js';
import { RunJourney } from '../../graphql/support/run-journey.js';
import type { TestDao } from '../../support/test-dao.js';

const PAYEE = '0x00000000000000000000000000000000000000AA';
const GUARDIAN = 7;

const ATTEMPT = 1;
const TRAINER = 8;
const GOOD = { refusal: 900_000, helpfulness: 1_000_000, perplexity: 9_000_000 };
const CALM = { errorRate: 0, latencyP95Seconds: 1_000_000, emptyRate: 0 };

/** Something of everything: delegations, stakes, proposals in all states, runs with every outcome, revenue and rewards. */
export class BusyStory {
  private readonly box: BallotBox;

  constructor(private readonly dao: TestDao) {
    this.box = new BallotBox(dao);
  }

  async tell(): Promise<void> {
    await this.delegations();
    await this.settings();
    await this.runs();
    await this.revenue();
    await this.outcomes();
    await this.openProposals();
  }

  /** To oneself, to others, in a chain, to nobody, and to the same again; stake that comes, cools and goes. */
  private async delegations(): Promise<void> {
    const { dao } = this;
    const [first, second, third] = dao.members.map(({ address }) => address);
    for (const member of [2, 3, 4]) await dao.stakeAll(member);
    await dao.send(2, dao.stake, 'delegate', first);
    await dao.send(3, dao.stake, 'delegate', third);
    await dao.send(3, dao.stake, 'delegate', first);
    await dao.send(3, dao.stake, 'delegate', first);
    await dao.send(4, dao.stake, 'delegate', ZeroAddress);
    await dao.send(1, dao.stake, 'requestUnstake', parseEther('10'));
    await dao.send(4, dao.stake, 'requestUnstake', parseEther('20'));
    await this.pass(7_300);
    await dao.send(4, dao.stake, 'unstake');
    await dao.send(4, dao.token, 'transfer', second, parseEther('5'));
    await dao.send(4, dao.stake, 'delegate', second);
  }

  /** What votes change about votes. */
  private async settings(): Promise<void> {
    const { box, dao } = this;
    const { governor, deployment } = dao;
    const strict = await governor.getFunction('trackAt')(1);
    const track = { ...strict.toObject(), quorumBps: 900n };
    const route = [deployment.token, dao.token.interface.getFunction('approve')?.selector, 1];
    const safety = [[[encodeBytes32String('refusal'), 0, 800_000]], [[encodeBytes32String('errorRate'), 1, 50_000]]];
    const safetyOf = (subject: string) =>
      box.call(box.policies, 'adoptSafety', [[encodeBytes32String(subject), ...safety]]);
    const motion = await box.propose(0, 'Change the rules', [
      safetyOf('helper'),
      safetyOf('writer'),
      box.call(governor, 'setProposalThreshold', [parseEther('500')]),
      box.call(governor, 'setTrack', [1, track]),
      box.call(governor, 'routeTrack', route),
    ]);
    await box.pass(motion);
  }

  /** Active, rejected, rolled back, failed, superseded, in canary, open, submitted and challenged. */
  private async runs(): Promise<void> {
    const active = await this.submitted('Good and fast', GOOD);
    await active.finalize();
    await active.observe('promote', CALM);
    const rejected = await this.submitted('Refuses everything', { ...GOOD, helpfulness: 400_000 });
    await rejected.finalize();
    const breached = await this.submitted('Too slow', GOOD);
    await breached.finalize();
    await breached.observe('reportBreach', { ...CALM, errorRate: 250_000 });
    await this.failed();
    await this.ordered('Overtaken');
    const canary = await this.submitted('On trial', GOOD);
    await canary.finalize();
    await this.ordered('Not begun', 'reader');
    await this.submitted('Waiting for its window', GOOD, 'helper');
    await this.challenged();
  }

  private async failed(): Promise<void> {
    const run = await this.ordered('Given up');
    await run.startAttempt();
    await this.dao.send(TRAINER, this.registry, 'reportFailure', run.runId, ATTEMPT, 'out of memory');
  }

  private async challenged(): Promise<void> {
    const { dao, registry } = this;
    await dao.send(5, dao.token, 'approve', dao.deployment.runRegistry, parseEther('100'));
    const run = await this.submitted('Doubted', GOOD, 'writer');
    await dao.send(5, registry, 'challenge', run.runId, id('evidence'));
  }

  private get registry(): Contract {
    const abi = runRegistryAbi as unknown as InterfaceAbi;
    return new Contract(this.dao.deployment.runRegistry, abi, this.dao.chain.provider);
  }

  /** Ether and tokens come in, are split, and are claimed by some; the stakers' part is streamed. */
  private async revenue(): Promise<void> {
    const { dao } = this;
    const { revenueAllocator, stakedMandate, token } = dao.deployment;
    const abi = revenueAllocatorAbi as unknown as InterfaceAbi;
    const allocator = new Contract(revenueAllocator, abi, dao.chain.provider);
    await (await dao.members[5]?.sendTransaction({ to: revenueAllocator, value: 1_001n }))?.wait();
    await dao.send(5, dao.token, 'transfer', revenueAllocator, parseEther('7000'));
    await dao.send(5, allocator, 'allocate', ZeroAddress);
    await dao.send(5, allocator, 'allocate', token);
    await dao.send(5, allocator, 'claim', token, stakedMandate);
    await dao.send(5, allocator, 'claim', token, dao.deployment.timelock);
    await this.pass(3_600);
    await dao.send(0, dao.stake, 'claimRewards');
    await (await dao.members[5]?.sendTransaction({ to: revenueAllocator, value: 500n }))?.wait();
    await this.pass(60);
    await dao.stakeAll(6);
  }

  /** Executed there are already: defeated, canceled in two ways, and expired. */
  private async outcomes(): Promise<void> {
    const { box, dao } = this;
    const defeated = await box.propose(0, 'Outvoted', [box.payment(PAYEE)]);
    const canceled = await box.propose(1, 'Never mind', [box.payment(PAYEE)]);
    await dao.send(1, dao.governor, 'cancel', ...canceled.hashed);
    const stopped = await box.propose(1, 'Stopped late', [box.payment(PAYEE, 2n)]);
    await box.openVote(stopped);
    await box.vote(0, defeated, 0, 'no');
    await box.vote(0, stopped, 1);
    await box.closeVote(stopped);
    await box.queue(stopped);
    await dao.send(GUARDIAN, dao.governor, 'guardianCancel', ...stopped.hashed);
    const expired = await box.propose(0, 'Left lying', [box.payment(PAYEE, 3n)]);
    await box.openVote(expired);
    await box.vote(0, expired, 1);
    await box.closeVote(expired);
    await box.queue(expired);
    await box.advanceTo((await box.read<bigint>('proposalExpiresAt', expired.proposalId)) + 1n);
  }

  /** Pending, active and extended, succeeded, and queued: one of each proposer. */
  private async openProposals(): Promise<void> {
    const { box } = this;
    const succeeded = await box.propose(0, 'Won', [box.payment(PAYEE, 4n)]);
    const queued = await box.propose(1, 'Won and queued', [box.payment(PAYEE, 5n)]);
    await box.openVote(queued);
    for (const motion of [succeeded, queued]) await box.vote(0, motion, 1);
    await box.closeVote(queued);
    await box.queue(queued);
    const active = await box.propose(6, 'Close call', [box.payment(PAYEE, 6n)]);
    await box.openVote(active);
    await box.vote(1, active, 2, 'not sure');
    await box.advanceTo((await box.read<bigint>('proposalDeadline', active.proposalId)) - 5n);
    await box.vote(0, active, 1);
    await this.dao.send(2, this.dao.stake, 'delegate', this.dao.members[2]?.address);
    await this.pass(1);
    await box.propose(2, 'Later', [box.payment(PAYEE, 7n)]);
  }

  private async ordered(title: string, subject = 'assistant'): Promise<RunJourney> {
    const policy = [encodeBytes32String(subject), JSON.stringify({ title }), 1_000, 1, 20];
    return (await RunJourney.order(this.box, title, policy)).run;
  }

  private async submitted(title: string, metrics: Record<string, number>, subject?: string): Promise<RunJourney> {
    const run = await this.ordered(title, subject);
    await run.startAttempt();
    await run.submitReceipt(metrics);
    return run;
  }

  private async pass(seconds: number): Promise<void> {
    const now = (await this.dao.chain.provider.getBlock('latest'))?.timestamp ?? 0;
    await this.box.advanceTo(BigInt(now + seconds));
  }
}
