import { readFile } from 'node:fs/promises';
import type { DataSource } from 'typeorm';
import type { ArtifactStore } from '../../artifacts/artifact-store.js';
import { ReceiptSubmittedEntity } from '../../store/receipt.entity.js';
import { eventsOf } from '../../store/run-ledger-events.js';
import { type ChainedEvent, logText, readLog } from '../../store/run-ledger-log.js';
import { checkRunLog } from '../run-log-check.js';
import type { Witnesses } from '../witnesses.js';
import { Repair } from './repair.js';
import { CommandRefused, type RunCommand } from './run-command.js';
import { factsOf } from './run-facts.js';
import { RunRequests } from './run-requests.js';
import { storyOf } from './run-story.js';

/** What a command works with. */
export interface ConsoleTools {
  readonly dataSource: DataSource;
  readonly artifacts: ArtifactStore;
  /** Every endpoint of a chain; throws for one that is not configured. */
  readonly witnessesOf: (chainId: number) => Witnesses;
  /** Takes a line of the answer. */
  readonly say: (line: string) => void;
}

/** Carries a command out. Returns the exit code: 1 when a log was found to be wrong. */
export async function runOnConsole(command: RunCommand, tools: ConsoleTools): Promise<number> {
  const { dataSource, say } = tools;
  switch (command.verb) {
    case 'explain':
      for (const sentence of storyOf(await factsOf(dataSource, command.runId))) say(sentence);
      return 0;
    case 'cancel':
      say(await new RunRequests(dataSource).cancel(command.runId));
      return 0;
    case 'retry':
      say(await new RunRequests(dataSource).retry(command.runId));
      return 0;
    case 'export':
      say(logText(await logOf(dataSource, command.runId)).trimEnd());
      return 0;
    case 'verify-log':
      return verifyLog(command.runId, command.file, tools);
    case 'repair':
      return repair(command.chainId, command.isConfirmed, tools);
  }
}

async function logOf(dataSource: DataSource, runId: string): Promise<ChainedEvent[]> {
  const events = await eventsOf(dataSource, runId);
  if (events.length > 0) return events;
  throw new CommandRefused(
    `There is no log of the run ${runId} in this database: mandate run explain ${runId} says where it stands.`,
  );
}

async function verifyLog(runId: string, file: string | null, { dataSource, artifacts, say }: ConsoleTools) {
  const events = file === null ? await logOf(dataSource, runId) : readLog(await textOf(file));
  const receipt = await dataSource
    .getRepository(ReceiptSubmittedEntity)
    .findOne({ where: { runId }, order: { attempt: 'DESC' } });
  const { fault, anchored } = await checkRunLog(events, receipt, artifacts);
  if (fault !== null) say(`The log is not sound: ${fault}.`);
  else if (anchored === null) say(`The log is sound: ${events.length} events. No receipt on chain vouches for it yet.`);
  else say(`The log is sound: ${events.length} events, the first ${anchored} vouched for by the receipt on chain.`);
  return fault === null ? 0 : 1;
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CommandRefused(`--file ${file} cannot be read: ${error.code}.`);
  });
}

async function repair(chainId: number, isConfirmed: boolean, { dataSource, witnessesOf, say }: ConsoleTools) {
  const witnesses = witnessesOf(chainId);
  try {
    const doing = new Repair(dataSource, witnesses);
    const plan = await doing.plan(chainId);
    if (plan.reasons.length === 0) {
      say(`Nothing is DEGRADED on chain ${chainId}: there is nothing to repair.`);
      return 0;
    }
    for (const reason of plan.reasons) say(`DEGRADED: ${reason}.`);
    for (const { sentence } of plan.steps) say(`  ${sentence}`);
    if (isConfirmed) await doing.carryOut(plan);
    say(
      isConfirmed ? 'Done: the executor goes on with its next sweep.' : 'Nothing was changed: with --yes it is done.',
    );
    return 0;
  } finally {
    witnesses.close();
  }
}
