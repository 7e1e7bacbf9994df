import { keccak256 } from 'ethers';
import { Malformed, shown, Text } from './decode-log.mjs';
import { documentOf } from './policy-document.mjs';

const LAST_SECOND = 8_640_000_000_000n;
const NO_BYTES = Buffer.alloc(0);
const NO_ID = `0x${'0'.repeat(64)}`;
const SPLIT = 255n;
const SPLIT_BYTES = 48;

const snake = (name) => name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();

/** What stands in 32 bytes as a short name. */
const named = (word) => shown(Buffer.from(word.slice(2).replace(/(00)+$/, ''), 'hex'));

function time(seconds) {
  if (seconds > LAST_SECOND) throw new Malformed(`${seconds} is no time`);
  return seconds;
}

/** A column of another name; of the same value, or of one made of it. */
const to = (column, make = (value) => value) => ({ [column]: make });
const at = (column) => to(column, time);
const optionalAt = (column) => to(column, (seconds) => (seconds === 0n ? null : time(seconds)));
const subject = { subject: named, subject_bytes32: (word) => word };
const metrics = to('metrics', (list) =>
  list.map(({ name, valueE6 }) => ({ name: named(name), valueE6: `${valueE6}` })),
);
const misses = to('misses', (list) =>
  list.map((miss) => ({
    ...miss,
    ...{ metric: named(miss.metric), valueE6: `${miss.valueE6}`, thresholdE6: `${miss.thresholdE6}` },
  })),
);
const hiddenText = (column) => to(column, (text) => text.shown);

const setting = (name, oldName, newName) => ({
  table: 'governor_setting_changed',
  args: { [oldName]: to('old_value'), [newName]: to('new_value') },
  more: () => ({ setting: name }),
});
const timelockTransaction = (action) => ({
  table: 'timelock_transaction',
  args: { txHash: to('operation_id'), signature: hiddenText('signature'), eta: at('eta_at') },
  more: () => ({ action }),
});
const role = (granted) => ({ table: 'role_changed', more: () => ({ granted }) });
const vote = (more) => ({ table: 'vote_cast', more });
const track = (value) => Object.fromEntries(Object.entries(value).map(([name, part]) => [snake(name), part]));

/**
 * Where each event is kept. Without a word here its table and its columns have the names of the event and of its arguments;
 * a text has a second column for its bytes.
 */
const exceptions = {
  OwnershipTransferred: {},
  EIP712DomainChanged: { table: 'eip712_domain_changed' },
  ProposalCreated: {
    args: { signatures: to('signatures', (texts) => texts.map((text) => text.shown)) },
    more: ({ description }) => ({ description_hash: keccak256(description.raw) }),
  },
  ProposalQueued: { args: { etaSeconds: at('eta_at') } },
  ProposalTracked: { args: { track: null }, more: (args) => track(args.track) },
  TrackSet: { args: { track: null }, more: (args) => track(args.track) },
  GuardianSet: { args: { termEndsAt: at('term_ends_at') } },
  VoteCast: vote(() => ({ params: null })),
  VoteCastWithParams: vote(({ params, support }, { splitsVotes }) =>
    splitsVotes && params.length === SPLIT_BYTES ? { support: SPLIT } : { support },
  ),
  AlphaVoteCast: {
    table: 'vote_cast',
    args: { support: null, votes: to('weight') },
    more: ({ support }) => ({ support: support ? 1n : 0n, reason: '', reason_raw: NO_BYTES, params: null }),
  },
  VotingDelaySet: setting('votingDelay', 'oldVotingDelay', 'newVotingDelay'),
  VotingPeriodSet: setting('votingPeriod', 'oldVotingPeriod', 'newVotingPeriod'),
  QuorumNumeratorUpdated: setting('quorumNumerator', 'oldQuorumNumerator', 'newQuorumNumerator'),
  SuperQuorumNumeratorUpdated: setting('superQuorumNumerator', 'oldSuperQuorumNumerator', 'newSuperQuorumNumerator'),
  LateQuorumVoteExtensionSet: setting('lateQuorumVoteExtension', 'oldVoteExtension', 'newVoteExtension'),
  TimelockChange: { table: 'timelock_changed' },
  CallScheduled: { args: { id: to('operation_id'), index: to('call_index'), delay: to('delay_seconds') } },
  CallExecuted: { args: { id: to('operation_id'), index: to('call_index') } },
  CallSalt: { args: { id: to('operation_id') } },
  Cancelled: { table: 'call_cancelled', args: { id: to('operation_id') } },
  MinDelayChange: {
    table: 'min_delay_changed',
    args: { oldDuration: to('old_delay_seconds'), newDuration: to('new_delay_seconds') },
  },
  RoleGranted: role(true),
  RoleRevoked: role(false),
  OutflowCapSet: { args: { effectiveAt: at('effective_at') } },
  QueueTransaction: timelockTransaction('queued'),
  ExecuteTransaction: timelockTransaction('executed'),
  CancelTransaction: timelockTransaction('canceled'),
  Transfer: { table: 'token_transfer', args: { value: to('amount') } },
  NftTransfer: { table: 'token_transfer', args: { tokenId: to('amount', () => 1n) } },
  Approval: { table: 'token_approval', args: { value: to('amount') } },
  UnstakeRequested: { args: { withdrawableAt: at('withdrawable_at') } },
  RewardNotified: { args: { periodEndsAt: at('period_ends_at') } },
  PolicyAdopted: {
    args: { subject, runId: to('run_id', (id) => (id === NO_ID ? null : id)) },
    more: ({ kind, document }) => ({ body: documentOf(kind, document) }),
  },
  PolicyActivated: { args: { subject } },
  PolicyRolledBack: { args: { subject } },
  RunOpened: { args: { subject, staleAt: at('stale_at') } },
  AttemptStarted: { args: { deadline: at('deadline_at') } },
  ReceiptSubmitted: { args: { metrics, finalizableAt: at('finalizable_at') } },
  ReceiptConfirmed: { args: { finalizableAt: at('finalizable_at') } },
  ReceiptChallenged: { args: { rulingDeadline: at('ruling_deadline_at') } },
  ChallengeRuled: { args: { finalizableAt: optionalAt('finalizable_at') } },
  CanaryStarted: { args: { endsAt: at('ends_at') } },
  RunActivated: { args: { metrics } },
  RunRejected: { args: { misses } },
  RunRolledBack: { args: { metrics, misses } },
};

/** The table of an event. */
export const tableOf = (event) => exceptions[event]?.table ?? snake(event);

/** The columns of a fact, all but those of its place. */
export function columnsOf(event, args, contract) {
  const { args: columns = {}, more } = exceptions[event] ?? {};
  const row = {};
  for (const [name, value] of Object.entries(args)) {
    if (columns[name] === null) continue;
    const makes = columns[name] ?? (value instanceof Text ? ofText(name) : to(snake(name)));
    for (const [column, make] of Object.entries(makes)) row[column] = make(value);
  }
  return { ...row, ...more?.(args, contract) };
}

const ofText = (name) => ({ [snake(name)]: (text) => text.shown, [`${snake(name)}_raw`]: (text) => text.raw });
