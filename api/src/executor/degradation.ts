import type { DataSource } from 'typeorm';
import { DegradedRegistryEntity } from '../store/run-ledger.entity.js';

/** Registries that we touch no more until an operator has looked: `mandate run repair` gives them back. */
export class Degradation {
  constructor(private readonly dataSource: DataSource) {}

  /** Those that are out of bounds now. */
  async all(): Promise<DegradedRegistryEntity[]> {
    return this.dataSource.getRepository(DegradedRegistryEntity).find({ order: { at: 'ASC' } });
  }

  /** Puts a registry out of bounds; the first reason stays. */
  async declare(entry: { chainId: number; registry: string; runId: string }, reason: string): Promise<void> {
    const { chainId, registry, runId } = entry;
    await this.dataSource
      .createQueryBuilder()
      .insert()
      .into(DegradedRegistryEntity)
      .values({ chainId, registry, runId, reason })
      .orIgnore()
      .execute();
  }

  /** Gives the registries of a chain back. */
  async lift(chainId: number): Promise<void> {
    await this.dataSource.getRepository(DegradedRegistryEntity).delete({ chainId });
  }
}
