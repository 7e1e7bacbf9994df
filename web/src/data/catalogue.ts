import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { useRuntimeConfig } from '../lib/runtime-config';
import { requestGateway } from './gateway-client';

const catalogueSchema = z.object({
  bases: z.array(z.object({ name: z.string(), digest: z.string() })),
  datasets: z.array(
    z.object({
      name: z.string(),
      digest: z.string(),
      license: z.string(),
      metadata: z.string().optional(),
      description: z.string(),
      rows: z.number(),
    }),
  ),
  suites: z.array(z.object({ name: z.string(), digest: z.string(), metrics: z.array(z.string()) })),
});

/** The bases, datasets and evaluation suites that a worker has at hand, each with its digest. */
export type Catalogue = z.infer<typeof catalogueSchema>;

export function useCatalogue() {
  const { gatewayUrl } = useRuntimeConfig();
  return useQuery({
    queryKey: ['catalogue', gatewayUrl],
    staleTime: 60_000,
    queryFn: async ({ signal }) => {
      const response = await requestGateway(`${gatewayUrl}/v1/mandate/catalogue`, { signal });
      if (!response.ok) throw new Error(`The gateway answered HTTP ${response.status}.`);
      return catalogueSchema.parse(await response.json());
    },
  });
}
