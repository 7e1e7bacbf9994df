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
    // An API that does not answer now may do so in a second.
    const data = await requestGraphql(graphqlUrl, organizationQuery, { slug }).catch(() => null);
    const head = data?.organization?.head;
    if (head && BigInt(head.blockNumber) >= blockNumber) return;
    if (Date.now() > deadline) throw new Error(`The API has not shown block ${blockNumber} yet.`);
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
}
