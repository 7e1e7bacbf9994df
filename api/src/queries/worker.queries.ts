import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Organization } from './organization.js';

/** A key that carries out runs. */
export interface Worker {
  address: string;
  isAdmitted: boolean;
  bond: bigint;
}

/** The bond after the last deposit or withdrawal; an upheld challenge takes the whole bond away. */
const WORKERS = `
  select distinct on (w.worker) w.worker as address, w.is_admitted,
    coalesce((
      select bond from (
        select bond, block_number, log_index from bond_deposited d
        where d.chain_id = w.chain_id and d.contract = w.contract and d.worker = w.worker
        union all
        select bond, block_number, log_index from bond_withdrawn x
        where x.chain_id = w.chain_id and x.contract = w.contract and x.worker = w.worker
      ) change order by block_number desc, log_index desc limit 1), 0) as bond
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
