/** Cells that the receipts do not tell, by table: the words of a complaint, and when a row was written. */
const UNTOLD = { quarantined_log: ['error'], chain_cursor: ['updated_at'] };

/** A value as the database gives it as text. */
function textOf(value, type) {
  if (value === null || value === undefined) return null;
  if (Buffer.isBuffer(value)) return value.toString('hex');
  if (type === '_bytea') return JSON.stringify(value.map((one) => `\\x${one.toString('hex')}`));
  if (type.startsWith('_')) return JSON.stringify(value.map(String));
  if (type === 'jsonb') return sorted(value);
  return String(value);
}

/** JSON whatever the order of its keys. */
function sorted(value) {
  if (Array.isArray(value)) return `[${value.map(sorted).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${sorted(one)}`).join(',')}}`;
}

function storedText(text, type) {
  if (text === null) return null;
  if (type === 'jsonb') return sorted(JSON.parse(text));
  return type.startsWith('_') ? JSON.stringify(JSON.parse(text)) : text;
}

/**
 * Compares what is stored with what was replayed, cell by cell.
 * @returns {{cells: number, differences: string[]}}
 */
export function compare(stored, replayed) {
  const found = { cells: 0, differences: [] };
  for (const table of replayed.keys()) {
    if (!stored.has(table)) found.differences.push(`${table}: there is no such table`);
  }
  for (const [table, { columns, rows }] of stored) {
    const told = columns.filter(({ column }) => !UNTOLD[table]?.includes(column));
    const actual = rows.map((row) => told.map(({ column, type }) => storedText(row[indexOf(columns, column)], type)));
    const expected = (replayed.get(table) ?? []).map((row) =>
      told.map(({ column, type }) => textOf(row[column], type)),
    );
    compareTable({ table, told, actual, expected }, found);
  }
  return found;
}

const indexOf = (columns, name) => columns.findIndex(({ column }) => column === name);

/** Rows belong together by their key; what has no partner is missing, or too much. */
function compareTable({ table, told, actual, expected }, found) {
  const keys = keyColumnsOf(told.map(({ column }) => column));
  const keyOf = (row) => keys.map((index) => row[index]).join(' ');
  const left = new Map(actual.map((row) => [keyOf(row), row]));
  if (left.size !== actual.length) found.differences.push(`${table}: two rows have one key`);
  for (const row of expected) {
    const key = keyOf(row);
    const partner = left.get(key);
    left.delete(key);
    found.cells += row.length;
    if (!partner) found.differences.push(`${table} ${key}: the row is missing`);
    else compareRow({ table, key, told }, partner, row, found);
  }
  for (const key of left.keys()) found.differences.push(`${table} ${key}: the row is too much`);
}

function compareRow({ table, key, told }, actual, expected, found) {
  expected.forEach((value, index) => {
    if (actual[index] === value) return;
    found.differences.push(`${table} ${key}: ${told[index].column} is ${short(actual[index])}, not ${short(value)}`);
  });
}

const short = (text) => (text !== null && text.length > 100 ? `${text.slice(0, 100)}…` : text);

const KEYS = [
  ['chain_id', 'block_number', 'log_index', 'tx_hash'],
  ['chain_id', 'governor', 'proposal_id'],
  ['chain_id', 'governor', 'voter'],
  ['chain_id', 'token', 'delegator'],
  ['chain_id', 'token', 'account'],
  ['chain_id', 'token', 'block_number'],
  ['chain_id', 'contract', 'run_id'],
  ['chain_id', 'contract', 'kind', 'subject'],
  ['slug'],
  ['chain_id', 'number'],
  ['chain_id', 'governor'],
  ['chain_id', 'token'],
  ['chain_id'],
];

/** By what the rows of a table with these columns are told apart. */
function keyColumnsOf(columns) {
  const key = KEYS.find((names) => names.every((name) => columns.includes(name))) ?? columns;
  return key.map((name) => columns.indexOf(name));
}
