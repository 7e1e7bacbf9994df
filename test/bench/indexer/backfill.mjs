import { startBenchDatabase } from './bench-database.mjs';
import { environmentOf, indexUntilHead, runFloor, startChain } from './bench-processes.mjs';

/**
 * Indexes one workload from nothing to the head, then measures the bare floor on the same machine.
 * @param {{votes: number, latency?: number, hasTimestamps?: boolean, maxBlocks?: number, maxLogs?: number, withFloor?: boolean}} settings
 */
export async function measureBackfill({ withFloor = true, ...settings }) {
  const chain = await startChain(settings);
  const database = await startBenchDatabase();
  try {
    const env = environmentOf(database.url, [chain.url]);
    const before = database.cpuSeconds();
    const report = { ...(await indexUntilHead(env)), databaseCpuSeconds: database.cpuSeconds() - before };
    const served = await chain.ask('bench_served');
    await assertWhole(database, chain, report, settings.votes);
    await database.query('CHECKPOINT');
    const floorBefore = database.cpuSeconds();
    const floor = withFloor ? await runFloor(chain.url, database.url, chain.blocks - 1) : null;
    if (floor) floor.databaseCpuSeconds = database.cpuSeconds() - floorBefore;
    return { ...settings, ...summaryOf(chain, report, served), ...floorOf(chain, report, floor) };
  } finally {
    await database.stop();
    await chain.stop();
  }
}

function summaryOf(chain, report, served) {
  const calls = Object.values(served.calls).reduce((sum, count) => sum + count, 0);
  return {
    logs: chain.logs,
    seconds: report.seconds,
    processSeconds: Math.round(report.processSeconds * 100) / 100,
    eventsPerSecond: Math.round(chain.logs / report.seconds),
    cpuSeconds: Math.round(report.cpuSeconds * 100) / 100,
    databaseCpuSeconds: Math.round(report.databaseCpuSeconds * 100) / 100,
    peakRssMb: Math.round(report.peakRssBytes / 1e6),
    rpcRequests: served.requests,
    rpcCalls: calls,
  };
}

function floorOf(chain, report, floor) {
  if (!floor) return {};
  const share = chain.logs / report.seconds / floor.eventsPerSecond;
  return {
    floorEventsPerSecond: floor.eventsPerSecond,
    ofFloor: Math.round(share * 1000) / 1000,
    floorCpuSeconds: Math.round(floor.cpuSeconds * 100) / 100,
    floorDatabaseCpuSeconds: Math.round(floor.databaseCpuSeconds * 100) / 100,
  };
}

/** A figure counts only when every row is there and every sum is right. */
async function assertWhole(database, chain, report, votes) {
  const [{ rows, tallied, quarantined }] = await database.query(`
    SELECT (SELECT count(*)::int FROM vote_cast) AS rows, (SELECT sum(votes_count)::int FROM proposal_tally) AS tallied,
      (SELECT count(*)::int FROM quarantined_log) AS quarantined`);
  const [{ wrong }] = await database.query(`
    SELECT count(*)::int AS wrong
    FROM proposal_tally y FULL JOIN (
      SELECT contract AS governor, proposal_id, count(*) AS votes_count,
        coalesce(sum(weight) FILTER (WHERE support = 0), 0) AS against,
        coalesce(sum(weight) FILTER (WHERE support = 1), 0) AS for_,
        coalesce(sum(weight) FILTER (WHERE support = 2), 0) AS abstain
      FROM vote_cast GROUP BY contract, proposal_id
    ) v USING (governor, proposal_id)
    WHERE (y.against, y.for_, y.abstain, y.votes_count) IS DISTINCT FROM (v.against, v.for_, v.abstain, v.votes_count)`);
  if (rows !== votes || tallied !== votes || quarantined !== 0 || wrong !== 0 || report.logs !== chain.logs) {
    throw new Error(`The rows are not whole: ${JSON.stringify({ rows, tallied, quarantined, wrong, report })}`);
  }
}
