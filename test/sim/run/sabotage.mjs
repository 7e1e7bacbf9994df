import pg from 'pg';

/** Runs SQL beside the indexer, as somebody who has no business there. */
const sql = (statement) => async (url) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement).finally(() => client.end());
};

/** A table that takes part in no rollback, or in no change of a total. */
const withhold = (event, table) =>
  sql(`CREATE FUNCTION withhold() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
       CREATE TRIGGER withheld BEFORE ${event} ON ${table} FOR EACH ROW EXECUTE FUNCTION withhold()`);

const FIRST = (table) => `ctid = (SELECT min(ctid) FROM ${table})`;

/** What a broken indexer would leave behind, and how it has to be complained of. */
export const sabotages = [
  {
    name: 'one cell of a fact is another',
    complaint: /^token_transfer .*: amount is/,
    atRest: sql(`UPDATE token_transfer SET amount = amount + 1 WHERE ${FIRST('token_transfer')}`),
  },
  {
    name: 'a fact is missing',
    complaint: /^delegate_changed .*: the row is missing/,
    atRest: sql(`DELETE FROM delegate_changed WHERE ${FIRST('delegate_changed')}`),
  },
  {
    name: 'a fact of an orphaned block is left',
    complaint: /^call_salt .*: the row is too much/,
    atRest:
      sql(`INSERT INTO call_salt SELECT chain_id, block_number, 9999, tx_hash, block_at, contract, operation_id, salt
                 FROM call_salt WHERE ${FIRST('call_salt')}`),
  },
  {
    name: 'a tally counts a vote too much',
    complaint: /^proposal_tally .*: votes_count is/,
    atRest: sql(`UPDATE proposal_tally SET votes_count = votes_count + 1 WHERE ${FIRST('proposal_tally')}`),
  },
  {
    name: 'a delegate has a delegator too much',
    complaint: /^delegate .*: delegators_count is/,
    atRest: sql(`UPDATE delegate SET delegators_count = delegators_count + 1 WHERE ${FIRST('delegate')}`),
  },
  {
    name: 'the quorum is of another block',
    complaint: /^proposal_quorum .*: quorum is/,
    atRest: sql(`UPDATE proposal_quorum SET quorum = quorum + 1 WHERE ${FIRST('proposal_quorum')}`),
  },
  {
    name: 'what was indexed anew says it in other words',
    complaint: /^indexed anew, this is new: quarantined_log/,
    atRest: sql(`UPDATE quarantined_log SET error = 'another' WHERE ${FIRST('quarantined_log')}`),
  },
  {
    name: 'a reorg takes no delegation back',
    complaint: /^delegate_changed .*: the row is too much/,
    afterOpening: withhold('DELETE', 'delegate_changed'),
  },
  {
    name: 'the power of delegates stays what it was',
    complaint: /^delegate .*: (votes|delegators_count) is/,
    afterOpening: withhold('UPDATE', 'delegate'),
  },
];
