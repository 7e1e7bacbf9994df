import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import type { CopyRows } from './copy/copy-in.js';
import { copyRowsInto } from './copy/copy-staged.js';
import { copyTableOf } from './copy/copy-table.js';
import type { FactRow } from './fact-row.js';
import type { Fact } from './position.js';
import { QuarantinedLogEntity } from './quarantined-log.entity.js';

/** Classes of SQLSTATE that say that a value does not fit: a data exception, or a limit of the program. */
const DOES_NOT_FIT = /^(22|54)/;

/** The facts of each table, in chain order, with the lines that they are copied as. */
export interface FactGroup {
  entity: new () => Fact;
  facts: FactRow[];
  lines: CopyRows;
}

/** Facts by their tables, ready to be copied. */
export function groupFacts(dataSource: DataSource, facts: FactRow[]): FactGroup[] {
  const groups = new Map<new () => Fact, FactRow[]>();
  for (const fact of facts) {
    const group = groups.get(fact.entity);
    if (group) group.push(fact);
    else groups.set(fact.entity, [fact]);
  }
  return [...groups].map(([entity, group]) => ({
    entity,
    facts: group,
    lines: copyTableOf(dataSource, entity).rows(group.map(({ row }) => row)),
  }));
}

/**
 * Writes facts of which some may not fit, or be there already. One that PostgreSQL does not take goes to quarantine and
 * does not hold up the others. Returns those that are rows now.
 */
export async function writeFactsWithCare(manager: EntityManager, facts: FactRow[]): Promise<FactRow[]> {
  const written: FactRow[] = [];
  for (const { entity, facts: group } of groupFacts(manager.connection, facts)) {
    written.push(...(await writeGroup(manager, entity, group)));
  }
  return written;
}

/** Halves what is refused until the one that does not fit is alone. */
async function writeGroup(manager: EntityManager, entity: new () => Fact, facts: FactRow[]): Promise<FactRow[]> {
  const outcome = await tryWrite(manager, entity, facts);
  if (typeof outcome !== 'string') return outcome;
  if (facts.length === 1) {
    await quarantine(manager, facts[0] as FactRow, outcome);
    return [];
  }
  const middle = facts.length >> 1;
  const first = await writeGroup(manager, entity, facts.slice(0, middle));
  return [...first, ...(await writeGroup(manager, entity, facts.slice(middle)))];
}

/** Writes the rows and returns those that are new, or leaves the transaction as it was and says why they do not fit. */
async function tryWrite(manager: EntityManager, entity: new () => Fact, facts: FactRow[]): Promise<FactRow[] | string> {
  const rows = facts.map(({ row }) => row);
  await manager.query('SAVEPOINT facts');
  try {
    const added = await copyRowsInto<{ place: string }>(manager, entity, rows, NEW_ROWS);
    await manager.query('RELEASE SAVEPOINT facts');
    const places = new Set(added.map(({ place }) => place));
    return facts.filter(({ row }) => places.has(`${row.blockNumber} ${row.logIndex}`));
  } catch (error) {
    if (!DOES_NOT_FIT.test(sqlStateOf(error))) throw error;
    await manager.query('ROLLBACK TO SAVEPOINT facts');
    return (error as Error).message;
  }
}

const NEW_ROWS = `ON CONFLICT DO NOTHING RETURNING block_number || ' ' || log_index AS place`;

async function quarantine(manager: EntityManager, { row, source }: FactRow, error: string): Promise<void> {
  const { contract: address, chainId, blockNumber, logIndex, txHash, blockAt } = row;
  const data = Buffer.from(source.data.slice(2), 'hex');
  const log = { chainId, blockNumber, logIndex, txHash, blockAt, address, topics: source.topics, data, error };
  await manager.createQueryBuilder().insert().into(QuarantinedLogEntity).values(log).orIgnore().execute();
}

/** What kind of complaint of the database an error is; empty for any other error. */
export function sqlStateOf(error: unknown): string {
  const { code } = (error instanceof QueryFailedError ? error.driverError : error) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
