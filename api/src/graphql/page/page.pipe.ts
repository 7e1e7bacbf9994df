import { Injectable, type PipeTransform } from '@nestjs/common';
import { MAXIMUM_LIMIT } from '../../queries/page.js';
import type { PageInput } from './page.types.js';

/** The asked-for page is larger than this door gives, or empty. */
export class BadLimit extends Error {
  constructor(limit: number) {
    super(`A page has between 1 and ${MAXIMUM_LIMIT} entries; limit was ${limit}.`);
  }
}

/** Checks a page request at the door. */
@Injectable()
export class PagePipe implements PipeTransform<PageInput | null | undefined> {
  transform(page: PageInput | null | undefined): PageInput | null {
    const limit = page?.limit ?? null;
    if (limit !== null && (limit < 1 || limit > MAXIMUM_LIMIT)) throw new BadLimit(limit);
    return page ?? null;
  }
}
