import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { useRuntimeConfig } from '../lib/runtime-config';
import { requestGateway } from './gateway-client';

const policyInForce = z.object({ version: z.number(), digest: z.string() }).nullable();

const servedRevision = z.object({
  runId: z.string(),
  proposalId: z.string().nullable(),
  version: z.number(),
  policyDigest: z.string(),
  digest: z.string(),
  isLoaded: z.boolean(),
  requests: z.number(),
});

const servingSchema = z.object({
  subject: z.string(),
  policies: z.object({
    model: policyInForce,
    safety: policyInForce,
    moderation: policyInForce,
    access: policyInForce,
  }),
  active: servedRevision.nullable(),
  canary: servedRevision
    .extend({ bps: z.number(), weightBps: z.number(), requestsNeeded: z.number(), endsAt: z.string() })
    .nullable(),
  answering: z.object({ lane: z.string(), digest: z.string().nullable() }).nullable(),
  problems: z.array(z.string()).catch([]),
});

export type Serving = z.infer<typeof servingSchema>;

/** What the gateway says it serves right now, and on what grounds. */
export function useServing() {
  const { gatewayUrl } = useRuntimeConfig();
  return useQuery({
    queryKey: ['serving', gatewayUrl],
    refetchInterval: 4000,
    queryFn: async ({ signal }) => {
      const response = await requestGateway(`${gatewayUrl}/v1/mandate/serving`, { signal });
      if (!response.ok) throw new Error(`The gateway answered HTTP ${response.status}.`);
      return servingSchema.parse(await response.json());
    },
  });
}
