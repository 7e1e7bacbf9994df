import { ZeroAddress } from 'ethers';

const SPLIT = 255n;
const SPLIT_BYTES = 48;

/** The tallies of all proposals, from their votes. */
export function talliesOf(votes) {
  const tallies = new Map();
  for (const { chain_id, contract: governor, proposal_id, support, weight, params } of votes) {
    const key = `${governor} ${proposal_id}`;
    const none = { chain_id, governor, proposal_id, against: 0n, for_: 0n, abstain: 0n, votes_count: 0n };
    const tally = tallies.get(key) ?? none;
    tallies.set(key, tally);
    const [against, for_, abstain] = partsOf(support, weight, params);
    tally.against += against;
    tally.for_ += for_;
    tally.abstain += abstain;
    tally.votes_count += 1n;
  }
  return [...tallies.values()];
}

function partsOf(support, weight, params) {
  if (support === SPLIT && params?.length === SPLIT_BYTES) {
    return [0, 16, 32].map((start) => BigInt(`0x${params.subarray(start, start + 16).toString('hex')}`));
  }
  return [0n, 1n, 2n].map((side) => (side === support ? weight : 0n));
}

/** Whom each account of each token delegates to, by the last that it said. */
export function delegationsOf(changes) {
  const delegations = new Map();
  for (const { chain_id, contract: token, delegator, to_delegate, block_at, block_number, log_index } of changes) {
    const place = { delegated_at: block_at, block_number, log_index };
    delegations.set(`${token} ${delegator}`, { chain_id, token, delegator, delegate: to_delegate, ...place });
  }
  return [...delegations.values()];
}

/** Whoever ever had votes or has delegators: with how many of both. */
export function delegatesOf(delegations, votesChanges) {
  const delegates = new Map();
  const open = (chain_id, token, account) => {
    const key = `${token} ${account}`;
    const none = { chain_id, token, account, votes: 0n, delegators_count: 0n };
    const known = delegates.get(key) ?? { ...none, votes_block_number: -1n, votes_log_index: -1n };
    delegates.set(key, known);
    return known;
  };
  for (const { chain_id, token, delegate } of delegations) {
    if (delegate !== ZeroAddress) open(chain_id, token, delegate).delegators_count += 1n;
  }
  for (const { chain_id, contract, delegate, new_votes, block_number, log_index } of votesChanges) {
    const place = { votes_block_number: block_number, votes_log_index: log_index };
    Object.assign(open(chain_id, contract, delegate), { votes: new_votes, ...place });
  }
  return [...delegates.values()];
}

/** How often each account voted. */
export function votersOf(votes) {
  const voters = new Map();
  for (const { chain_id, contract: governor, voter } of votes) {
    const key = `${governor} ${voter}`;
    const known = voters.get(key) ?? { chain_id, governor, voter, votes_count: 0n };
    voters.set(key, known);
    known.votes_count += 1n;
  }
  return [...voters.values()];
}

/** The power of all delegates of each token, and how many have any, or delegators. */
export function delegateTotalsOf(delegates) {
  const totals = new Map();
  for (const { chain_id, token, votes, delegators_count } of delegates) {
    const known = totals.get(token) ?? { chain_id, token, votes: 0n, delegates_count: 0n };
    totals.set(token, known);
    known.votes += votes;
    if (votes > 0n || delegators_count > 0n) known.delegates_count += 1n;
  }
  return [...totals.values()].filter(({ votes, delegates_count }) => votes !== 0n || delegates_count !== 0n);
}

/** The supply of each token after each block in which some was minted or burnt. */
export function suppliesOf(transfers) {
  const supplies = new Map();
  const now = new Map();
  for (const { chain_id, contract: token, from, to, amount, block_number, block_at } of transfers) {
    if (from !== ZeroAddress && to !== ZeroAddress) continue;
    const change = (from === ZeroAddress ? amount : 0n) - (to === ZeroAddress ? amount : 0n);
    const supply = (now.get(token) ?? 0n) + change;
    now.set(token, supply);
    supplies.set(`${token} ${block_number}`, { chain_id, token, block_number, block_at, supply });
  }
  return [...supplies.values()];
}
