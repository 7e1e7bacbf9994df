import { requestGraphql } from './graphql-client';
import { organizationQuery } from './organization';

const intervalMs = 400;

/** Resolves when the API has seen this block, so that what is read next includes it; rejects after `timeoutSeconds`. */
export async function waitForIndexedBlock(
  graphqlUrl: string,
  slug: string,
  blockNumber: bigint,
  timeoutSeconds = 60,
): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const { organization } = await requestGraphql(graphqlUrl, organizationQuery, { slug });
    if (organization?.head && BigInt(organization.head.blockNumber) >= blockNumber) return;
    if (Date.now() > deadline) throw new Error(`The indexer has not shown block ${blockNumber} yet.`);
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
}
