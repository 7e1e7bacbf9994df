import { type DataSource, type EntityManager, In, Not } from 'typeorm';
import { deleteFactsOf } from './fact-eraser.js';
import { OrganizationEntity } from './organization.entity.js';

/** An organization as it is configured. */
export type ConfiguredOrganization = Omit<OrganizationEntity, 'indexedNumber'>;

/** The rows of the configured organizations. */
export class OrganizationRegistry {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Brings the rows in line with the configuration. One that is new, or has other contracts now, is indexed afresh; one
   * that is no longer configured is no longer followed, so nothing is said about it either.
   */
  async adopt(configured: ConfiguredOrganization[]): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      // Two processes that start together adopt one after the other.
      await manager.query('LOCK TABLE organization IN SHARE ROW EXCLUSIVE MODE');
      await manager.delete(OrganizationEntity, { slug: Not(In(configured.map(({ slug }) => slug))) });
      for (const organization of configured) await adoptOne(manager, organization);
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
  const others = (await rows.findBy({ chainId: configured.chainId })).filter(({ slug }) => slug !== configured.slug);
  const shared = new Set(others.flatMap(addressesOf));
  const own = [...addressesOf(configured), ...(known ? addressesOf(known) : [])];
  await deleteFactsOf(
    manager,
    configured.chainId,
    own.filter((address) => !shared.has(address)),
  );
  await rows.save({ ...configured, indexedNumber: null });
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
