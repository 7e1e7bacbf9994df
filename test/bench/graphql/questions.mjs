import { contracts } from '../indexer/dao.mjs';
import { proposalId } from '../indexer/workload.mjs';

const governor = contracts.governor;
const token = contracts.token;

/** The proposal whose votes are asked for: one in the middle, with as many votes as any. */
export const votedOn = proposalId(100);

/**
 * What is asked, as clients ask it, and the same rows in plain SQL. `rowsOf` finds the rows in either answer.
 * @type {{name: string, rows: number, query: string, variables: object, sql: string, values: unknown[]}[]}
 */
export const questions = [
  {
    name: '20 proposals',
    rows: 20,
    query: `query Proposals($organization: String!, $page: PageInput) { proposals(organization: $organization, page: $page) {
      nodes { id title state voteStartAt voteEndAt createdAt proposer { address }
        tally { for against abstain quorum voters } }
      pageInfo { endCursor hasNextPage } } }`,
    variables: { organization: 'bench', page: { limit: 20 } },
    sql: `SELECT p.chain_id, p.contract, p.proposal_id, p.description, p.vote_start, p.vote_end, p.block_at, p.proposer,
        y.for_, y.against, y.abstain, y.votes_count
      FROM proposal_created p
      JOIN proposal_tally y ON y.chain_id = p.chain_id AND y.governor = p.contract AND y.proposal_id = p.proposal_id
      WHERE p.chain_id = 31337 AND p.contract = $1 ORDER BY p.block_number DESC, p.log_index DESC LIMIT 20`,
    values: [governor],
  },
  {
    name: '100 votes',
    rows: 100,
    query: `query Votes($id: ID!, $page: PageInput) { proposal(id: $id) { votes(page: $page) {
      nodes { voter { address } support weight reason position { blockNumber txHash blockAt } }
      pageInfo { endCursor hasNextPage } } } }`,
    variables: { id: `31337:${governor}:${votedOn}`, page: { limit: 100 } },
    sql: `SELECT voter, support, weight, reason, block_number, tx_hash, block_at FROM vote_cast
      WHERE chain_id = 31337 AND contract = $1 AND proposal_id = $2 ORDER BY block_number DESC, log_index DESC LIMIT 100`,
    values: [governor, String(votedOn)],
  },
  {
    name: '50 delegates',
    rows: 50,
    query: `query Delegates($organization: String!, $page: PageInput) { delegates(organization: $organization, page: $page) {
      nodes { account { address } votes delegatorsCount shareBps }
      pageInfo { endCursor hasNextPage } } }`,
    variables: { organization: 'bench', page: { limit: 50 } },
    sql: `SELECT account, votes, delegators_count FROM delegate
      WHERE chain_id = 31337 AND token = $1 ORDER BY votes DESC, account DESC LIMIT 50`,
    values: [token],
  },
];

/** The rows of an answer of either server. */
export function rowsOf(answer) {
  if (Array.isArray(answer)) return answer;
  if (answer.errors) throw new Error(JSON.stringify(answer.errors));
  const { proposals, proposal, delegates } = answer.data;
  return (proposals ?? proposal?.votes ?? delegates).nodes;
}
