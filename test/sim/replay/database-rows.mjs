import pg from 'pg';

/** What is not made of the chain: this side's own work, and which migrations there were. */
const NOT_OF_THE_CHAIN =
  /^(migrations|run_ledger\w*|run_progress|run_event\w*|sent_transaction|artifact|gateway_request|degraded_registry)$/;

/** A column as text, by its type. */
function textOf({ column, type }) {
  const name = `"${column}"`;
  if (type === 'timestamptz') return `trim_scale(extract(epoch FROM ${name}))::text`;
  if (type === 'bytea') return `encode(${name}, 'hex')`;
  if (type === '_bytea') return `to_json(${name}::text[])::text`;
  if (type.startsWith('_')) return `to_json(${name})::text`;
  return `${name}::text`;
}

/** Every table and view of the chain, with its columns. */
async function tablesOf(client) {
  const { rows } = await client.query(`
    SELECT table_name AS "table", column_name AS "column", udt_name AS type FROM information_schema.columns
    WHERE table_schema = 'public' ORDER BY table_name, ordinal_position`);
  const tables = new Map();
  for (const { table, column, type } of rows) {
    if (NOT_OF_THE_CHAIN.test(table)) continue;
    tables.set(table, [...(tables.get(table) ?? []), { column, type }]);
  }
  return tables;
}

/**
 * Reads every table of a database that is made of the chain.
 * @returns {Promise<Map<string, {columns: {column: string, type: string}[], rows: (string | null)[][]}>>}
 */
export async function readDatabase(url) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const read = new Map();
    for (const [table, columns] of await tablesOf(client)) {
      const text = `SELECT ${columns.map(textOf).join(', ')} FROM "${table}"`;
      const { rows } = await client.query({ text, rowMode: 'array' });
      read.set(table, { columns, rows });
    }
    return read;
  } finally {
    await client.end();
  }
}
