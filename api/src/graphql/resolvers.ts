import { AccountResolver } from './account/account.resolver.js';
import { DelegateResolver } from './account/delegate.resolver.js';
import { GovernorResolver } from './governor/governor.resolver.js';
import { LiveResolver } from './live/live.resolver.js';
import { OrganizationResolver } from './organization/organization.resolver.js';
import { PolicyResolver } from './policy/policy.resolver.js';
import { DraftResolver } from './proposal/draft.resolver.js';
import { ProposalResolver } from './proposal/proposal.resolver.js';
import { RevenueResolver } from './revenue/revenue.resolver.js';
import { RunResolver } from './run/run.resolver.js';
import { VoteResolver } from './vote/vote.resolver.js';

/** All resolvers of the native door: the module serves them, the schema is printed from them. */
export const resolvers = [
  AccountResolver,
  DelegateResolver,
  DraftResolver,
  GovernorResolver,
  LiveResolver,
  OrganizationResolver,
  PolicyResolver,
  ProposalResolver,
  RevenueResolver,
  RunResolver,
  VoteResolver,
];
