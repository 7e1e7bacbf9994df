import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Delegate } from '../../queries/account.js';
import { DelegateQueries } from '../../queries/delegate.queries.js';
import { OrganizationQueries } from '../../queries/organization.queries.js';
import type { PageRequest } from '../../queries/page.js';
import { PageArgument } from '../page/page-argument.js';
import { AccountType, DelegatePage, DelegateType } from './account.type.js';

@Resolver(() => DelegateType)
export class DelegateResolver {
  constructor(
    private readonly queries: DelegateQueries,
    private readonly organizations: OrganizationQueries,
  ) {}

  @Query(() => DelegatePage, { description: 'The most powerful first.' })
  async delegates(
    @Args('organization', { type: () => String }) organization: string,
    @PageArgument() page: PageRequest | null,
  ) {
    return this.queries.page(await this.organizations.getBySlug(organization), page);
  }

  @ResolveField(() => AccountType)
  account(@Parent() delegate: Delegate) {
    return delegate.account;
  }
}
