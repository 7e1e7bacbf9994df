import type { DataSource } from 'typeorm';
import type { Organization } from '../queries/organization.js';
import { MAXIMUM_LIMIT, type Page, type PageRequest } from '../queries/page.js';
import type { Check } from './view.js';

/** One organization as it is indexed at one block. */
export interface AuditedOrganization {
  organization: Organization;
  /** The database at that block. */
  db: DataSource;
  block: { number: number; hash: string; at: Date };
  /** How many of those things are looked at that there are too many of to look at all. */
  sample: number;
}

/** One kind of thing that the product shows: all that is shown of it, each beside the view that knows better. */
export interface AuditedNoun {
  /** As in the printed table. */
  readonly name: string;
  checks(audited: AuditedOrganization): AsyncIterable<Check>;
}

/** A list of the product from its first page to its last. */
export async function* eachOf<T>(page: (request: PageRequest) => Promise<Page<T>>): AsyncIterable<T> {
  let afterCursor: string | null = null;
  for (;;) {
    const { nodes, pageInfo }: Page<T> = await page({ limit: MAXIMUM_LIMIT, afterCursor });
    yield* nodes;
    if (!pageInfo.hasNextPage || pageInfo.endCursor === null) return;
    afterCursor = pageInfo.endCursor;
  }
}
