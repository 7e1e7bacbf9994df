import { readFileSync } from 'node:fs';
import { getAddress } from 'ethers';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { ConfigError } from './config-error.js';

const address = z.string().transform((text, context) => {
  try {
    return getAddress(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not an Ethereum address' });
    return z.NEVER;
  }
});

const organizationSchema = z
  .strictObject({
    slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lowercase letters, digits and hyphens'),
    name: z.string().min(1),
    chainId: z.number().int().positive(),
    /** Those over HTTP are asked; those over WebSocket tell of new blocks. */
    rpcUrls: z
      .array(z.url({ protocol: /^(http|ws)s?$/, error: 'must be an http, https, ws or wss address' }))
      .refine((urls) => urls.some((url) => url.startsWith('http')), 'must have an http or https address'),
    governor: address,
    /** The token that holds the votes. */
    token: address,
    timelock: address,
    startBlock: z.number().int().min(0).default(0),
    policyRegistry: address.optional(),
    runRegistry: address.optional(),
    revenueAllocator: address.optional(),
    /** The token that is staked for votes. */
    mandateToken: address.optional(),
    /** How many blocks below its head a chain counts as final, where it has no `finalized` tag. */
    finalityBlocks: z.number().int().min(0).default(64),
    /** How many HTTP addresses have to say the same of a block before it is believed; 1 by default. */
    rpcQuorum: z.number().int().min(1).optional(),
    /** Which blocks are proven by their receipts: those that are not final when they are read, or all; `recent` by default. */
    verify: z.enum(['recent', 'all']).optional(),
  })
  .refine((one) => Boolean(one.policyRegistry) === Boolean(one.runRegistry), {
    path: ['runRegistry'],
    message: 'must be given together with policyRegistry',
  });

const fileSchema = z.strictObject({ organizations: z.array(organizationSchema).min(1) });

/** An organization as configured; addresses are checksummed. */
export type OrganizationConfig = z.infer<typeof organizationSchema>;

/** A chain that at least one organization is on. */
export interface ChainConfig {
  chainId: number;
  rpcUrls: string[];
  finalityBlocks: number;
  rpcQuorum: number;
  verify: 'recent' | 'all';
}

/** Reads and checks the file that `MANDATE_CONFIG` names. */
export function readOrganizations(path: string): OrganizationConfig[] {
  const parsed = fileSchema.safeParse(readDocument(path));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new ConfigError(`MANDATE_CONFIG (${path}): ${fieldOf(issue?.path ?? [])} ${issue?.message}.`);
  }
  refuseTwins(path, parsed.data.organizations);
  refuseIdleQuorums(path, parsed.data.organizations);
  return parsed.data.organizations;
}

/** The chains of the organizations, each once, with every RPC address that was given for it, and the strictest checks. */
export function chainsOf(organizations: OrganizationConfig[]): ChainConfig[] {
  const chains = new Map<number, ChainConfig>();
  for (const { chainId, rpcUrls, finalityBlocks, rpcQuorum = 1, verify } of organizations) {
    const chain = chains.get(chainId) ?? { chainId, rpcUrls: [], finalityBlocks: 0, rpcQuorum: 1, verify: 'recent' };
    chain.rpcUrls = [...new Set([...chain.rpcUrls, ...rpcUrls])];
    chain.finalityBlocks = Math.max(chain.finalityBlocks, finalityBlocks);
    chain.rpcQuorum = Math.max(chain.rpcQuorum, rpcQuorum);
    if (verify === 'all') chain.verify = verify;
    chains.set(chainId, chain);
  }
  return [...chains.values()];
}

function readDocument(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new ConfigError(`MANDATE_CONFIG (${path}) cannot be read: ${(error as NodeJS.ErrnoException).code}.`);
  }
  try {
    return parseYaml(text); // JSON is YAML, too.
  } catch (error) {
    throw new ConfigError(
      `MANDATE_CONFIG (${path}) is neither JSON nor YAML: ${(error as Error).message.split('\n')[0]}`,
    );
  }
}

function refuseTwins(path: string, organizations: OrganizationConfig[]): void {
  const seen = new Set<string>();
  for (const { slug, chainId, governor } of organizations) {
    for (const key of [`slug ${slug}`, `governor ${governor} of chain ${chainId}`]) {
      if (seen.has(key)) throw new ConfigError(`MANDATE_CONFIG (${path}): the ${key} is listed twice.`);
      seen.add(key);
    }
  }
}

/** A quorum of more addresses than there are could never agree. */
function refuseIdleQuorums(path: string, organizations: OrganizationConfig[]): void {
  for (const { chainId, rpcUrls, rpcQuorum } of chainsOf(organizations)) {
    const { length } = rpcUrls.filter((url) => url.startsWith('http'));
    if (rpcQuorum <= length) continue;
    throw new ConfigError(
      `MANDATE_CONFIG (${path}): rpcQuorum of chain ${chainId} is ${rpcQuorum}, and rpcUrls has ${length} http addresses for it.`,
    );
  }
}

/** `organizations[0].governor`. */
const fieldOf = (path: readonly PropertyKey[]) =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '') || 'the file';
