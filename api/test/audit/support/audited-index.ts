import { Audit } from '../../../src/audit/audit.js';
import type { AuditOptions } from '../../../src/audit/audit-options.js';
import { ChainReader } from '../../../src/chain/chain-reader.js';
import { ChainReaders } from '../../../src/chain/chain-readers.js';
import { Config } from '../../../src/config/config.js';
import { readEnv } from '../../../src/config/env.js';
import type { OrganizationConfig } from '../../../src/config/organizations.js';
import { ChainIndexer } from '../../../src/indexer/chain-indexer.js';
import { configuredRow } from '../../../src/indexer/configured-row.js';
import { FactStore } from '../../../src/store/fact-store.js';
import { OrganizationRegistry } from '../../../src/store/organization-registry.js';
import type { TestDatabase } from '../../support/test-database.js';

const OPTIONS: AuditOptions = { organization: null, sample: 500, watchSeconds: null };

/** An index of some organizations, and the audit of it. */
export class AuditedIndex {
  private constructor(
    readonly reader: ChainReader,
    private readonly indexer: ChainIndexer,
    private readonly organizations: OrganizationConfig[],
    private readonly database: TestDatabase,
  ) {}

  static async of(database: TestDatabase, ...organizations: OrganizationConfig[]): Promise<AuditedIndex> {
    const [{ rpcUrls = [] } = {}] = organizations;
    const reader = new ChainReader({ chainId: 31337, rpcUrls, finalityBlocks: 2 });
    const registry = new OrganizationRegistry(database.dataSource);
    await registry.adopt(organizations.map(configuredRow));
    const store = new FactStore(database.dataSource);
    const indexer = new ChainIndexer(reader, store, registry, organizations, () => undefined);
    return new AuditedIndex(reader, indexer, organizations, database);
  }

  async catchUp(): Promise<void> {
    await this.indexer.catchUp();
  }

  audit(options: Partial<AuditOptions> = {}, readers = new ChainReaders([this.reader])): Audit {
    const env = readEnv({ DATABASE_URL: this.database.url, MANDATE_CONFIG: 'not read' });
    const config = new Config(env, this.organizations);
    return new Audit(config, readers, this.database.dataSource, { ...OPTIONS, ...options });
  }

  close(): void {
    this.reader.close();
  }
}
