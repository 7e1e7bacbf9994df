import { getAddress } from 'ethers';
import { ContractCode } from './contract-code.js';
import type { ContractProbe } from './contract-probe.js';
import type { Findings } from './findings.js';
import type { GovernorContracts, GovernorDialect } from './governor-dialect.js';

const NOBODY = '0x0000000000000000000000000000000000000001';
const ERC721 = '0x80ac58cd';
/** How governors name their votes token: OpenZeppelin's, Compound's, Uniswap's, Nouns'. */
const TOKEN_VIEWS = ['token', 'comp', 'uni', 'nouns'];

/** What follows from the votes token. */
export type VotesPart = Pick<GovernorDialect, 'votes' | 'pastVotes'>;

/** Finds out how the token tells votes; null when it does not, or is not the governor's. */
export async function detectVotes(
  probe: ContractProbe,
  { governor, token }: GovernorContracts,
  before: bigint,
  findings: Findings,
): Promise<VotesPart | null> {
  const code = await ContractCode.find(probe, token);
  if (!code) return findings.refuse('votes', `there is no contract at ${token}`);
  const named = await tokenOf(probe, governor);
  if (named && named !== getAddress(token))
    return findings.refuse('votes', `the governor counts the votes of ${named}`);

  const [past, prior, isNft] = await Promise.all([
    probe.read(token, 'function getPastVotes(address, uint256) view returns (uint256)', [NOBODY, before]),
    probe.read(token, 'function getPriorVotes(address, uint256) view returns (uint256)', [NOBODY, before]),
    probe.read<boolean>(token, 'function supportsInterface(bytes4) view returns (bool)', [ERC721]),
  ]);
  if (past === null && prior === null) {
    return findings.refuse('votes', 'the token has neither getPastVotes nor getPriorVotes');
  }
  if (!code.emits('event DelegateVotesChanged(address indexed, uint256, uint256)')) {
    findings.degrade(
      'delegates',
      "nothing in the token's code says DelegateVotesChanged: their votes may stay unknown",
    );
  }
  const part = {
    votes: isNft ? 'erc721' : 'erc20',
    pastVotes: past === null ? 'getPriorVotes' : 'getPastVotes',
  } as const;
  findings.support('votes', `${isNft ? 'one for each token (ERC-721)' : 'an amount (ERC-20)'}, by ${part.pastVotes}`);
  return part;
}

async function tokenOf(probe: ContractProbe, governor: string): Promise<string | null> {
  const named = await Promise.all(
    TOKEN_VIEWS.map((view) => probe.read<string>(governor, `function ${view}() view returns (address)`)),
  );
  return named.find((address) => address !== null) ?? null;
}
