import { addressOf, EventEncoder, topicOf } from '../../support/event-encoder.mjs';

/** The contracts of the one organization that the workload is about. */
export const contracts = {
  governor: addressOf('governor'),
  token: addressOf('token'),
  timelock: addressOf('timelock'),
};

const encoders = Object.fromEntries(
  [
    'Transfer(address indexed from, address indexed to, uint256 value)',
    'Approval(address indexed owner, address indexed spender, uint256 value)',
    'DelegateChanged(address indexed delegator, address indexed fromDelegate, address indexed toDelegate)',
    'DelegateVotesChanged(address indexed delegate, uint256 previousVotes, uint256 newVotes)',
    'ProposalCreated(uint256 proposalId, address proposer, address[] targets, uint256[] values, string[] signatures, bytes[] calldatas, uint256 voteStart, uint256 voteEnd, string description)',
    'ProposalQueued(uint256 proposalId, uint256 etaSeconds)',
    'VoteCast(address indexed voter, uint256 proposalId, uint8 support, uint256 weight, string reason)',
    'VoteCastWithParams(address indexed voter, uint256 proposalId, uint8 support, uint256 weight, string reason, bytes params)',
    'VotingDelaySet(uint256 oldVotingDelay, uint256 newVotingDelay)',
    'VotingPeriodSet(uint256 oldVotingPeriod, uint256 newVotingPeriod)',
    'ProposalThresholdSet(uint256 oldProposalThreshold, uint256 newProposalThreshold)',
    'QuorumNumeratorUpdated(uint256 oldQuorumNumerator, uint256 newQuorumNumerator)',
    'LateQuorumVoteExtensionSet(uint64 oldVoteExtension, uint64 newVoteExtension)',
    'TimelockChange(address oldTimelock, address newTimelock)',
    'MinDelayChange(uint256 oldDuration, uint256 newDuration)',
    'RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)',
    'RoleAdminChanged(bytes32 indexed role, bytes32 indexed previousAdminRole, bytes32 indexed newAdminRole)',
  ].map((signature) => [signature.slice(0, signature.indexOf('(')), new EventEncoder(`event ${signature}`)]),
);

/** Contracts that are followed too and say nothing. */
export const silentContracts = { policyRegistry: addressOf('policies'), runRegistry: addressOf('runs') };

/** A log of `contract` (governor, token or timelock): the event, its topics and its data. */
export function logOf(contract, event, indexed, values) {
  return { event, address: contracts[contract], ...encoders[event].encode(indexed, values) };
}

/** The topic of an event. */
export const topic0Of = (event) => encoders[event].topic;

/** What deploying emits. */
export function deploymentLogs(holders) {
  const settings = ['VotingDelaySet', 'VotingPeriodSet', 'ProposalThresholdSet', 'QuorumNumeratorUpdated'];
  const roles = Array.from({ length: 8 }, (_, index) => (index + 1).toString(16).padStart(64, '0'));
  const admin = '0'.repeat(64);
  return [
    ...settings.map((event) => logOf('governor', event, [], [0n, 4n])),
    logOf('governor', 'LateQuorumVoteExtensionSet', [], [0n, 60n]),
    logOf('governor', 'TimelockChange', [], [0n, contracts.timelock]),
    logOf('timelock', 'MinDelayChange', [], [0n, 3600n]),
    ...roles.map((role) =>
      logOf('timelock', 'RoleGranted', [role, topicOf(contracts.governor), topicOf(contracts.governor)], []),
    ),
    ...roles.slice(0, 4).map((role) => logOf('timelock', 'RoleAdminChanged', [role, admin, admin], [])),
    ...holders
      .slice(0, 10)
      .map((holder) => logOf('token', 'Approval', [topicOf(holder), topicOf(contracts.governor)], [1n])),
  ];
}
