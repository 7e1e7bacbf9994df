/** Which make of governor it is: who emits which events, and in which order it decides on a proposal's state. */
export type GovernorFamily = 'mandate' | 'openzeppelin' | 'bravo' | 'alpha';

/**
 * Where a proposal's quorum comes from: `track` the rules copied into it; `checkpoint` the governor's view of the
 * snapshot, which never changes again; `view` the same, but a setting can change it; `constant` one for all proposals.
 */
export type QuorumRule = 'track' | 'checkpoint' | 'view' | 'constant';

/** How a governor and what belongs to it speak, as its code and its views tell. */
export interface GovernorDialect {
  family: GovernorFamily;
  /** What `voteStart` and `voteEnd` count. */
  clock: 'timestamp' | 'blocknumber';
  /** `fractional`: a vote may be split, its parameters say how. */
  counting: 'simple' | 'fractional';
  /** Which votes count towards the quorum. */
  quorumCounts: 'for' | 'for,abstain';
  quorumRule: QuorumRule;
  hasLateQuorum: boolean;
  /** Whether so many votes in favour as `superQuorum(snapshot)` end a vote before its deadline. */
  hasSuperQuorum: boolean;
  /** What the votes token is: an amount, or one vote for each token. */
  votes: 'erc20' | 'erc721';
  pastVotes: 'getPastVotes' | 'getPriorVotes';
  timelock: 'openzeppelin' | 'compound' | 'none';
  /** How long after its eta a queued proposal can be executed; null for ever. */
  gracePeriodSeconds: number | null;
}

/** Whether something works: `degraded` names what is done instead. */
export type Verdict = 'supported' | 'degraded' | 'refused';

/** What was found out about one capability of an organization. */
export interface Finding {
  capability: string;
  verdict: Verdict;
  detail: string;
}

/** The contracts that are looked at. */
export interface GovernorContracts {
  governor: string;
  token: string;
  timelock: string;
}
