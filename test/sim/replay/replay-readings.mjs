import { CHAIN_ID, countsBlocks, DEPLOYED_AT } from '../world/organizations.mjs';

const chain_id = BigInt(CHAIN_ID);
const NO_QUORUM = 'constant';

/** How each make speaks, as its contracts are made. */
const dialects = {
  openzeppelin: {
    family: 'openzeppelin',
    clock: 'blocknumber',
    counting: 'fractional',
    quorum_counts: 'for,abstain',
    quorum_rule: 'checkpoint',
    has_late_quorum: true,
    has_super_quorum: false,
    votes: 'erc20',
    past_votes: 'getPastVotes',
    timelock: 'openzeppelin',
    grace_period_seconds: null,
  },
  openzeppelin4: {
    family: 'openzeppelin',
    clock: 'timestamp',
    counting: 'simple',
    quorum_counts: 'for,abstain',
    quorum_rule: 'view',
    has_late_quorum: false,
    has_super_quorum: false,
    votes: 'erc721',
    past_votes: 'getPastVotes',
    timelock: 'none',
    grace_period_seconds: null,
  },
  bravo: {
    family: 'bravo',
    clock: 'blocknumber',
    counting: 'simple',
    quorum_counts: 'for',
    quorum_rule: NO_QUORUM,
    has_late_quorum: false,
    has_super_quorum: false,
    votes: 'erc20',
    past_votes: 'getPriorVotes',
    timelock: 'compound',
    grace_period_seconds: 1_209_600n,
  },
};
dialects.alpha = { ...dialects.bravo, family: 'alpha' };

const isForeign = ({ make }) => make !== 'mandate';
const viewsAt = (block, { governor }) => block.views[governor];

/** What was found out about the governors of other makes. */
export function dialectsOf(blocks, organizations) {
  return organizations.filter(isForeign).map((one) => {
    const dialect = dialects[one.make];
    const { threshold, quorum } = viewsAt(blocks.at(-1), one);
    return {
      ...{ chain_id, governor: one.governor, token: one.token, timelock_address: one.timelock, ...dialect },
      start_block: BigInt(DEPLOYED_AT),
      proposal_threshold: threshold,
      quorum: dialect.quorum_rule === NO_QUORUM ? quorum : null,
    };
  });
}

/** The quorum of every proposal whose snapshot has passed, where only a view tells it. */
export function quorumsOf(blocks, organizations, proposals) {
  const head = blocks.at(-1);
  return organizations
    .filter(({ make }) => dialects[make] && dialects[make].quorum_rule !== NO_QUORUM)
    .flatMap((one) => {
      const clockOf = (block) => BigInt(countsBlocks(one) ? block.number : block.timestamp);
      const isFixed = dialects[one.make].quorum_rule === 'checkpoint';
      return proposals
        .filter(({ contract, vote_start }) => contract === one.governor && vote_start < clockOf(head))
        .map(({ proposal_id, vote_start }) => {
          const then = isFixed ? blocks.findLast((block) => clockOf(block) <= vote_start) : head;
          return { chain_id, governor: one.governor, proposal_id, quorum: viewsAt(then, one).quorum };
        });
    });
}

/** The time of each block that a proposal starts or ends at, as far as there are blocks. */
export function blockTimesOf(blocks, organizations, proposals, extensions) {
  const governors = new Set(organizations.filter(countsBlocks).map(({ governor }) => governor));
  const ours = ({ contract }) => governors.has(contract);
  const named = [
    ...proposals.filter(ours).flatMap(({ vote_start, vote_end }) => [vote_start, vote_end]),
    ...extensions.filter(ours).map(({ extended_deadline }) => extended_deadline),
  ];
  return [...new Set(named)]
    .filter((number) => number < BigInt(blocks.length))
    .map((number) => ({ chain_id, number, block_at: BigInt(blocks[Number(number)].timestamp) }));
}
