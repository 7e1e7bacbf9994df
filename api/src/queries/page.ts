import type { DataSource } from 'typeorm';
import { queryPrepared } from '../store/prepared-query.js';

/** The most entries that one page gives. */
export const MAXIMUM_LIMIT = 100;
const DEFAULT_LIMIT = 20;

/** Which part of a list is wanted. Cursors are opaque to those who send them. */
export interface PageRequest {
  limit?: number | null;
  afterCursor?: string | null;
  beforeCursor?: string | null;
  /** The list's own order where none is given. */
  order?: 'asc' | 'desc' | null;
}

/** Some entries of a list, and where they lie in it. */
export interface Page<T> {
  nodes: T[];
  pageInfo: { startCursor: string | null; endCursor: string | null; hasNextPage: boolean; count: number };
}

/** A cursor that this server did not give out for this list. */
export class BadCursor extends Error {
  constructor() {
    super('The cursor is not one that this list gave out.');
  }
}

type KeyType = 'bigint' | 'int' | 'numeric' | 'text';

/** A list in SQL: `source` selects every entry; the `keys` (column and type) order it and make an entry unique. */
export interface ListSource {
  source: string;
  params: unknown[];
  keys: readonly (readonly [column: string, type: KeyType])[];
  order: 'asc' | 'desc';
  /** How many entries there are, as `count`, where that is kept; by default all of them are counted. */
  counted?: { sql: string; params: unknown[] };
  /** Whether it is worth a plan of its own: how many rows there are depends on the parameters. */
  isPlannedByValues?: boolean;
}

/** A list without entries. */
export const EMPTY_PAGE = {
  nodes: [],
  pageInfo: { startCursor: null, endCursor: null, hasNextPage: false, count: 0 },
};

/** Facts of one table, newest first. */
export const NEWEST_FIRST = {
  keys: [
    ['block_number', 'bigint'],
    ['log_index', 'int'],
  ],
  order: 'desc',
} as const satisfies Pick<ListSource, 'keys' | 'order'>;

function decodeCursor(cursor: string, list: ListSource): string[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const isWhole = Array.isArray(values) && values.length === list.keys.length;
    if (isWhole && list.keys.every(([, type], at) => isOfType(values[at], type))) return values as string[];
  } catch {
    // Not JSON: the same answer as for any other foreign cursor.
  }
  throw new BadCursor();
}

/** What PostgreSQL's types hold for sure. */
const DIGITS = { bigint: 18, int: 9, numeric: 78 } as const;

function isOfType(value: unknown, type: KeyType): boolean {
  if (typeof value !== 'string') return false;
  return type === 'text' ? !value.includes('\0') : /^\d+$/.test(value) && value.length <= DIGITS[type];
}

function encodeCursor(row: Record<string, unknown> | undefined, list: ListSource): string | null {
  if (!row) return null;
  return Buffer.from(JSON.stringify(list.keys.map(([column]) => String(row[column])))).toString('base64url');
}

/** Reads one page of a list by keyset: a page costs the same wherever it lies. */
export async function readPage<Row extends object>(
  db: DataSource,
  list: ListSource,
  request: PageRequest | null | undefined,
): Promise<Page<Row>> {
  const limit = Math.min(Math.max(request?.limit ?? DEFAULT_LIMIT, 1), MAXIMUM_LIMIT);
  const isBackward = !request?.afterCursor && Boolean(request?.beforeCursor);
  const cursor = request?.afterCursor || request?.beforeCursor;
  const bounds = cursor ? decodeCursor(cursor, list) : [];
  const order = isBackward === ((request?.order ?? list.order) === 'asc') ? 'desc' : 'asc';

  const columns = list.keys.map(([column]) => `s.${column}`).join(', ');
  const { length } = list.params;
  const values = list.keys.map(([, type], at) => `$${length + at + 2}::${type}`).join(', ');
  const where = cursor ? `where (${columns}) ${order === 'asc' ? '>' : '<'} (${values})` : '';
  const orderBy = list.keys.map(([column]) => `s.${column} ${order}`).join(', ');
  const page = `select s.* from (${list.source}) s ${where} order by ${orderBy} limit $${length + 1}`;
  const all = list.counted ?? { sql: `select count(*)::int as count from (${list.source}) s`, params: list.params };

  const query = <T>(sql: string, params: unknown[]): Promise<T[]> =>
    list.isPlannedByValues ? db.query<T[]>(sql, params) : queryPrepared<T>(db, sql, params);
  const [rows, counted] = await Promise.all([
    query<Row>(page, [...list.params, limit + 1, ...bounds]),
    query<{ count: number }>(all.sql, all.params),
  ]);

  const nodes = rows.slice(0, limit);
  if (isBackward) nodes.reverse();
  return {
    nodes,
    pageInfo: {
      startCursor: encodeCursor(nodes[0] as Record<string, unknown> | undefined, list),
      endCursor: encodeCursor(nodes.at(-1) as Record<string, unknown> | undefined, list),
      hasNextPage: isBackward || rows.length > limit,
      count: counted[0]?.count ?? 0,
    },
  };
}

/** The same page with each entry turned into something else. */
export function mapPage<T, U>(page: Page<T>, map: (node: T) => U): Page<U> {
  return { nodes: page.nodes.map(map), pageInfo: page.pageInfo };
}
