import { setTimeout as pause } from 'node:timers/promises';

/** Says why a part is not ready, or null when it is. */
export type ReadinessCheck = () => string | null | Promise<string | null>;

/** Whoever asks for health has to get an answer, also when a part hangs. */
const PATIENCE_MILLISECONDS = 2_000;

/** What the parts of a process say about themselves: readiness for `/readyz`, numbers for `/metrics`. */
export class Health {
  private readonly checks = new Map<string, ReadinessCheck>();
  private readonly collectors: (() => undefined | Promise<void>)[] = [];
  private readonly numbers = new Map<
    string,
    { help: string; kind: 'counter' | 'gauge'; values: Map<string, number> }
  >();

  /** Adds something that brings numbers up to date whenever they are asked for. */
  onScrape(collect: () => undefined | Promise<void>): void {
    this.collectors.push(collect);
  }

  /** Adds a part that has to be ready before the process is. */
  addCheck(part: string, check: ReadinessCheck): void {
    this.checks.set(part, check);
  }

  /** Sets a number that goes up and down. */
  gauge(name: string, help: string, value: number, labels: Record<string, string | number> = {}): void {
    this.seriesOf(name, help, 'gauge').set(labelsText(labels), value);
  }

  /** Adds to a number that only grows. */
  count(name: string, help: string, by = 1, labels: Record<string, string | number> = {}): void {
    const values = this.seriesOf(name, help, 'counter');
    const key = labelsText(labels);
    values.set(key, (values.get(key) ?? 0) + by);
  }

  /** Sets a number that only grows and is counted elsewhere. */
  total(name: string, help: string, value: number, labels: Record<string, string | number> = {}): void {
    this.seriesOf(name, help, 'counter').set(labelsText(labels), value);
  }

  /** What is not ready, part by part; empty when the process is ready. */
  async unready(): Promise<Record<string, string>> {
    const reasons = await Promise.all(
      [...this.checks].map(async ([part, check]) => [part, await inTime(check)] as const),
    );
    return Object.fromEntries(reasons.filter((entry): entry is [string, string] => entry[1] !== null));
  }

  /** The numbers in Prometheus' text format. */
  async metrics(): Promise<string> {
    // Numbers that cannot be had now are told as they were.
    await Promise.all(this.collectors.map((collect) => inTime(async () => collect()?.then(() => null) ?? null)));
    this.gauge('mandate_process_resident_bytes', 'Memory of this process.', process.memoryUsage.rss());
    const lines: string[] = [];
    for (const [name, { help, kind, values }] of this.numbers) {
      lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`);
      for (const [labels, value] of values) lines.push(`${name}${labels} ${value}`);
    }
    return `${lines.join('\n')}\n`;
  }

  private seriesOf(name: string, help: string, kind: 'counter' | 'gauge'): Map<string, number> {
    const series = this.numbers.get(name) ?? { help, kind, values: new Map<string, number>() };
    this.numbers.set(name, series);
    return series.values;
  }
}

/** What a check says; of one that fails why, of one that hangs that it does. */
async function inTime(check: ReadinessCheck): Promise<string | null> {
  const stop = new AbortController();
  const late = pause(PATIENCE_MILLISECONDS, `no answer within ${PATIENCE_MILLISECONDS / 1000} s`, {
    signal: stop.signal,
    ref: false,
  });
  try {
    return await Promise.race([Promise.resolve().then(check), late]);
  } catch (error) {
    return (error as Error).message || (error as { code?: string }).code || 'failed';
  } finally {
    late.catch(() => undefined);
    stop.abort();
  }
}

function labelsText(labels: Record<string, string | number>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(String(value))}`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
