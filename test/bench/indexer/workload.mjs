import { keccak256, toUtf8Bytes } from 'ethers';
import { addressOf, topicOf } from '../../support/event-encoder.mjs';
import { Random } from '../../support/random.mjs';
import { contracts, deploymentLogs, logOf } from './dao.mjs';

const HOLDERS = 2_000;
/** How many logs of the token come with each vote: transfers and redelegations, three logs each. */
const TOKEN_LOGS_PER_VOTE = 0.3287;
const UNIT = 10n ** 18n;
const NOBODY = '0'.repeat(64);
const REASONS = [
  '',
  '',
  '',
  'For the long term.',
  'Gegen höhere Kosten – später gern',
  'Too early; see the forum thread for why.',
];

/** Proposals of a workload: 200, and more where 2,000 holders could not cast so many votes. */
export const proposalsOf = (votes) => Math.max(200, Math.ceil(votes / 1_000));

/** Logs of a workload: 33,003 at 20,000 votes, 139,299 at 100,000. */
export const logsOf = (votes) =>
  29 + HOLDERS * 3 + proposalsOf(votes) * 2 + votes + Math.floor(votes * TOKEN_LOGS_PER_VOTE);

/** One organization's life: who holds what, who delegates to whom, who votes how. Every transaction is a list of logs. */
export class Workload {
  #random = new Random(4);
  #holders = Array.from({ length: HOLDERS }, (_, index) => addressOf(`holder ${index}`));
  #topics = this.#holders.map(topicOf);
  #delegates = this.#holders.map((_, index) => (index % 5 === 0 ? index % 50 : index));
  #balances = this.#holders.map((_, index) => BigInt(1_000 + index) * UNIT);
  #votes = new Array(HOLDERS).fill(0n);
  #tokenLogs = 0;

  /** The transactions of `votes` votes, one after the other, from the deployment on. */
  *transactions(votes) {
    yield deploymentLogs(this.#holders);
    for (let holder = 0; holder < HOLDERS; holder += 1) yield this.#join(holder);
    const proposals = proposalsOf(votes);
    let cast = 0;
    for (let proposal = 0; proposal < proposals; proposal += 1) {
      const end = Math.floor((votes * (proposal + 1)) / proposals);
      yield this.#propose(proposal);
      for (const first = cast; cast < end; cast += 1) {
        yield [this.vote(proposal, cast - first)];
        const due = Math.floor((cast + 1) * TOKEN_LOGS_PER_VOTE) - this.#tokenLogs;
        if (due >= 3) yield this.#moveVotes();
        else if (cast + 1 === votes) yield* this.#rest(due);
      }
      yield [logOf('governor', 'ProposalQueued', [], [proposalId(proposal), 1_800_000_000n + BigInt(proposal)])];
    }
  }

  /** The `turn`-th vote of a proposal: by another holder at each turn. */
  vote(proposal, turn) {
    const voter = (turn * 7 + proposal * 13) % HOLDERS;
    const support = this.#random.of([1, 1, 1, 0, 2]);
    const values = [proposalId(proposal), support, this.#votes[voter], this.#random.of(REASONS)];
    return this.#random.below(20) === 0
      ? logOf('governor', 'VoteCastWithParams', [this.#topics[voter]], [...values, '0x1234'])
      : logOf('governor', 'VoteCast', [this.#topics[voter]], values);
  }

  #join(holder) {
    const delegate = this.#delegates[holder];
    const amount = this.#balances[holder];
    return [
      logOf('token', 'Transfer', [NOBODY, this.#topics[holder]], [amount]),
      logOf('token', 'DelegateChanged', [this.#topics[holder], NOBODY, this.#topics[delegate]], []),
      this.#changeVotes(delegate, amount),
    ];
  }

  #propose(proposal) {
    const description = `# Proposal ${proposal}\n\n${'Move some of the treasury to the grants committee. '.repeat(10)}`;
    const target = contracts.token;
    const lists = [[target], [0n], [''], [`0xa9059cbb${this.#topics[proposal % HOLDERS]}${'0'.repeat(63)}1`]];
    const values = [proposalId(proposal), this.#holders[0], ...lists, 1_700_000_000n, 1_700_600_000n, description];
    return [logOf('governor', 'ProposalCreated', [], values)];
  }

  /** A transfer between accounts with different delegates, or, each tenth time, a new delegate: three logs. */
  #moveVotes() {
    this.#tokenLogs += 3;
    const from = this.#random.below(HOLDERS);
    let to = this.#random.below(HOLDERS);
    while (this.#delegates[to] === this.#delegates[from]) to = (to + 1) % HOLDERS;
    if (this.#tokenLogs % 30 === 0) return this.#redelegate(from, this.#delegates[to]);
    const amount = this.#balances[from] / 100n;
    this.#balances[from] -= amount;
    this.#balances[to] += amount;
    return [
      logOf('token', 'Transfer', [this.#topics[from], this.#topics[to]], [amount]),
      this.#changeVotes(this.#delegates[from], -amount),
      this.#changeVotes(this.#delegates[to], amount),
    ];
  }

  #redelegate(holder, delegate) {
    const from = this.#delegates[holder];
    this.#delegates[holder] = delegate;
    return [
      logOf('token', 'DelegateChanged', [this.#topics[holder], this.#topics[from], this.#topics[delegate]], []),
      this.#changeVotes(from, -this.#balances[holder]),
      this.#changeVotes(delegate, this.#balances[holder]),
    ];
  }

  /** What is left of the token's logs at the very end: transfers of an account to itself. */
  *#rest(count) {
    const [self] = this.#topics;
    for (let index = 0; index < count; index += 1) yield [logOf('token', 'Transfer', [self, self], [1n])];
  }

  #changeVotes(delegate, amount) {
    const before = this.#votes[delegate];
    this.#votes[delegate] = before + amount;
    return logOf('token', 'DelegateVotesChanged', [this.#topics[delegate]], [before, before + amount]);
  }
}

/** Ids are hashes: they fill 256 bits. */
const ids = new Map();
export function proposalId(proposal) {
  const known = ids.get(proposal);
  if (known !== undefined) return known;
  const id = BigInt(keccak256(toUtf8Bytes(`proposal ${proposal}`)));
  ids.set(proposal, id);
  return id;
}
