import { type EntityManager, QueryFailedError } from 'typeorm';
import type { FactRow } from './fact-row.js';
import type { Fact } from './position.js';
import { QuarantinedLogEntity } from './quarantined-log.entity.js';

/** PostgreSQL takes 65,535 parameters in a statement; the widest fact has 20 columns. */
const ROWS_PER_STATEMENT = 2_000;

/** Classes of SQLSTATE that say that a value does not fit: a data exception, or a limit of the program. */
const DOES_NOT_FIT = /^(22|54)/;

/** Writes facts in bulk. A row that PostgreSQL does not take goes to quarantine and does not hold up the others. */
export async function writeFacts(manager: EntityManager, facts: FactRow[]): Promise<void> {
  for (const [entity, rows] of byEntity(facts)) {
    for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
      await writeRows(manager, entity, rows.slice(start, start + ROWS_PER_STATEMENT));
    }
  }
}

async function writeRows(manager: EntityManager, entity: new () => Fact, facts: FactRow[]): Promise<void> {
  const refusal = await tryInsert(manager, entity, facts);
  if (refusal === null) return;
  if (facts.length > 1) {
    for (const fact of facts) await writeRows(manager, entity, [fact]);
  } else {
    await quarantine(manager, facts[0] as FactRow, refusal);
  }
}

/** Inserts the rows, or leaves the transaction as it was and says why they do not fit. */
async function tryInsert(manager: EntityManager, entity: new () => Fact, facts: FactRow[]): Promise<string | null> {
  const rows = facts.map(({ row }) => row);
  await manager.query('SAVEPOINT facts');
  try {
    await manager.createQueryBuilder().insert().into(entity).values(rows).orIgnore().updateEntity(false).execute();
    await manager.query('RELEASE SAVEPOINT facts');
    return null;
  } catch (error) {
    if (!(error instanceof QueryFailedError) || !DOES_NOT_FIT.test(sqlStateOf(error))) throw error;
    await manager.query('ROLLBACK TO SAVEPOINT facts');
    return (error.driverError as Error).message;
  }
}

async function quarantine(manager: EntityManager, { row, source }: FactRow, error: string): Promise<void> {
  const { contract: address, chainId, blockNumber, logIndex, txHash, blockAt } = row;
  const data = Buffer.from(source.data.slice(2), 'hex');
  const log = { chainId, blockNumber, logIndex, txHash, blockAt, address, topics: source.topics, data, error };
  await manager.createQueryBuilder().insert().into(QuarantinedLogEntity).values(log).orIgnore().execute();
}

const sqlStateOf = (error: QueryFailedError) => String((error.driverError as { code?: string }).code ?? '');

function byEntity(facts: FactRow[]): Map<new () => Fact, FactRow[]> {
  const groups = new Map<new () => Fact, FactRow[]>();
  for (const fact of facts) {
    const group = groups.get(fact.entity);
    if (group) group.push(fact);
    else groups.set(fact.entity, [fact]);
  }
  return groups;
}
