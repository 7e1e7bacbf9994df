import { jest } from '@jest/globals';
import pg from 'pg';
import type { DataSource } from 'typeorm';

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
}

interface Statement {
  text: string;
  values: unknown[];
}

/** How many rows of each table a question looks at, those that it drops included, by PostgreSQL's own plans of it. */
export async function rowsReadBy(db: DataSource, ask: () => Promise<unknown>): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const { text, values } of await statementsOf(ask)) {
    const [explained] = await db.query(`EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`, values);
    count(explained['QUERY PLAN'][0].Plan, rows);
  }
  return rows;
}

/** What is asked of the database, as it is asked. */
async function statementsOf(ask: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  const spy = jest.spyOn(pg.Client.prototype, 'query');
  try {
    await ask();
    for (const [first, second] of spy.mock.calls as unknown[][]) {
      if (typeof first === 'string') statements.push({ text: first, values: Array.isArray(second) ? second : [] });
      else statements.push(first as Statement);
    }
  } finally {
    spy.mockRestore();
  }
  return statements.filter(({ text }) => /^\s*(select|with)\b/i.test(text));
}

function count(node: PlanNode, rows: Record<string, number>): void {
  const table = node['Relation Name'];
  if (table) {
    const dropped = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
    rows[table] = Math.round((rows[table] ?? 0) + (node['Actual Rows'] + dropped) * node['Actual Loops']);
  }
  for (const child of node.Plans ?? []) count(child, rows);
}
