import { Audit } from '../../../src/audit/audit.js';
import type { AuditOptions } from '../../../src/audit/audit-options.js';
import { ChainReader } from '../../../src/chain/chain-reader.js';
import { ChainReaders } from '../../../src/chain/chain-readers.js';
import { Config } from '../../../src/config/config.js';
import { readEnv } from '../../../src/config/env.js';
import type { OrganizationConfig } from '../../../src/config/organizations.js';
import { ConfiguredChain } from '../../../src/indexer/configured-chain.js';
import type { TestDatabase } from '../../support/test-database.js';

const OPTIONS: AuditOptions = { organization: null, sample: 500, watchSeconds: null };

/** An index of some organizations, and the audit of it. */
export class AuditedIndex {
  private constructor(
    readonly reader: ChainReader,
    private readonly chain: ConfiguredChain,
    private readonly organizations: OrganizationConfig[],
    private readonly database: TestDatabase,
  ) {}

  static of(database: TestDatabase, ...organizations: OrganizationConfig[]): AuditedIndex {
    const [{ rpcUrls = [] } = {}] = organizations;
    const reader = new ChainReader({ chainId: 31337, rpcUrls, finalityBlocks: 2 });
    const chain = new ConfiguredChain(reader, database.dataSource, organizations, () => undefined);
    return new AuditedIndex(reader, chain, organizations, database);
  }

  async catchUp(): Promise<void> {
    await this.chain.catchUp();
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
