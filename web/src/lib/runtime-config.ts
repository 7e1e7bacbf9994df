import { createContext, useContext } from 'react';
import { z } from 'zod';

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/) as z.ZodType<`0x${string}`>;

const runtimeConfigSchema = z.object({
  graphqlUrl: z.string(),
  graphqlWsUrl: z.string(),
  gatewayUrl: z.string(),
  rpcUrl: z.string(),
  chainId: z.number().int(),
  chainName: z.string(),
  organization: z.string(),
  isLocalChain: z.boolean(),
  explorerUrl: z.string().nullable(),
  devAccounts: z.array(z.object({ address, name: z.string() })).default([]),
});

/** What this page is connected to. Served beside it as `/config.json`, so one build serves every deployment. */
export type RuntimeConfig = z.infer<typeof runtimeConfigSchema>;

/** Reads `/config.json`; throws a sentence for people when it is missing or wrong. */
export async function loadRuntimeConfig(): Promise<RuntimeConfig> {
  const response = await fetch('/config.json', { cache: 'no-store' });
  if (!response.ok) throw new Error(`config.json could not be read (HTTP ${response.status})`);
  const parsed = runtimeConfigSchema.safeParse(await response.json());
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`config.json is wrong at "${issue?.path.join('.')}": ${issue?.message}`);
  }
  return parsed.data;
}

export const RuntimeConfigContext = createContext<RuntimeConfig | null>(null);

export function useRuntimeConfig(): RuntimeConfig {
  const config = useContext(RuntimeConfigContext);
  if (!config) throw new Error('RuntimeConfigContext is missing');
  return config;
}
