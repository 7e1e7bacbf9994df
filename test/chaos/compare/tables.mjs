import pg from 'pg';

/** Not made from the chain: what this side did, and when. */
const OWN_TABLES =
  /^(migrations|run_ledger.*|run_progress|run_event.*|sent_transaction|artifact|gateway_request|governor_dialect)$/;
/** When a row was written is nobody's business; how far the chain had come then is told by the blocks. */
const OWN_COLUMNS = new Set(['updated_at', 'finalized_number', 'head_number', 'head_at']);
/** Blocks without logs are remembered as they happen to be read. */
const CONDITIONS = { block: 'WHERE logs_count > 0' };

/** Every row that follows from the chain, table by table, as sorted text. @returns {Promise<Map<string, string[]>>} */
export async function rowsOfChain(databaseUrl) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const tables = new Map();
    for (const [table, columns] of await columnsOf(client)) {
      const sql = `SELECT concat_ws(' | ', ${columns.map((name) => `"${name}"::text`)}) AS line FROM "${table}" ${CONDITIONS[table] ?? ''} ORDER BY 1`;
      tables.set(
        table,
        (await client.query(sql)).rows.map(({ line }) => line),
      );
    }
    return tables;
  } finally {
    await client.end();
  }
}

async function columnsOf(client) {
  const { rows } = await client.query(
    `SELECT c.table_name, c.column_name FROM information_schema.columns c
     JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY c.table_name, c.ordinal_position`,
  );
  const tables = new Map();
  for (const { table_name: table, column_name: column } of rows) {
    if (OWN_TABLES.test(table) || OWN_COLUMNS.has(column)) continue;
    tables.set(table, [...(tables.get(table) ?? []), column]);
  }
  return tables;
}

/** How two sets of tables differ, one line for each row that only one of them has. */
export function differencesOf(actual, expected) {
  return [...new Set([...actual.keys(), ...expected.keys()])].flatMap((table) => {
    const missing = without(expected.get(table) ?? [], actual.get(table) ?? []);
    const extra = without(actual.get(table) ?? [], expected.get(table) ?? []);
    return [...missing.map((line) => `${table} lacks ${line}`), ...extra.map((line) => `${table} has ${line}`)];
  });
}

/** The lines of `all` that `others` does not have as often. */
function without(all, others) {
  const counts = new Map();
  for (const line of others) counts.set(line, (counts.get(line) ?? 0) + 1);
  return all.filter((line) => {
    const left = counts.get(line) ?? 0;
    counts.set(line, left - 1);
    return left <= 0;
  });
}
