/** What was asked for cannot be done; the message says what to do instead. */
export class CommandRefused extends Error {
  override readonly name = 'CommandRefused';
}

/** What an operator wants of a run. */
export const runVerbs = ['explain', 'cancel', 'retry', 'export', 'verify-log', 'repair'] as const;

export type RunVerb = (typeof runVerbs)[number];

/** `mandate run …` as it was typed. */
export type RunCommand =
  | { readonly verb: 'repair'; readonly chainId: number; readonly isConfirmed: boolean }
  | { readonly verb: Exclude<RunVerb, 'repair'>; readonly runId: string; readonly file: string | null };

/** How the command is used. */
export const usage = `mandate run explain <runId>      where a run stands, why it does not move, and what comes next
mandate run cancel <runId>       ends our attempt; the chain is told where it is ours
mandate run retry <runId>        tries again now, also what was given up and is not reported yet
mandate run export <runId>       the log of the run as JSON Lines
mandate run verify-log <runId> [--file log.jsonl]
                                 checks the log, or an exported one, against the receipt on chain
mandate run repair <chainId> [--yes]
                                 after a reorg deeper than finality: shows what would be done, and does it`;

/** Reads the arguments behind `mandate`. Throws `CommandRefused` with a sentence that says what is wrong. */
export function readRunCommand([group, verb, target, ...rest]: readonly string[]): RunCommand {
  if (group !== 'run') throw new CommandRefused(`There is no "mandate ${group ?? ''}".\n${usage}`);
  const known = runVerbs.find((one) => one === verb);
  if (known === undefined) throw new CommandRefused(`There is no "mandate run ${verb ?? ''}".\n${usage}`);
  if (known === 'repair') return { verb: known, chainId: chainIdOf(target), isConfirmed: readFlag(rest, '--yes') };
  return { verb: known, runId: runIdOf(target), file: known === 'verify-log' ? fileIn(rest) : none(rest) };
}

function runIdOf(text = ''): string {
  const runId = text.toLowerCase();
  if (/^0x[0-9a-f]{64}$/.test(runId)) return runId;
  throw new CommandRefused(
    `"${text}" is not a run id: 0x and 64 hexadecimal digits, as the page of the run and the event RunOpened show it.`,
  );
}

function chainIdOf(text = ''): number {
  if (/^[1-9][0-9]{0,9}$/.test(text)) return Number(text);
  throw new CommandRefused(`"${text}" is not a chain id: a number, as in MANDATE_CONFIG.`);
}

function readFlag(rest: readonly string[], flag: string): boolean {
  none(rest.filter((one) => one !== flag));
  return rest.includes(flag);
}

function fileIn([option, file, ...rest]: readonly string[]): string | null {
  if (option === undefined) return null;
  if (option !== '--file' || file === undefined) throw new CommandRefused(`${option}: expected --file <log.jsonl>.`);
  none(rest);
  return file;
}

function none([unexpected]: readonly string[]): null {
  if (unexpected !== undefined) throw new CommandRefused(`${unexpected} is not understood here.\n${usage}`);
  return null;
}
