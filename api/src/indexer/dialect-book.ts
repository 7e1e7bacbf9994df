import type { ChainReader } from '../chain/chain-reader.js';
import { ContractProbe } from '../chain/dialects/contract-probe.js';
import { type DialectReport, detectDialect } from '../chain/dialects/detect-dialect.js';
import type { GovernorDialect } from '../chain/dialects/governor-dialect.js';
import type { OrganizationConfig } from '../config/organizations.js';
import type { DialectRegistry } from '../store/dialect-registry.js';
import type { GovernorDialectEntity } from '../store/governor-dialect.entity.js';
import type { FollowedOrganization } from './contract-roles.js';

/** A look is some twenty rounds of small requests: several share them. */
const LOOKS_AT_ONCE = 10;

/** Knows how the organizations of a chain speak: looks at each of them once, and remembers what it found. */
export class DialectBook {
  private readonly probe: ContractProbe;

  constructor(
    private readonly reader: ChainReader,
    private readonly registry: DialectRegistry,
    private readonly log: (sentence: string) => void,
  ) {
    this.probe = new ContractProbe(reader.provider);
  }

  /** The organizations that can be followed, each from the block of its first contract; the others are named in the log. */
  async open(organizations: OrganizationConfig[]): Promise<FollowedOrganization[]> {
    const followed: FollowedOrganization[] = [];
    for (let start = 0; start < organizations.length; start += LOOKS_AT_ONCE) {
      const some = organizations.slice(start, start + LOOKS_AT_ONCE);
      const opened = await Promise.all(some.map((one) => (isOurs(one) ? one : this.openOne(one))));
      followed.push(...opened.filter((one) => one !== null));
    }
    return followed;
  }

  private async openOne(organization: OrganizationConfig): Promise<FollowedOrganization | null> {
    const { chainId, governor, token, timelock, startBlock } = organization;
    const known = await this.registry.find(chainId, governor, token, timelock);
    const row = known ?? (await this.look(organization));
    if (!row) return null;
    return { ...organization, startBlock: row.startBlock ?? startBlock, dialect: dialectOf(row) };
  }

  private async look(organization: OrganizationConfig): Promise<GovernorDialectEntity | null> {
    const report = await detectDialect(this.probe, organization, await this.reader.head());
    for (const { capability, verdict, detail } of report.findings) {
      if (verdict !== 'supported') this.log(`${organization.slug}: ${capability} ${verdict}: ${detail}`);
    }
    const { dialect, startBlock } = report;
    if (!dialect) return null;
    if (startBlock !== null && startBlock < organization.startBlock) {
      this.log(`${organization.slug}: startBlock ${organization.startBlock} is too late, block ${startBlock} is taken`);
    }
    const row = { ...(await this.rowOf(organization, dialect)), startBlock };
    await this.registry.save(row);
    return row;
  }

  private async rowOf(
    { chainId, governor, token, timelock }: OrganizationConfig,
    dialect: GovernorDialect,
  ): Promise<Omit<GovernorDialectEntity, keyof Pick<DialectReport, 'startBlock'>>> {
    const view = (name: string) => this.probe.read(governor, `function ${name}() view returns (uint256)`);
    const [proposalThreshold, quorum] = await Promise.all([
      view('proposalThreshold'),
      dialect.quorumRule === 'constant' ? view('quorumVotes') : null,
    ]);
    const addresses = { chainId, governor, token, timelockAddress: timelock };
    return { ...dialect, ...addresses, proposalThreshold: proposalThreshold ?? 0n, quorum };
  }
}

/** Only our own governors have a policy registry: nobody has to look at them. */
export const isOurs = ({ policyRegistry }: OrganizationConfig) => policyRegistry !== undefined;

function dialectOf(row: GovernorDialectEntity): GovernorDialect {
  const { chainId, governor, token, timelockAddress, startBlock, proposalThreshold, quorum, ...dialect } = row;
  return dialect as GovernorDialect;
}
