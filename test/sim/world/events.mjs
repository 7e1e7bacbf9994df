import { EventEncoder } from '../../support/event-encoder.mjs';

const TRACK =
  '(uint32 votingDelaySeconds, uint32 votingPeriodSeconds, uint32 timelockDelaySeconds, uint32 expirySeconds, uint16 quorumBps, uint16 approvalBps, uint96 quorumFloor) track';
const METRICS = '(bytes32 name, uint64 valueE6)[] metrics';
const MISSES = '(bytes32 metric, bool isMissing, bool isAtMost, uint64 valueE6, uint64 thresholdE6)[] misses';
const COMPOUND_TRANSACTION =
  '(bytes32 indexed txHash, address indexed target, uint256 value, string signature, bytes data, uint256 eta)';

/**
 * What each kind of contract emits, as its source declares it. A name before a colon is ours, where two kinds of contract
 * use one name for different events.
 */
const signaturesByKind = {
  ownable: ['OwnershipTransferred(address indexed previousOwner, address indexed newOwner)'],
  eip712: ['EIP712DomainChanged()'],
  governor: [
    'ProposalCreated(uint256 proposalId, address proposer, address[] targets, uint256[] values, string[] signatures, bytes[] calldatas, uint256 voteStart, uint256 voteEnd, string description)',
    'ProposalQueued(uint256 proposalId, uint256 etaSeconds)',
    'ProposalExecuted(uint256 proposalId)',
    'ProposalCanceled(uint256 proposalId)',
    'ProposalExtended(uint256 indexed proposalId, uint64 extendedDeadline)',
    'VoteCast(address indexed voter, uint256 proposalId, uint8 support, uint256 weight, string reason)',
    'VoteCastWithParams(address indexed voter, uint256 proposalId, uint8 support, uint256 weight, string reason, bytes params)',
    'ProposalThresholdSet(uint256 oldProposalThreshold, uint256 newProposalThreshold)',
    'VotingDelaySet(uint256 oldVotingDelay, uint256 newVotingDelay)',
    'VotingPeriodSet(uint256 oldVotingPeriod, uint256 newVotingPeriod)',
    'QuorumNumeratorUpdated(uint256 oldQuorumNumerator, uint256 newQuorumNumerator)',
    'SuperQuorumNumeratorUpdated(uint256 oldSuperQuorumNumerator, uint256 newSuperQuorumNumerator)',
    'LateQuorumVoteExtensionSet(uint64 oldVoteExtension, uint64 newVoteExtension)',
    'TimelockChange(address oldTimelock, address newTimelock)',
  ],
  mandateGovernor: [
    `ProposalTracked(uint256 indexed proposalId, uint8 indexed trackId, ${TRACK}, bytes32[] codehashes)`,
    `TrackSet(uint8 indexed trackId, ${TRACK})`,
    'TrackRouted(address indexed target, bytes4 indexed selector, uint8 trackId)',
    'GuardianSet(address indexed guardian, uint64 termEndsAt)',
  ],
  alphaGovernor: ['AlphaVoteCast:VoteCast(address voter, uint256 proposalId, bool support, uint256 votes)'],
  timelock: [
    'CallScheduled(bytes32 indexed id, uint256 indexed index, address target, uint256 value, bytes data, bytes32 predecessor, uint256 delay)',
    'CallExecuted(bytes32 indexed id, uint256 indexed index, address target, uint256 value, bytes data)',
    'CallSalt(bytes32 indexed id, bytes32 salt)',
    'Cancelled(bytes32 indexed id)',
    'MinDelayChange(uint256 oldDuration, uint256 newDuration)',
    'RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)',
    'RoleRevoked(bytes32 indexed role, address indexed account, address indexed sender)',
    'RoleAdminChanged(bytes32 indexed role, bytes32 indexed previousAdminRole, bytes32 indexed newAdminRole)',
  ],
  treasury: [
    'OutflowCapSet(address indexed asset, uint256 cap, uint256 effectiveAt, uint256 windowSeconds)',
    'OutflowCounted(address indexed asset, uint256 amount, uint256 available)',
  ],
  compoundTimelock: ['QueueTransaction', 'ExecuteTransaction', 'CancelTransaction'].map(
    (name) => `${name}${COMPOUND_TRANSACTION}`,
  ),
  votes: [
    'DelegateChanged(address indexed delegator, address indexed fromDelegate, address indexed toDelegate)',
    'DelegateVotesChanged(address indexed delegate, uint256 previousVotes, uint256 newVotes)',
  ],
  erc20: [
    'Transfer(address indexed from, address indexed to, uint256 value)',
    'Approval(address indexed owner, address indexed spender, uint256 value)',
  ],
  erc721: ['NftTransfer:Transfer(address indexed from, address indexed to, uint256 indexed tokenId)'],
  stake: [
    'Staked(address indexed account, uint256 amount)',
    'UnstakeRequested(address indexed account, uint256 amount, uint256 coolingAmount, uint64 withdrawableAt)',
    'Unstaked(address indexed account, uint256 amount)',
    'RewardNotified(uint256 amount, uint256 ratePerSecond, uint64 periodEndsAt)',
    'RewardClaimed(address indexed account, uint256 amount)',
  ],
  policyRegistry: [
    'PolicyAdopted(uint8 indexed kind, bytes32 indexed subject, uint32 indexed version, bytes32 digest, uint64 epoch, bool isActive, bytes32 runId, bytes document)',
    'PolicyActivated(uint8 indexed kind, bytes32 indexed subject, uint32 indexed version, uint64 epoch)',
    'PolicyRolledBack(uint8 indexed kind, bytes32 indexed subject, uint32 indexed version, uint64 epoch)',
  ],
  runRegistry: [
    'RunOpened(bytes32 indexed runId, bytes32 indexed subject, uint32 indexed version, bytes32 policyDigest, uint64 staleAt)',
    'AttemptStarted(bytes32 indexed runId, uint32 indexed attempt, address indexed worker, uint64 deadline)',
    `ReceiptSubmitted(bytes32 indexed runId, uint32 indexed attempt, address indexed worker, bytes32 artifactDigest, bytes32 evaluationDigest, bytes32 provenanceDigest, ${METRICS}, uint64 finalizableAt)`,
    'ReceiptConfirmed(bytes32 indexed runId, uint32 indexed attempt, address indexed worker, uint32 confirmations, uint64 finalizableAt)',
    'ReceiptChallenged(bytes32 indexed runId, address indexed challenger, bytes32 evidenceDigest, uint256 bond, uint64 rulingDeadline)',
    'ChallengeRuled(bytes32 indexed runId, bool isUpheld, bool byDefault, address indexed beneficiary, uint256 amount, uint64 finalizableAt)',
    'CanaryStarted(bytes32 indexed runId, uint32 safetyVersion, uint16 canaryBps, uint64 endsAt)',
    `RunActivated(bytes32 indexed runId, uint32 safetyVersion, address indexed worker, uint64 requests, ${METRICS})`,
    `RunRejected(bytes32 indexed runId, uint32 safetyVersion, ${MISSES})`,
    `RunRolledBack(bytes32 indexed runId, uint32 safetyVersion, address indexed worker, uint64 requests, ${METRICS}, ${MISSES})`,
    'RunWithdrawn(bytes32 indexed runId)',
    'RunFailed(bytes32 indexed runId, uint32 attempt, address indexed worker, string reason)',
    'RunSuperseded(bytes32 indexed runId, bytes32 indexed byRunId)',
    'WorkerAdmitted(address indexed worker, bool isAdmitted)',
    'BondDeposited(address indexed worker, address indexed from, uint256 amount, uint256 bond)',
    'BondWithdrawn(address indexed worker, uint256 amount, uint256 bond)',
    'BondSlashed(address indexed worker, uint256 amount, uint256 bond)',
  ],
  revenueAllocator: [
    'RevenueReceived(address indexed from, uint256 amount)',
    'RevenueTokenListed(address indexed token)',
    'RevenueAllocated(address indexed token, uint32 indexed policyVersion, uint256 amount, address[] accounts, uint256[] amounts)',
    'RevenueClaimed(address indexed token, address indexed account, uint256 amount)',
  ],
  /** What nobody follows, though it comes from contracts that are followed. */
  other: ['Paused(address account)', 'DelegationRevoked(address indexed delegator, uint256 amount)'],
};

function eventOf(text) {
  const [, alias, signature] = /^(?:(\w+):)?(.*)$/.exec(text);
  return { name: alias ?? signature.slice(0, signature.indexOf('(')), signature: `event ${signature}` };
}

/** The names of the events of each kind of contract. */
export const namesByKind = Object.fromEntries(
  Object.entries(signaturesByKind).map(([kind, texts]) => [kind, texts.map((text) => eventOf(text).name)]),
);

/** How each event is written, by its name. */
export const encoders = Object.fromEntries(
  Object.values(signaturesByKind).flatMap((texts) =>
    texts.map(eventOf).map(({ name, signature }) => [name, new EventEncoder(signature)]),
  ),
);
