import { type DataSource, type EntityManager, Not } from 'typeorm';
import { ChainCursorEntity } from './chain-cursor.entity.js';
import { deleteFactsAbove, deleteFactsOf } from './fact-eraser.js';
import { GovernorDialectEntity } from './governor-dialect.entity.js';
import { OrganizationEntity } from './organization.entity.js';

/** An organization as it is configured. */
export type ConfiguredOrganization = Omit<OrganizationEntity, 'indexedNumber'>;

/** The rows of the configured organizations. */
export class OrganizationRegistry {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Brings the rows in line with the configuration. One that is new, or has other contracts now, is indexed afresh; one
   * that is not configured here is left alone: another indexer may follow it.
   */
  async adopt(configured: ConfiguredOrganization[]): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await lock(manager);
      for (const organization of configured) await adoptOne(manager, organization);
    });
  }

  /**
   * Takes an organization out, with the facts of contracts that no other one has; false when there is none. With the last
   * one of a chain goes what is known of the chain itself: whoever follows it again believes what it is by then.
   */
  async forget(slug: string): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      // The cursor first, as whoever writes a stretch does.
      await manager.query(LOCK_CURSOR, [slug]);
      await lock(manager);
      const known = await manager.findOneBy(OrganizationEntity, { slug });
      if (!known) return false;
      await eraseFactsOf(manager, known, addressesOf(known));
      await manager.delete(GovernorDialectEntity, { chainId: known.chainId, governor: known.governor });
      await manager.delete(OrganizationEntity, { slug });
      await forgetUnfollowed(manager, known.chainId);
      return true;
    });
  }

  /** The organizations of a chain among `slugs`, with how far each is indexed. */
  ofChain(chainId: number): Promise<OrganizationEntity[]> {
    return this.dataSource.getRepository(OrganizationEntity).findBy({ chainId });
  }
}

async function adoptOne(manager: EntityManager, configured: ConfiguredOrganization): Promise<void> {
  const rows = manager.getRepository(OrganizationEntity);
  const known = await rows.findOneBy({ slug: configured.slug });
  if (known && isSame(known, configured)) {
    await rows.update({ slug: known.slug }, { name: configured.name });
    return;
  }
  // A governor has one name: a row of it under another one is of before it was renamed.
  await rows.delete({ chainId: configured.chainId, governor: configured.governor, slug: Not(configured.slug) });
  const own = [...addressesOf(configured), ...(known ? addressesOf(known) : [])];
  await eraseFactsOf(manager, configured, own);
  await rows.save({ ...configured, indexedNumber: null });
}

/** Two processes that change the rows together do so one after the other. */
const lock = (manager: EntityManager) => manager.query('LOCK TABLE organization IN SHARE ROW EXCLUSIVE MODE');

const LOCK_CURSOR = `
  SELECT 1 FROM chain_cursor
  WHERE chain_id = (SELECT chain_id FROM organization WHERE slug = $1) FOR UPDATE`;

/** Deletes how far a chain is indexed, its blocks, and whatever else is left of it, when it has no organization. */
async function forgetUnfollowed(manager: EntityManager, chainId: number): Promise<void> {
  if (await manager.existsBy(OrganizationEntity, { chainId })) return;
  await deleteFactsAbove(manager, chainId, -1);
  await manager.delete(ChainCursorEntity, { chainId });
}

/** Deletes the facts of some of an organization's contracts, but not of those that it shares. */
async function eraseFactsOf(
  manager: EntityManager,
  { slug, chainId }: ConfiguredOrganization,
  addresses: string[],
): Promise<void> {
  const others = await manager.findBy(OrganizationEntity, { chainId, slug: Not(slug) });
  const shared = new Set(others.flatMap(addressesOf));
  const own = addresses.filter((address) => !shared.has(address));
  await deleteFactsOf(manager, chainId, own);
}

const contractsOf = (one: ConfiguredOrganization) => [
  one.governor,
  one.token,
  one.timelock,
  one.policyRegistry,
  one.runRegistry,
  one.revenueAllocator,
  one.mandateToken,
];

const addressesOf = (one: ConfiguredOrganization) => contractsOf(one).filter((address) => address !== null);

const isSame = (a: ConfiguredOrganization, b: ConfiguredOrganization) =>
  [a.chainId, a.startBlock, ...contractsOf(a)].join() === [b.chainId, b.startBlock, ...contractsOf(b)].join();
