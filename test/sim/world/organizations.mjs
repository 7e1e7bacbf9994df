import { ZeroAddress } from 'ethers';
import { addressOf } from '../../support/event-encoder.mjs';

export const CHAIN_ID = 31_337;
/** The block in which all contracts are deployed. */
export const DEPLOYED_AT = 1;

const at = (name) => addressOf(`simulated ${name}`);
/** Whoever holds, votes and delegates, in every organization. */
export const accounts = Array.from({ length: 12 }, (_, index) => at(`account ${index}`));

/** One of ours, with everything that it has. */
const ours = (slug) => ({
  slug,
  make: 'mandate',
  governor: at(`${slug} governor`),
  token: at(`${slug} stake`),
  mandateToken: at(`${slug} token`),
  timelock: at(`${slug} treasury`),
  policyRegistry: at(`${slug} policies`),
  runRegistry: at(`${slug} runs`),
  revenueAllocator: at(`${slug} revenue`),
});

/** Six organizations of four makes; two of them count the same token, and ids of proposals are the same here and there. */
export const organizations = [
  ours('first'),
  ours('second'),
  {
    slug: 'modern',
    make: 'openzeppelin',
    governor: at('modern governor'),
    token: at('modern token'),
    timelock: at('modern timelock'),
  },
  {
    slug: 'collectors',
    make: 'openzeppelin4',
    governor: at('collectors governor'),
    token: at('collectors token'),
    timelock: ZeroAddress,
  },
  {
    slug: 'bravo',
    make: 'bravo',
    governor: at('bravo governor'),
    token: at('comp'),
    timelock: at('bravo timelock'),
  },
  { slug: 'alpha', make: 'alpha', governor: at('alpha governor'), token: at('comp'), timelock: at('alpha timelock') },
];

/** The kinds of each contract: what it emits. */
export function kindsOf({ make, ...one }) {
  const isOurs = make === 'mandate';
  const timelock = make === 'bravo' || make === 'alpha' ? ['compoundTimelock'] : ['timelock'];
  const token = make === 'openzeppelin4' ? ['erc721', 'votes'] : ['erc20', 'votes', 'ownable', 'eip712'];
  const kinds = [
    [one.governor, ['governor', 'ownable', 'eip712']],
    [one.timelock, timelock],
    [one.token, token],
  ];
  if (make === 'alpha') kinds[0][1].push('alphaGovernor');
  if (isOurs) {
    kinds[0][1].push('mandateGovernor');
    kinds[1][1].push('treasury');
    kinds[2][1].push('stake');
    kinds.push([one.mandateToken, ['erc20', 'ownable', 'eip712']]);
    kinds.push([one.policyRegistry, ['policyRegistry', 'ownable', 'eip712']]);
    kinds.push([one.runRegistry, ['runRegistry', 'ownable', 'eip712']]);
    kinds.push([one.revenueAllocator, ['revenueAllocator', 'ownable']]);
  }
  return kinds.filter(([address]) => address !== ZeroAddress);
}

/** Whether the time of proposals is told in blocks. */
export const countsBlocks = ({ make }) => make === 'openzeppelin' || make === 'bravo' || make === 'alpha';
