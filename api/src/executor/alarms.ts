import type { OutOfGasMoney } from '../chain/chain-errors.js';
import type { Health } from '../health/health.js';
import type { DegradedRegistryEntity } from '../store/run-ledger.entity.js';

/** What people have to hear of: on `/readyz`, on `/metrics` and in the log. */
export class Alarms {
  private degraded: readonly DegradedRegistryEntity[] = [];
  private contradicted: readonly string[] = [];
  private readonly broke = new Map<string, OutOfGasMoney>();

  constructor(
    private readonly health: Health,
    private readonly log: (sentence: string) => void,
  ) {
    health.addCheck('finality', () => this.degradation());
    health.addCheck('confirmations', () => this.contradicted.join(' ') || null);
    health.addCheck('gas money', () => [...this.broke.values()].map(({ message }) => message).join(' ') || null);
  }

  /** Which registries are out of bounds now. */
  showDegraded(degraded: readonly DegradedRegistryEntity[]): void {
    const isNamed = (one: DegradedRegistryEntity, others: readonly DegradedRegistryEntity[]) =>
      others.some(({ chainId, registry }) => chainId === one.chainId && registry === one.registry);
    const show = ({ chainId, registry }: DegradedRegistryEntity, value: number) =>
      this.health.gauge(
        'mandate_executor_degraded',
        'Registries that nothing is done at until they are repaired.',
        value,
        {
          chain: chainId,
          registry,
        },
      );
    for (const one of this.degraded) if (!isNamed(one, degraded)) show(one, 0);
    for (const one of degraded) {
      if (!isNamed(one, this.degraded)) this.log(sentenceOf(one));
      show(one, 1);
    }
    this.degraded = degraded;
  }

  /** Endpoints contradicted each other. */
  disagreement(chainId: number): void {
    const help = 'Effects that were held back because endpoints of a chain told different things.';
    this.health.count('mandate_executor_disagreements_total', help, 1, { chain: chainId });
  }

  /** An account cannot pay. */
  outOfGasMoney(error: OutOfGasMoney): void {
    this.broke.set(`${error.chainId} ${error.account}`, error);
    this.showMoney(error.chainId, error.account, 1);
  }

  /** An account has more than it could not pay at last. */
  hasGasMoney(chainId: number, account: string): void {
    if (this.broke.delete(`${chainId} ${account}`)) this.showMoney(chainId, account, 0);
  }

  /** The accounts that could not pay. */
  outOfMoney(): readonly OutOfGasMoney[] {
    return [...this.broke.values()];
  }

  /** A re-execution gave another artifact than a receipt on record has. */
  contradiction(sentence: string): void {
    this.log(sentence);
    const help = 'Receipts of others whose re-execution gave another artifact.';
    this.health.count('mandate_executor_contradictions_total', help);
  }

  /** The contradicted receipts that can still be challenged. */
  showContradictions(sentences: readonly string[]): void {
    this.contradicted = sentences;
  }

  private showMoney(chainId: number, account: string, value: number): void {
    const help = 'Whether an account cannot pay for a transaction that waits.';
    this.health.gauge('mandate_executor_out_of_gas_money', help, value, { chain: chainId, account });
  }

  private degradation(): string | null {
    return this.degraded.length === 0 ? null : this.degraded.map(sentenceOf).join(' ');
  }
}

const sentenceOf = ({ chainId, registry, reason }: DegradedRegistryEntity) =>
  `DEGRADED: nothing is done at ${registry} on chain ${chainId}: ${reason}. See mandate run repair ${chainId}.`;
