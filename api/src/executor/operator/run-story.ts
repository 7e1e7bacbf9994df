import { isHeld } from '../steps/claim-attempt.js';
import type { RunFacts } from './run-facts.js';
import { nextFor } from './what-comes-next.js';

/** After this time without a look at the chain its rows are called old. */
const oldSeconds = 60;

/** Where a run stands on chain and here, why it does not move, and what comes next: one plain sentence each. */
export function storyOf(facts: RunFacts): string[] {
  const { run, entry } = facts;
  if (run === null && entry === null) return unknownRun(facts);
  return [...onChain(facts), ...here(facts), ...repeated(facts), ...inTheWay(facts), ...nextFor(facts)];
}

function unknownRun({ runId, cursor }: RunFacts): string[] {
  const indexed = cursor === null ? '' : ` Blocks are indexed up to ${cursor.blockNumber}.`;
  return [
    `No indexed block opened the run ${runId}, and no executor of this database knows it.${indexed}`,
    'Check the id, that MANDATE_CONFIG lists its organization, and that the indexer is at the head (its /readyz says so).',
  ];
}

function onChain({ run, entry, now, runId }: RunFacts): string[] {
  if (run === null) {
    return [
      `The indexed chain does not hold the run ${runId} any more: it was ordered in block ${entry?.orderBlockNumber}.`,
    ];
  }
  const head = `Run ${runId} is version ${run.version} of the model policy of "${run.subject}", ordered in block ${run.orderBlockNumber} of chain ${run.chainId}.`;
  const finality = run.isStateFinal ? 'That is final.' : 'The block that says so is not final yet.';
  return [head, `On chain it is ${run.state}${holder(run, now)}. ${finality}`];
}

function holder(run: NonNullable<RunFacts['run']>, now: Date): string {
  if (run.state !== 'Open') return '';
  if (run.worker === null || run.deadlineAt === null)
    return `: no worker has taken it, until ${time(run.staleAt)} one may`;
  const until = `${isHeld(run) ? 'until' : 'it had time until'} ${time(run.deadlineAt)} (${away(run.deadlineAt, now)})`;
  return `: the worker ${run.worker} has attempt ${run.attempt}, ${until}`;
}

function here({ entry, events, now, progress }: RunFacts): string[] {
  if (entry === null) return ['Here nobody has written it down yet.'];
  const since = new Date(events.at(-1)?.at ?? entry.updatedAt);
  const attempt = entry.attempt > 0 ? `, attempt ${entry.attempt}` : '';
  const said = [`Here it is ${entry.state}${attempt}, since ${time(since)} (${away(since, now)}).`];
  if (entry.state === 'Training' && progress !== null) said.push(progressSentence(progress, now));
  return said;
}

function progressSentence(progress: NonNullable<RunFacts['progress']>, now: Date): string {
  const { phase, step, steps, secondsLeft, at } = progress;
  const left = secondsLeft === null ? '' : `, about ${Math.ceil(secondsLeft)} s to go then`;
  return `The worker was at step ${step} of ${steps} of "${phase}" at ${time(at)} (${away(at, now)})${left}.`;
}

function repeated({ confirmations }: RunFacts): string[] {
  return confirmations.map(({ worker, attempt, state, note, updatedAt }) => {
    const found = note === null ? '' : `: ${note}`;
    return `Our worker ${worker} carries attempt ${attempt} out again; since ${time(updatedAt)} it says ${state}${found}.`;
  });
}

function inTheWay({ entry, degraded, cursor, pending, isExecutorThere, now, run }: RunFacts): string[] {
  const said: string[] = [];
  if (degraded !== null) {
    said.push(`DEGRADED since ${time(degraded.at)}: nothing is done at ${degraded.registry}. ${degraded.reason}.`);
  }
  if (!isExecutorThere) said.push('No executor is at work on this database: start one with npm run executor.');
  const isOld = cursor !== null && now.getTime() - cursor.updatedAt.getTime() > oldSeconds * 1000;
  if (isOld) said.push(`The indexer last wrote at ${time(cursor.updatedAt)}: what is said of the chain may be old.`);
  if (run !== null && !run.isOrderFinal) {
    said.push(`The order is in block ${run.orderBlockNumber}; final is block ${cursor?.finalizedNumber}.`);
  }
  if (entry?.request === 'cancel')
    said.push('An operator has canceled it: it is not taken again until somebody retries.');
  if (entry?.error) said.push(`In its way, or last heard of it: ${entry.error}.`.replace(/\.\.$/, '.'));
  for (const { key, txHash, at } of pending) {
    const call = key.split('.')[2];
    said.push(`${call} was signed at ${time(at)} (${away(at, now)}) and is not seen in a block: ${txHash}.`);
  }
  return said;
}

/** To the second, in UTC. */
export const time = (at: Date) => `${at.toISOString().slice(0, 19)}Z`;

/** How far a moment is from now, in words. */
export function away(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  const size = Math.abs(seconds);
  const [count, unit] =
    size < 120 ? [size, 's'] : size < 7200 ? [Math.round(size / 60), 'min'] : [Math.round(size / 3600), 'h'];
  return seconds < 0 ? `${count} ${unit} ago` : `in ${count} ${unit}`;
}
