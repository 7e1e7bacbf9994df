import type { Answer, Call } from './multicall-program.js';
import { type Cell, type Check, textOf, type View } from './view.js';

/** A cell whose two sides differ. */
export interface Difference {
  what: string;
  cell: string;
  indexed: string;
  chain: string;
}

/** What came of some checks. */
export interface Compared {
  cells: number;
  differences: Difference[];
}

/** Whoever asks the contracts. */
export interface ViewSource {
  read(calls: readonly Call[]): Promise<Answer[]>;
}

type Outputs = readonly unknown[];
/** The outputs of a view, why there are none, or null where the contract has none of the views. */
type Told = { outputs: Outputs } | { failed: string } | null;

/** Functions that contracts turned out to lack, where another one told; they are not asked for again. */
export type Lacking = Set<string>;

/** Asks the contracts and compares every cell with what they say. */
export async function compare(
  checks: readonly Check[],
  views: ViewSource,
  lacking: Lacking = new Set(),
): Promise<Compared> {
  const told = await ask(checks, views, lacking);
  const compared: Compared = { cells: 0, differences: [] };
  for (const [at, check] of checks.entries()) {
    const answer = told[at] as Told;
    if (answer === null && check.isOptional) continue;
    for (const cell of check.cells) {
      const chain = chainText(cell, answer);
      if (chain === undefined) continue;
      compared.cells += 1;
      const indexed = textOf(cell.indexed);
      if (chain !== indexed) compared.differences.push({ what: check.what, cell: cell.name, indexed, chain });
    }
  }
  return compared;
}

/** Round by round: the first view of each check, then the second of those whose contract lacks the first. */
async function ask(checks: readonly Check[], source: ViewSource, lacking: Lacking): Promise<Told[]> {
  const asked = checks.map(({ views }) => views.filter((view) => !lacking.has(functionOf(view))));
  const told: Told[] = checks.map(({ views }) => (views.length === 0 ? { outputs: [] } : null));
  for (let round = 0; ; round += 1) {
    const open = checks.flatMap((_check, at) => {
      const view = told[at] === null ? asked[at]?.[round] : undefined;
      if (view?.impossible) told[at] = { failed: view.impossible };
      return view && !view.impossible ? [{ at, view }] : [];
    });
    if (open.length === 0) return told;
    const answers = await source.read(open.map(({ view }) => view));
    for (const [place, { at, view }] of open.entries()) {
      told[at] = toldBy(view, answers[place] as Answer);
      if (told[at]) for (const earlier of asked[at]?.slice(0, round) ?? []) lacking.add(functionOf(earlier));
    }
  }
}

const functionOf = ({ to, data }: View) => `${to} ${data.slice(0, 10)}`;

/** A contract without the function, or without code, answers with nothing at all. */
function toldBy(view: View, { isReverted, data }: Answer): Told {
  if (data === '0x') return null;
  if (isReverted) return { failed: `reverts with ${data.slice(0, 74)}` };
  try {
    return { outputs: view.decode(data) };
  } catch {
    return { failed: `answers otherwise: ${data.slice(0, 74)}` };
  }
}

function chainText(cell: Cell, told: Told): string | undefined {
  if (told === null) return 'no such view';
  if ('failed' in told) return told.failed;
  const value = cell.onChain(told.outputs);
  return value === undefined ? undefined : textOf(value);
}
