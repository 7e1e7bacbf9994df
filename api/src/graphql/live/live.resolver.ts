import { Args, ID, Resolver, Subscription } from '@nestjs/graphql';
import { PolicyQueries } from '../../queries/policy.queries.js';
import { ProgressQueries } from '../../queries/progress.queries.js';
import { ProposalQueries } from '../../queries/proposal.queries.js';
import { ReceiptQueries } from '../../queries/receipt.queries.js';
import { RunQueries } from '../../queries/run.queries.js';
import { ProposalType } from '../proposal/proposal.type.js';
import { RunType } from '../run/run.type.js';
import { ChangeFeed } from './change-feed.js';

/** All of a value as text, to see whether it changed. */
const printOf = (...values: unknown[]) =>
  JSON.stringify(values, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value));

@Resolver()
export class LiveResolver {
  constructor(
    private readonly feed: ChangeFeed,
    private readonly proposals: ProposalQueries,
    private readonly policies: PolicyQueries,
    private readonly runs: RunQueries,
    private readonly receipts: ReceiptQueries,
    private readonly progress: ProgressQueries,
  ) {}

  @Subscription(() => ProposalType, {
    description: 'The proposal as it is, then after each change.',
    resolve: ({ proposal }: { proposal: unknown }) => proposal,
  })
  proposal(@Args('id', { type: () => ID }) id: string) {
    return this.feed.watch(
      () => this.proposals.withTimeline(id),
      // What it adopted comes into force, or goes out of it, by its run: long after its own last event.
      async ({ proposal, timeline }) => printOf(proposal, timeline, await this.policies.ofProposal(proposal)),
    );
  }

  @Subscription(() => RunType, {
    description: 'The run as it is, then after each change, the steps of its training included.',
    resolve: (run: unknown) => run,
  })
  run(@Args('id', { type: () => ID }) id: string) {
    return this.feed.watch(
      () => this.runs.byId(id),
      async ({ runId, ...run }) =>
        printOf(
          run,
          ...(await Promise.all([
            this.receipts.ofRun(runId),
            this.receipts.observationOf(runId),
            this.progress.ofRun(runId),
            this.progress.ledgerOf(runId),
          ])),
        ),
    );
  }
}
