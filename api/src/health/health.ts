/** Says why a part is not ready, or null when it is. */
export type ReadinessCheck = () => string | null | Promise<string | null>;

/** What the parts of a process say about themselves: readiness for `/readyz`, numbers for `/metrics`. */
export class Health {
  private readonly checks = new Map<string, ReadinessCheck>();
  private readonly numbers = new Map<
    string,
    { help: string; kind: 'counter' | 'gauge'; values: Map<string, number> }
  >();

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

  /** What is not ready, part by part; empty when the process is ready. */
  async unready(): Promise<Record<string, string>> {
    const reasons: Record<string, string> = {};
    for (const [part, check] of this.checks) {
      const reason = await Promise.resolve()
        .then(check)
        .catch((error: Error) => error.message);
      if (reason !== null) reasons[part] = reason;
    }
    return reasons;
  }

  /** The numbers in Prometheus' text format. */
  metrics(): string {
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

function labelsText(labels: Record<string, string | number>): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(String(value))}`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
