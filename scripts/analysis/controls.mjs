const tally = 'contracts/src/governor/GovernorPackedTally.sol';
const gate = 'contracts/src/runs/Gate.sol';
const allocator = 'contracts/src/RevenueAllocator.sol';
const countFor = 'tally.forVotes += uint96(votes[uint8(VoteType.For)])';
const countAgainst = 'tally.againstVotes += uint96(votes[uint8(VoteType.Against)])';

/**
 * One error for each property, which its proof has to refute: a proof that cannot fail proves nothing.
 * @type {{contract: string, property: string, breaks: string, file: string, from: string, to: string}[]}
 */
export const controls = [
  {
    contract: 'TallyProof',
    property: 'ReadsWhatTheWordsSay',
    breaks: 'two kinds of votes change places',
    file: tally,
    from: 'return (tally.againstVotes, tally.forVotes, tally.abstainVotes);',
    to: 'return (tally.againstVotes, tally.abstainVotes, tally.forVotes);',
  },
  {
    contract: 'TallyProof',
    property: 'AddsExactlyWhatWasCast',
    breaks: 'a weight loses its highest bits',
    file: tally,
    from: countAgainst,
    to: 'tally.againstVotes += uint88(votes[uint8(VoteType.Against)])',
  },
  {
    contract: 'TallyProof',
    property: 'TheFirstVoteFixesTheRules',
    breaks: 'the quorum is taken for the approval',
    file: tally,
    from: 'tally.approvalBps = track.approvalBps;',
    to: 'tally.approvalBps = track.quorumBps;',
  },
  {
    contract: 'TallyProof',
    property: 'ExtendsExactlyOnALateSwingAndOnce',
    breaks: 'a flip of the outcome does not extend (OpenZeppelin)',
    file: tally,
    from: 'if (isFlipped || wasQuorate != isQuorate) {',
    to: 'if (wasQuorate != isQuorate) {',
  },
  {
    contract: 'TallyProof',
    property: 'ExtendsExactlyOnALateSwingAndOnce',
    breaks: 'every late swing extends again',
    file: tally,
    from: 'tally.extendedDeadline == 0 ? _extensionOf(proposalId) : 0;',
    to: '_extensionOf(proposalId);',
  },
  {
    contract: 'TallyProof',
    property: 'RefusesASecondBallotAndAnUnknownKind',
    breaks: 'an account can vote twice',
    file: tally,
    from: 'if (voted[account]) return false;',
    to: '',
  },
  {
    contract: 'TallyProof',
    property: 'OneBallotTouchesItsProposalAndVoterOnly',
    breaks: 'votes for are counted as abstentions',
    file: tally,
    from: countFor,
    to: 'tally.abstainVotes += uint96(votes[uint8(VoteType.For)])',
  },
  {
    contract: 'TallyProof',
    property: 'AnOriginComesBackAsItWasPacked',
    breaks: 'two fields overlap by a bit',
    file: 'contracts/src/governor/GovernorOrigins.sol',
    from: 'uint256(rulesId) << 8',
    to: 'uint256(rulesId) << 7',
  },
  {
    contract: 'GateProof',
    property: 'PassesExactlyWhenEveryThresholdIsMet',
    breaks: 'what equals its limit is missed',
    file: gate,
    from: 'valueE6 >= threshold.valueE6',
    to: 'valueE6 > threshold.valueE6',
  },
  {
    contract: 'GateProof',
    property: 'NamesEveryMissAndNothingElse',
    breaks: 'the limit is told for the value',
    file: gate,
    from: 'valueE6: valueE6,',
    to: 'valueE6: threshold.valueE6,',
  },
  {
    contract: 'GateProof',
    property: 'AMissingMetricIsAMiss',
    breaks: 'a missing metric passes',
    file: gate,
    from: 'if (isStated && _isMet',
    to: 'if (!isStated || _isMet',
  },
  {
    contract: 'GateProof',
    property: 'TheOrderOfMetricsDoesNotMatter',
    breaks: 'the last metric is not read',
    file: gate,
    from: 'for (uint256 i = 0; i < metrics.length; ++i) {',
    to: 'for (uint256 i = 0; i + 1 < metrics.length; ++i) {',
  },
  {
    contract: 'GateProof',
    property: 'TheOrderOfThresholdsDoesNotMatter',
    breaks: 'the first threshold is not compared',
    file: gate,
    from: 'for (uint256 i = 0; i < thresholds.length; ++i) {',
    to: 'for (uint256 i = 1; i < thresholds.length; ++i) {',
  },
  {
    contract: 'GateProof',
    property: 'RefusesExactlyAMetricThatIsNamedTwice',
    breaks: 'neighbours may have one name',
    file: gate,
    from: 'for (uint256 j = 0; j < i; ++j) {',
    to: 'for (uint256 j = 0; j + 1 < i; ++j) {',
  },
  {
    contract: 'AllocatorProof',
    property: 'SharesAddUpToWhatCame',
    breaks: 'nobody takes the remainder',
    file: allocator,
    from: 'i + 1 == shares.length ? left : amount * shares[i].bps / WHOLE_BPS;',
    to: 'amount * shares[i].bps / WHOLE_BPS;',
  },
  {
    contract: 'AllocatorProof',
    property: 'AllocatingKeepsWhatIsOwedWithinTheBalance',
    breaks: 'a share replaces what was owed',
    file: allocator,
    from: '_claimable[token][shares[i].account] += share;',
    to: '_claimable[token][shares[i].account] = share;',
  },
  {
    contract: 'AllocatorProof',
    property: 'ClaimingTakesFromNobodyElse',
    breaks: 'who claims can claim again',
    file: allocator,
    from: '_claimable[token][account] = 0;',
    to: '',
  },
];
