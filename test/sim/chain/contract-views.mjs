import { AbiCoder, FunctionFragment, ZeroAddress } from 'ethers';
import { RpcError } from '../../support/rpc-block.mjs';
import { encoders } from '../world/events.mjs';
import { countsBlocks, DEPLOYED_AT, organizations } from '../world/organizations.mjs';

const coder = AbiCoder.defaultAbiCoder();
const MIN_DELAY = 3_600n;
const GRACE_SECONDS = 1_209_600n;

const reverted = () => new RpcError(3, 'execution reverted');

/** A view: what it is called, and what it says of a block. */
function view(signature, answer) {
  const fragment = FunctionFragment.from(`function ${signature}`);
  return { selector: fragment.selector, inputs: fragment.inputs, outputs: fragment.outputs, answer };
}

/** The quorum at a timepoint, which has to have passed; of a share of the supply it is what it was then. */
function quorumOf(organization, [timepoint], { block, blocks }) {
  const { governor, make } = organization;
  const clock = (one) => BigInt(countsBlocks(organization) ? one.number : one.timestamp);
  if (timepoint >= clock(block)) throw reverted();
  if (make === 'openzeppelin4') return block.views[governor].quorum;
  const then = blocks.findLast((one) => one.number <= block.number && clock(one) <= timepoint);
  return then.views[governor].quorum;
}

const governorViews = {
  openzeppelin: (one) => [
    view(
      'COUNTING_MODE() view returns (string)',
      () => 'support=bravo,fractional&quorum=for,abstain&params=fractional',
    ),
    view('CLOCK_MODE() view returns (string)', () => 'mode=blocknumber&from=default'),
    view('clock() view returns (uint48)', ({ block }) => block.number),
    view('quorumNumerator() view returns (uint256)', () => 4n),
    view('quorumNumerator(uint256) view returns (uint256)', () => 4n),
    view('lateQuorumVoteExtension() view returns (uint64)', () => 60n),
    view('proposalNeedsQueuing(uint256) view returns (bool)', () => true),
    view('quorum(uint256) view returns (uint256)', (at, args) => quorumOf(one, args, at)),
    view('token() view returns (address)', () => one.token),
    view('timelock() view returns (address)', () => one.timelock),
  ],
  openzeppelin4: (one) => [
    view('COUNTING_MODE() view returns (string)', () => 'support=bravo&quorum=for,abstain'),
    view('CLOCK_MODE() view returns (string)', () => 'mode=timestamp'),
    view('clock() view returns (uint48)', ({ block }) => block.timestamp),
    view('quorum(uint256) view returns (uint256)', (at, args) => quorumOf(one, args, at)),
    view('token() view returns (address)', () => one.token),
  ],
  bravo: (one) => [
    view('quorumVotes() view returns (uint256)', ({ block }) => block.views[one.governor].quorum),
    view('comp() view returns (address)', () => one.token),
    view('timelock() view returns (address)', () => one.timelock),
  ],
};
governorViews.alpha = governorViews.bravo;

const tokenViews = {
  openzeppelin: [view('getPastVotes(address,uint256) view returns (uint256)', () => 0n)],
  openzeppelin4: [
    view('getPastVotes(address,uint256) view returns (uint256)', () => 0n),
    view('supportsInterface(bytes4) view returns (bool)', () => true),
  ],
  bravo: [view('getPriorVotes(address,uint256) view returns (uint96)', () => 0n)],
};
tokenViews.alpha = tokenViews.bravo;

const openzeppelinTimelock = [view('getMinDelay() view returns (uint256)', () => MIN_DELAY)];
const compoundTimelock = [
  view('delay() view returns (uint256)', () => MIN_DELAY),
  view('GRACE_PERIOD() view returns (uint256)', () => GRACE_SECONDS),
];

/** A contract: its views, and code that holds their selectors and the topics of what it emits. */
function contractOf(views, events) {
  const words = [...views.map(({ selector }) => selector), ...events.map((event) => encoders[event].topic)];
  return { views, code: `0x60806040${words.map((word) => `63${word.slice(2)}`).join('')}00` };
}

function contractsOf({ make, ...one }) {
  if (make === 'mandate') return [];
  const vote = make === 'alpha' ? 'AlphaVoteCast' : 'VoteCast';
  const threshold = view(
    'proposalThreshold() view returns (uint256)',
    ({ block }) => block.views[one.governor].threshold,
  );
  const timelock = make === 'openzeppelin' ? openzeppelinTimelock : compoundTimelock;
  return [
    [one.governor, contractOf([...governorViews[make]({ make, ...one }), threshold], [vote])],
    [one.token, contractOf(tokenViews[make], ['DelegateVotesChanged'])],
    [one.timelock, contractOf(timelock, [])],
  ];
}

const contracts = new Map(
  organizations
    .flatMap(contractsOf)
    .filter(([address]) => address !== ZeroAddress)
    .map(([address, contract]) => [address.toLowerCase(), contract]),
);

/** The code of a contract at a block. */
export function codeAt(address, block) {
  return (block.number >= DEPLOYED_AT && contracts.get(address.toLowerCase())?.code) || '0x';
}

/** What a view returns at a block of a branch; throws as a node does when the contract refuses. */
export function callView({ to, data }, block, blocks) {
  const contract = block.number >= DEPLOYED_AT ? contracts.get(to.toLowerCase()) : undefined;
  if (!contract) return '0x';
  const called = contract.views.find(({ selector }) => data.startsWith(selector));
  if (!called) throw reverted();
  const args = coder.decode(called.inputs, `0x${data.slice(10)}`);
  return coder.encode(called.outputs, [called.answer({ block, blocks }, args)]);
}
