import pg from 'pg';
import { compare } from '../replay/compare.mjs';
import { readDatabase } from '../replay/database-rows.mjs';
import { replay } from '../replay/replay.mjs';
import { organizations } from '../world/organizations.mjs';

/** When a row was written, which no chain tells. */
const WRITTEN_AT = { chain_cursor: ['updated_at'] };

/**
 * Compares the database at rest with what the receipts of the canonical branch make, cell by cell.
 * @param {{chain: object, plan: object}} simulation
 */
export async function judge(url, { chain, plan }) {
  const stored = await readDatabase(url);
  const replayed = replay(chain.blocks, organizations, plan.finality);
  const falsehoods = separateEmptyBlocks(stored.get('block'), chain.blocks);
  if (plan.isLate) forgetCounts(stored.get('block'), replayed.get('block'));
  const { cells, differences } = compare(stored, replayed);
  return { cells, differences: [...falsehoods, ...differences] };
}

/** Which blocks without logs are remembered depends on when they were read; each of them has to be true, the head is one. */
function separateEmptyBlocks(stored, blocks) {
  const at = (row, name) => row[stored.columns.findIndex(({ column }) => column === name)];
  const empty = stored.rows.filter((row) => at(row, 'logs_count') === '0');
  stored.rows = stored.rows.filter((row) => at(row, 'logs_count') !== '0');
  return empty.flatMap((row) => {
    const block = blocks[Number(at(row, 'number'))];
    if (block && at(row, 'hash') === block.hash && at(row, 'block_at') === `${block.timestamp}`) return [];
    return [`block ${at(row, 'number')}: the chain has no such block`];
  });
}

/** Where an organization was added later, a block counts the logs of whoever had more of them. */
function forgetCounts(stored, replayed) {
  const index = stored.columns.findIndex(({ column }) => column === 'logs_count');
  for (const row of stored.rows) row[index] = 'some';
  for (const row of replayed) row.logs_count = 'some';
}

/** Every row of every table, as PostgreSQL writes it, in order. */
export async function dump(url, { isLate }) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const lines = [];
    for (const [table, columns] of await columnsOf(client)) {
      const told = columns.filter((column) => !WRITTEN_AT[table]?.includes(column));
      if (table === 'block' && isLate) told.splice(told.indexOf('logs_count'), 1);
      const where = table === 'block' ? 'WHERE logs_count > 0' : '';
      const row = `ROW(${told.map((column) => `"${column}"`).join(', ')})::text`;
      const { rows } = await client.query(`SELECT ${row} AS line FROM "${table}" ${where} ORDER BY 1`);
      lines.push(...rows.map(({ line }) => `${table} ${line}`));
    }
    return lines;
  } finally {
    await client.end();
  }
}

async function columnsOf(client) {
  const { rows } = await client.query(`
    SELECT table_name, array_agg(column_name::text ORDER BY ordinal_position) AS columns
    FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' GROUP BY table_name ORDER BY table_name`);
  return rows.map(({ table_name, columns }) => [table_name, columns]);
}

/** The first lines in which two dumps differ. */
export function differencesOf(lived, anew) {
  const [had, has] = [new Set(lived), new Set(anew)];
  return [
    ...lived.filter((line) => !has.has(line)).map((line) => `indexed anew, this is gone: ${line.slice(0, 300)}`),
    ...anew.filter((line) => !had.has(line)).map((line) => `indexed anew, this is new: ${line.slice(0, 300)}`),
  ];
}
