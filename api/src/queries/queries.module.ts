import { Module } from '@nestjs/common';
import { AccountQueries } from './account.queries.js';
import { CallQueries } from './calls/call.queries.js';
import { DelegateQueries } from './delegate.queries.js';
import { GateQueries } from './gate.queries.js';
import { GovernorQueries } from './governor.queries.js';
import { OrganizationQueries } from './organization.queries.js';
import { PolicyQueries } from './policy.queries.js';
import { ProgressQueries } from './progress.queries.js';
import { ProposalQueries } from './proposal.queries.js';
import { ReceiptQueries } from './receipt.queries.js';
import { RevenueQueries } from './revenue.queries.js';
import { RunQueries } from './run.queries.js';
import { RunTimelineQueries } from './run-timeline.queries.js';
import { VoteQueries } from './vote.queries.js';
import { WorkerQueries } from './worker.queries.js';

const queries = [
  AccountQueries,
  CallQueries,
  DelegateQueries,
  GateQueries,
  GovernorQueries,
  OrganizationQueries,
  PolicyQueries,
  ProgressQueries,
  ProposalQueries,
  ReceiptQueries,
  RevenueQueries,
  RunQueries,
  RunTimelineQueries,
  VoteQueries,
  WorkerQueries,
];

/** Rows as nouns, for the doors. */
@Module({ providers: queries, exports: queries })
export class QueriesModule {}
