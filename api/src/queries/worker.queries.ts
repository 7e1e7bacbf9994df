import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Organization } from './organization.js';

/** A key that carries out runs. */
export interface Worker {
  address: string;
  isAdmitted: boolean;
  bond: bigint;
}

/** Each of these events carries the whole bond that is left. */
const BOND_CHANGES = ['bond_deposited', 'bond_withdrawn', 'bond_slashed']
  .map(
    (fact) => `select bond, block_number, log_index from ${fact} b
        where b.chain_id = w.chain_id and b.contract = w.contract and b.worker = w.worker`,
  )
  .join(' union all ');

const WORKERS = `
  select distinct on (w.worker) w.worker as address, w.is_admitted,
    coalesce((select bond from (${BOND_CHANGES}) change order by block_number desc, log_index desc limit 1), 0) as bond
  from worker_admitted w
  where w.chain_id = $1 and w.contract = $2
  order by w.worker, w.block_number desc, w.log_index desc`;

/** The keys that were ever admitted. */
@Injectable()
export class WorkerQueries {
  constructor(private readonly db: DataSource) {}

  async ofOrganization(organization: Organization): Promise<Worker[]> {
    const rows = await this.db.query<{ address: string; is_admitted: boolean; bond: string }[]>(WORKERS, [
      organization.chainId,
      organization.addresses.runRegistry,
    ]);
    return rows.map((row) => ({ address: row.address, isAdmitted: row.is_admitted, bond: BigInt(row.bond) }));
  }
}
