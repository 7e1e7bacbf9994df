import { keccak256, toUtf8Bytes } from 'ethers';
import { namesByKind } from './events.mjs';
import { accounts, countsBlocks } from './organizations.mjs';
import { amountOf, hexOf, textOf } from './values.mjs';

const BLOCK_SECONDS = 12;
const FRACTIONAL_SUPPORT = 255n;
const SETTINGS = namesByKind.governor.slice(namesByKind.governor.indexOf('ProposalThresholdSet'));

/** A governor before its first proposal. */
export const newGovernor = () => ({ count: 0, live: [], numerator: 4n, quorum: 400n * 10n ** 18n });

/** The ids of a make: numbers of Bravo and Alpha, hashes of the others, that differ in their lowest bits or in all. */
function idOf({ make }, count) {
  if (make === 'bravo' || make === 'alpha') return BigInt(count);
  const near = BigInt(keccak256(toUtf8Bytes(`proposal ${count >> 1}`)));
  return near ^ BigInt(count & 1);
}

/** Proposals with all fates, and the votes on them. */
export class GovernorLife {
  #governor;
  #organization;
  #random;
  #transaction;
  #block;

  constructor(governor, organization, { random, transaction, block }) {
    this.#governor = governor;
    this.#organization = organization;
    this.#random = random;
    this.#transaction = transaction;
    this.#block = block;
  }

  /** Something that happens to a proposal; a new one when there are few. */
  step() {
    const { live } = this.#governor;
    if (live.length === 0 || (live.length < 5 && this.#random.below(4) === 0)) return this.#propose();
    const proposal = this.#random.of(live);
    if (proposal.isQueued) return this.#end(proposal);
    if (this.#clock < proposal.start) return this.#random.below(12) === 0 ? this.#cancel(proposal) : undefined;
    if (this.#clock <= proposal.end) return this.#voteOn(proposal);
    return this.#random.below(3) === 0 ? this.#forget(proposal) : this.#queue(proposal);
  }

  /** Whether a proposal's votes are counted from this block on. */
  get isSnapshot() {
    return this.#governor.live.some(({ start }) => start === this.#clock);
  }

  /** Many votes in one transaction. */
  storm(count) {
    const proposal = this.#governor.live.find(({ end }) => end >= this.#clock);
    for (let vote = 0; proposal && vote < count; vote += 1) this.#vote(proposal);
  }

  /** A setting that somebody changed. */
  changeSetting() {
    this.#emit(this.#random.of(SETTINGS));
  }

  get #clock() {
    return countsBlocks(this.#organization) ? this.#block.number : this.#block.timestamp;
  }

  get #tick() {
    return countsBlocks(this.#organization) ? 1 : BLOCK_SECONDS;
  }

  #emit(event, args) {
    this.#transaction.emit(this.#organization.governor, event, args);
  }

  #propose() {
    const random = this.#random;
    const governor = this.#governor;
    governor.count += 1;
    const start = this.#clock + random.below(5) * this.#tick;
    const end = start + (2 + random.below(25)) * this.#tick;
    const proposal = { id: idOf(this.#organization, governor.count), start, end, isQueued: false };
    governor.live.push(proposal);
    const actions = random.below(25) === 0 ? 200 : random.below(4);
    this.#emit('ProposalCreated', {
      proposalId: proposal.id,
      ...actionsOf(random, actions),
      voteStart: BigInt(start),
      voteEnd: BigInt(end),
      description: textOf(random),
    });
    if (this.#organization.make !== 'mandate') return;
    this.#emit('ProposalTracked', { proposalId: proposal.id, trackId: BigInt(random.below(4)) });
  }

  #voteOn(proposal) {
    const random = this.#random;
    for (let votes = 1 + random.below(4); votes > 0; votes -= 1) this.#vote(proposal);
    if (random.below(8) !== 0) return;
    proposal.end += (1 + random.below(4)) * this.#tick;
    this.#emit('ProposalExtended', { proposalId: proposal.id, extendedDeadline: BigInt(proposal.end) });
  }

  #vote({ id: proposalId }) {
    const random = this.#random;
    const voter = random.of(accounts);
    const weight = amountOf(random);
    const args = { proposalId, voter, weight, support: BigInt(random.of([0, 1, 1, 1, 2, 2, 3, 77])) };
    const { make } = this.#organization;
    if (make === 'alpha') {
      const isFor = random.below(2) === 1;
      return this.#emit('AlphaVoteCast', { proposalId, voter, support: isFor, votes: weight });
    }
    if (make === 'bravo' || random.below(3) > 0) return this.#emit('VoteCast', args);
    if (make !== 'openzeppelin' || random.below(3) === 0) return this.#emit('VoteCastWithParams', args);
    // Split in three; what is said of the kind of support is not looked at.
    const support = random.of([FRACTIONAL_SUPPORT, args.support]);
    return this.#emit('VoteCastWithParams', { ...args, support, params: hexOf(random, 48) });
  }

  #cancel(proposal) {
    this.#emit('ProposalCanceled', { proposalId: proposal.id });
    this.#forget(proposal);
  }

  #queue(proposal) {
    proposal.isQueued = true;
    proposal.operation = hexOf(this.#random, 32);
    const eta = BigInt(this.#block.timestamp + 3_600);
    // The timelock speaks first; now and then it has nothing to say.
    if (this.#random.below(10) > 0) this.#timelock('QueueTransaction', ['CallScheduled', 'CallSalt'], proposal);
    this.#emit('ProposalQueued', { proposalId: proposal.id, etaSeconds: eta });
  }

  #end(proposal) {
    const random = this.#random;
    if (random.below(4) === 0) {
      this.#timelock('CancelTransaction', ['Cancelled'], proposal);
      // The operation may be canceled, or carried out, without the governor being asked.
      return random.below(3) === 0 ? this.#forget(proposal) : this.#cancel(proposal);
    }
    this.#timelock('ExecuteTransaction', ['CallExecuted'], proposal);
    if (random.below(6) === 0) return this.#forget(proposal);
    this.#emit('ProposalExecuted', { proposalId: proposal.id });
    if (random.below(2) === 0) this.#changeQuorum();
    return this.#forget(proposal);
  }

  /** What a proposal decides may be the quorum itself. */
  #changeQuorum() {
    this.#governor.quorum = BigInt(1 + this.#random.below(1_000)) * 10n ** 18n;
    const { numerator } = this.#governor;
    this.#governor.numerator = BigInt(1 + this.#random.below(20));
    this.#emit('QuorumNumeratorUpdated', {
      oldQuorumNumerator: numerator,
      newQuorumNumerator: this.#governor.numerator,
    });
  }

  #timelock(compound, openzeppelin, { operation }) {
    const { make, timelock } = this.#organization;
    if (make === 'openzeppelin4') return;
    if (make === 'bravo' || make === 'alpha')
      return void this.#transaction.emit(timelock, compound, { txHash: operation });
    for (const event of openzeppelin) this.#transaction.emit(timelock, event, { id: operation });
  }

  #forget(proposal) {
    this.#governor.live = this.#governor.live.filter((one) => one !== proposal);
  }
}

/** So many calls, each with all that belongs to it. */
function actionsOf(random, count) {
  const each = (value) => Array.from({ length: count }, value);
  return {
    targets: each(() => random.of(accounts)),
    values: each(() => amountOf(random)),
    signatures: each(() => random.of(['', 'transfer(address,uint256)', Buffer.from([0x66, 0x00, 0xff])])),
    calldatas: each(() => hexOf(random, random.of([0, 4, 68]))),
  };
}
