import { ContractCode } from './contract-code.js';
import type { ContractProbe } from './contract-probe.js';
import type { Findings } from './findings.js';
import type { GovernorDialect, GovernorFamily, QuorumRule } from './governor-dialect.js';

const VOTE_CAST =
  'event VoteCast(address indexed voter, uint256 proposalId, uint8 support, uint256 weight, string reason)';
const ALPHA_VOTE_CAST = 'event VoteCast(address voter, uint256 proposalId, bool support, uint256 votes)';

/** What a governor says of itself. */
interface GovernorAnswers {
  code: ContractCode;
  countingMode: string | null;
  quorumVotes: bigint | null;
  trackCount: number | null;
  quorumNumerator: bigint | null;
  lateExtension: bigint | null;
  needsQueuing: boolean | null;
}

/** What follows from the governor alone. */
export type GovernorPart = Pick<
  GovernorDialect,
  'family' | 'counting' | 'quorumCounts' | 'quorumRule' | 'hasLateQuorum' | 'hasSuperQuorum'
>;

/** Finds out which make a governor is and how it counts; null when it is none that we know. */
export async function detectGovernor(
  probe: ContractProbe,
  address: string,
  findings: Findings,
): Promise<GovernorPart | null> {
  const code = await ContractCode.find(probe, address);
  if (!code) return findings.refuse('governor', `there is no contract at ${address}`);

  const answers = await ask(probe, address, code);
  const family = familyOf(answers);
  if (!family) return findings.refuse('governor', 'it is no OpenZeppelin, Bravo or Alpha governor that we know');
  if (code.implementation) findings.support('proxy', `its code is at ${code.implementation}`);
  findings.support('governor', nameOf(family, answers));

  const counting = countingOf(family, answers, findings);
  if (!counting) return null;
  const hasLateQuorum = answers.lateExtension !== null;
  const hasSuperQuorum = family === 'openzeppelin' && code.has('function superQuorum(uint256)');
  if (hasSuperQuorum) findings.support('super quorum', 'enough votes in favour end a vote before its deadline');
  if (hasLateQuorum) findings.support('late quorum', 'a late quorum extends the vote');
  return { family, ...counting, quorumRule: quorumRuleOf(family, answers, findings), hasLateQuorum, hasSuperQuorum };
}

async function ask(probe: ContractProbe, address: string, code: ContractCode): Promise<GovernorAnswers> {
  const [countingMode, quorumVotes, trackCount, quorumNumerator, lateExtension, needsQueuing] = await Promise.all([
    probe.read<string>(address, 'function COUNTING_MODE() view returns (string)'),
    probe.read(address, 'function quorumVotes() view returns (uint256)'),
    probe.read<number>(address, 'function trackCount() view returns (uint8)'),
    probe.read(address, 'function quorumNumerator() view returns (uint256)'),
    probe.read(address, 'function lateQuorumVoteExtension() view returns (uint256)'),
    probe.read<boolean>(address, 'function proposalNeedsQueuing(uint256) view returns (bool)', [0n]),
  ]);
  return { code, countingMode, quorumVotes, trackCount, quorumNumerator, lateExtension, needsQueuing };
}

function familyOf({ code, countingMode, quorumVotes, trackCount }: GovernorAnswers): GovernorFamily | null {
  if (countingMode !== null) return trackCount === null ? 'openzeppelin' : 'mandate';
  if (quorumVotes === null) return null;
  if (code.emits(ALPHA_VOTE_CAST)) return 'alpha';
  return code.emits(VOTE_CAST) ? 'bravo' : null;
}

function nameOf(family: GovernorFamily, { needsQueuing }: GovernorAnswers): string {
  if (family === 'openzeppelin') return `OpenZeppelin ${needsQueuing === null ? 4 : 5}`;
  return { mandate: 'Mandate', bravo: 'Governor Bravo', alpha: 'Governor Alpha' }[family];
}

function countingOf(
  family: GovernorFamily,
  { countingMode }: GovernorAnswers,
  findings: Findings,
): Pick<GovernorPart, 'counting' | 'quorumCounts'> | null {
  if (family === 'bravo' || family === 'alpha') {
    findings.support('counting', 'for the proposal more votes than against it; votes in favour make the quorum');
    return { counting: 'simple', quorumCounts: 'for' };
  }
  const mode = new URLSearchParams(countingMode ?? '');
  const [kinds, quorum] = [mode.get('support')?.split(',') ?? [], mode.get('quorum') ?? ''];
  const others = kinds.filter((kind) => kind !== 'bravo' && kind !== 'fractional');
  if (!kinds.includes('bravo') || others.length > 0) {
    return findings.refuse('counting', `nobody here knows how ${countingMode} counts`);
  }
  const quorumCounts = quorum === 'for,abstain' ? 'for,abstain' : 'for';
  if (['for,abstain', 'for', 'bravo'].includes(quorum)) findings.support('counting', `${countingMode}`);
  else findings.degrade('counting', `${countingMode}: as if votes in favour made the quorum`);
  return { counting: kinds.includes('fractional') ? 'fractional' : 'simple', quorumCounts };
}

function quorumRuleOf(
  family: GovernorFamily,
  { code, quorumNumerator }: GovernorAnswers,
  findings: Findings,
): QuorumRule {
  if (family === 'mandate') return 'track';
  if (family !== 'openzeppelin') {
    findings.support('quorum', 'one for all proposals, read from quorumVotes()');
    return 'constant';
  }
  if (quorumNumerator !== null && code.has('function quorumNumerator(uint256)')) {
    findings.support('quorum', 'a share of the supply at the snapshot, read when the snapshot has passed');
    return 'checkpoint';
  }
  findings.degrade(
    'quorum',
    "a rule of its own: read from quorum(snapshot), again after each of the governor's changes",
  );
  return 'view';
}
