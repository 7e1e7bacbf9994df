import { ConfigError } from './config-error.js';
import { type Env, readEnv } from './env.js';
import { type ChainConfig, chainsOf, type OrganizationConfig, readOrganizations } from './organizations.js';

/** Everything that a process is told from outside, parsed once at its start. */
export class Config {
  readonly chains: ChainConfig[];

  constructor(
    readonly env: Env,
    readonly organizations: OrganizationConfig[],
  ) {
    this.chains = chainsOf(organizations);
  }

  /** A configured organization; throws `ConfigError` when there is none of this name. */
  organization(slug: string): OrganizationConfig {
    const found = this.organizations.find((organization) => organization.slug === slug);
    if (!found) throw new ConfigError(`MANDATE_CONFIG (${this.env.MANDATE_CONFIG}) lists no organization "${slug}".`);
    return found;
  }

  /** Reads the environment and the file of organizations; throws `ConfigError` when either is wrong. */
  static load(source: NodeJS.ProcessEnv = process.env): Config {
    const env = readEnv(source);
    return new Config(env, readOrganizations(env.MANDATE_CONFIG));
  }
}
