import { Support } from '../../../scripts/lib/dao.mjs';

const MEMBERS = 6;

/**
 * What happens in an organization, one small thing after the other, as its random numbers say: stakes, delegations,
 * payments, proposals of any length, votes, cancellations, short reorgs. It goes on whatever breaks between it and us.
 */
export class Story {
  #dao;
  #random;
  #isTold = false;
  #telling = Promise.resolve();
  /** The live proposal of each member. */
  #proposals = new Map();

  constructor(dao, random) {
    this.#dao = dao;
    this.#random = random;
  }

  /** Six members stake, and delegate to themselves by it. */
  async begin() {
    for (const member of this.#members()) await this.#dao.stakeAll(member);
    await this.#dao.advanceTo((await this.#dao.now()) + 2);
  }

  /** Goes on by itself until `pause()`. */
  resume() {
    this.#isTold = false;
    this.#telling = (async () => {
      while (!this.#isTold) await this.step();
    })();
    this.#telling.catch(() => {});
  }

  /** Resolves when nothing more happens; rejects with what went wrong meanwhile. */
  async pause() {
    this.#isTold = true;
    await this.#telling;
  }

  async step() {
    const steps = [
      () => this.#delegate(),
      () => this.#delegate(),
      () => this.#pay(),
      () => this.#propose(),
      () => this.#vote(),
      () => this.#vote(),
      () => this.#cancel(),
      () => this.#reorg(),
    ];
    // The rules refuse some of it, as a vote of somebody without votes: then nothing happens.
    await this.#random
      .of(steps)()
      .catch((error) => {
        if (!isRefusal(error)) throw error;
      });
  }

  #members() {
    return this.#dao.signers.slice(0, MEMBERS);
  }

  #member() {
    return this.#random.of(this.#members());
  }

  #delegate() {
    return this.#dao.send(this.#member(), this.#dao.stake, 'delegate', this.#member().address);
  }

  /** Revenue comes in. */
  async #pay() {
    const sent = await this.#member().sendTransaction({ to: this.#dao.revenue.target, value: 1n });
    await sent.wait();
  }

  /** Some descriptions are long: a row that fits into no page has to find room of its own. */
  async #propose() {
    const member = this.#member();
    if (this.#proposals.has(member.address)) return;
    const length = this.#random.of([10, 200, 20_000]);
    const description = `# ${this.#text(length)}`;
    const calls = [this.#dao.call(this.#dao.token, 'transfer', [member.address, 1n])];
    this.#proposals.set(member.address, { member, proposal: await this.#dao.propose(member, { description, calls }) });
  }

  /** Text that hardly can be packed. */
  #text(length) {
    return Array.from({ length }, () => this.#random.below(36).toString(36)).join('');
  }

  async #vote() {
    const made = this.#random.of([...this.#proposals.values()]);
    if (!made) return;
    const { proposal } = made;
    if ((await this.#dao.stateOf(proposal)) === 'pending') await this.#dao.advanceToVoting(proposal);
    const voter = this.#member();
    const isOpen = (await this.#dao.stateOf(proposal)) === 'active';
    if (!isOpen || (await this.#dao.governor.hasVoted(proposal.proposalId, voter.address))) return;
    await this.#dao.castVote(voter, proposal, this.#random.of(Object.values(Support)), 'as it is');
  }

  async #cancel() {
    const made = this.#random.of([...this.#proposals.values()]);
    if (!made) return;
    this.#proposals.delete(made.member.address);
    const state = await this.#dao.stateOf(made.proposal);
    if (['pending', 'active', 'succeeded'].includes(state)) await this.#dao.cancel(made.member, made.proposal);
  }

  /** The last blocks never were: what they held is forgotten, and we begin anew where we do not know better. */
  async #reorg() {
    await this.#dao.provider.send('anvil_reorg', [1 + this.#random.below(3), []]);
    for (const [address, { proposal }] of this.#proposals) {
      if ((await this.#dao.stateOf(proposal).catch(() => null)) === null) this.#proposals.delete(address);
    }
  }
}

/** The contracts or the node have refused a transaction. */
const isRefusal = (error) => error.code === 'CALL_EXCEPTION' || /reverted/.test(error.message);
