import { Args, Query, Resolver } from '@nestjs/graphql';
import { CallQueries } from '../../queries/calls/call.queries.js';
import { OrganizationQueries } from '../../queries/organization.queries.js';
import { Address } from '../scalars/address.scalar.js';
import { Bytes } from '../scalars/bytes.scalar.js';
import { Uint256 } from '../scalars/uint256.scalar.js';
import { DraftPreviewType } from './call.type.js';
import { toRawCalls } from './draft-calls.js';

@Resolver(() => DraftPreviewType)
export class DraftResolver {
  constructor(
    private readonly calls: CallQueries,
    private readonly organizations: OrganizationQueries,
  ) {}

  @Query(() => DraftPreviewType, { description: 'What a draft would do, and the track it would fall under.' })
  async decodeCalls(
    @Args('organization', { type: () => String }) organization: string,
    @Args('targets', { type: () => [Address] }) targets: string[],
    @Args('values', { type: () => [Uint256] }) values: bigint[],
    @Args('calldatas', { type: () => [Bytes] }) calldatas: string[],
  ) {
    return this.calls.preview(await this.organizations.getBySlug(organization), toRawCalls(targets, values, calldatas));
  }
}
