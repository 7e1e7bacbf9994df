import { type Abi, type Hex, parseAbi, size, slice } from 'viem';
import { mandateGovernorAbi } from '../../abi/MandateGovernor.js';
import { type View, viewsOf } from '../view.js';

/** Of our governor, and of OpenZeppelin's as far as it has them. */
export const governorView = viewsOf(mandateGovernorAbi as Abi);

/** Of Bravo and Alpha. */
const compoundView = viewsOf(
  parseAbi([
    'function proposals(uint256 proposalId) view returns (uint256)',
    'function quorumVotes() view returns (uint256)',
    'function proposalCount() view returns (uint256)',
  ]) as Abi,
);

/** The quorum of a Bravo or Alpha governor. */
export const quorumVotes = (governor: string): View => compoundView(governor, 'quorumVotes');

/** The fields of a proposal of Bravo; Alpha's lack the abstentions. */
const FIELDS = {
  eta: 2,
  startBlock: 3,
  endBlock: 4,
  forVotes: 5,
  againstVotes: 6,
  abstainVotes: 7,
} as const;

const BRAVO_WORDS = 10;

/** Some fields of a proposal as Bravo and Alpha keep them, in the order in which they are named. */
export function compoundProposal(governor: string, proposalId: bigint, ...names: (keyof typeof FIELDS)[]): View {
  return {
    ...compoundView(governor, 'proposals', proposalId),
    decode: (answer) => {
      const isBravo = size(answer) >= BRAVO_WORDS * 32;
      return names.map((name) => (name === 'abstainVotes' && !isBravo ? 0n : BigInt(wordOf(answer, FIELDS[name]))));
    },
  };
}

const wordOf = (answer: Hex, at: number): Hex => slice(answer, at * 32, at * 32 + 32);
