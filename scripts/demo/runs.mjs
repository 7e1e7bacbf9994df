// A run, as the demo's stories order and follow it.
import { subjectOf } from '../lib/dao.mjs';
import { askGraphql } from '../lib/doors.mjs';
import { until } from '../lib/promises.mjs';

/** Fields of a run that the story looks at. */
const runFields = `runId state attempt ledgerState failure jobDigest trainSeconds
  progress { phase step steps loss secondsLeft } losses { step loss }
  receipt { artifactDigest metrics { name value } position { txHash } }
  gates { stage passed rows { metric bound threshold value passed missedBy } }
  misses { metric isMissing value threshold missedBy }
  timeline { kind txHash }`;

const callsPreview = `query ($targets: [Address!]!, $values: [Uint256!]!, $calldatas: [Bytes!]!) {
  decodeCalls(organization: "mandate", targets: $targets, values: $values, calldatas: $calldatas) {
    calls { signature sentence decoded } track { name trackId } } }`;

/** The call that adopts a model policy: train on a shipped dataset, then a canary. */
export function adoptModel(dao, job) {
  const rollout = { canaryBps: 2000, canarySeconds: 8, canaryRequests: 20 };
  return dao.call(dao.policies, 'adoptModel', [{ subject: subjectOf('assistant'), job, ...rollout }]);
}

/** What GraphQL says of a set of calls before they are proposed. */
export async function previewOf(stack, calls) {
  const { decodeCalls } = await askGraphql(stack.graphqlUrl, callsPreview, {
    targets: calls.map((call) => call.target),
    values: calls.map((call) => String(call.value)),
    calldatas: calls.map((call) => call.calldata),
  });
  return decodeCalls;
}

/** The run that an execution opened, as the contract's own event names it. */
export function runOpenedBy(dao, execution) {
  const opened = execution.logs
    .map((log) => dao.runs.interface.parseLog(log))
    .find((event) => event?.name === 'RunOpened');
  return opened.args.runId;
}

/** Follows a run until it ends or goes live, and tells which states it was seen in. */
export async function followRun(stack, runId, isOver) {
  const states = new Set();
  const steps = new Set();
  let printed = '';
  const run = await until(
    `the end of run ${runId}`,
    async () =>
      (await askGraphql(stack.graphqlUrl, `query ($id: ID!) { run(id: $id) { ${runFields} } }`, { id: runId })).run,
    (run) => {
      if (!run) return false;
      states.add(run.state);
      if (run.progress?.phase === 'train') steps.add(run.progress.step);
      printed = printMove(run, printed);
      return isOver(run);
    },
    { timeoutSeconds: 300 },
  );
  return { run, states, steps };
}

function printMove(run, printed) {
  const { progress } = run;
  const step =
    progress && run.state === 'OPEN'
      ? ` · ${progress.phase} ${progress.step}/${progress.steps} · loss ${progress.loss ?? '–'}`
      : '';
  const line = `    run ${run.state}${step}`;
  if (line !== printed) console.log(line);
  return line;
}
