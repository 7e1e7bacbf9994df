import type { Config } from '../config/config.js';
import { ConfigError } from '../config/config-error.js';
import type { ServedOrganization } from './serving-state.queries.js';

/** The AI DAO that this gateway serves: the one that `GATEWAY_ORGANIZATION` names, else the first one. */
export function servedOrganization({ env, organizations }: Config): ServedOrganization & { slug: string } {
  const wanted = env.GATEWAY_ORGANIZATION;
  const found = organizations.find(({ slug, runRegistry }) => (wanted ? slug === wanted : runRegistry));
  if (!found) {
    throw new ConfigError(
      wanted
        ? `GATEWAY_ORGANIZATION names ${wanted}, which MANDATE_CONFIG does not list.`
        : 'MANDATE_CONFIG lists no organization with a runRegistry: there is no model to serve.',
    );
  }
  const { slug, chainId, governor, policyRegistry, runRegistry } = found;
  if (!policyRegistry || !runRegistry) {
    throw new ConfigError(
      `MANDATE_CONFIG gives ${slug} no policyRegistry and runRegistry: there is no model to serve.`,
    );
  }
  return { slug, chainId, governor, policyRegistry, runRegistry };
}
