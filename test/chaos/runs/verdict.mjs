import { askGraphql } from '../../../scripts/lib/doors.mjs';

/**
 * Compares what the chain, the ledger and the trainers say of a run that is over. Nothing may be there twice, and nothing
 * may be missing.
 * @returns {Promise<{duplicates: string[], losses: string[]}>}
 */
export async function verdictOn(world, runId, { kills = 0 }) {
  const found = { duplicates: [], losses: [] };
  const once = (what, count, most = 1) => {
    if (count > most) found.duplicates.push(`${what}: ${count} times`);
    if (count < 1) found.losses.push(`${what}: never`);
  };
  const receipt = await compareChain(world, runId, once);
  await compareLedger(world, runId, receipt, { once, found });
  const notes = world.engine.countOf(runId);
  // A trainer that was killed is begun again within its attempt.
  once('the trainer began', notes.filter(({ what }) => what === 'began').length, 1 + kills);
  once('the trainer ended well', notes.filter(({ what }) => what === 'ended').length);
  return found;
}

async function compareChain({ dao: { runs } }, runId, once) {
  const [attempts, receipts] = await Promise.all(
    [runs.filters.AttemptStarted(runId), runs.filters.ReceiptSubmitted(runId)].map((filter) =>
      runs.queryFilter(filter, 0),
    ),
  );
  once('the chain has an attempt', attempts.length);
  once('the chain has a receipt', receipts.length);
  return receipts[0]?.args;
}

async function compareLedger(world, runId, receipt, { once, found }) {
  const [entry] = await world.database.query('SELECT * FROM run_ledger WHERE run_id = $1', [runId]);
  const events = await world.database.query('SELECT * FROM run_ledger_event WHERE run_id = $1 ORDER BY id', [runId]);
  once('the ledger has opened the run', events.filter(({ from_state: from }) => from === null).length);
  for (const [index, { from_state: from, to_state: to }] of events.entries()) {
    const previous = index === 0 ? null : events[index - 1].to_state;
    if (from !== previous) found.losses.push(`the ledger came to ${to} from ${from}, and was in ${previous}`);
  }
  if (entry.state !== 'Canary') found.losses.push(`the ledger has the run in ${entry.state}`);
  if (events.at(-1)?.to_state !== entry.state) found.losses.push('the log of the ledger ends elsewhere');
  if (receipt && Number(receipt.attempt) !== entry.attempt)
    found.losses.push(`the ledger has attempt ${entry.attempt}`);
  const { run } = await askGraphql(
    `http://127.0.0.1:${world.processes.graphql.current.port}/graphql`,
    'query ($id: ID!) { run(id: $id) { state attempt } }',
    { id: runId },
  );
  if (run?.state !== 'CANARY') found.losses.push(`GraphQL has the run in ${run?.state}`);
}
