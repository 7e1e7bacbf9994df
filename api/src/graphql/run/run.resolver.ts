import { Args, Float, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { GateQueries } from '../../queries/gate.queries.js';
import { OrganizationQueries } from '../../queries/organization.queries.js';
import type { PageRequest } from '../../queries/page.js';
import { PolicyQueries } from '../../queries/policy.queries.js';
import { ProgressQueries } from '../../queries/progress.queries.js';
import { ProposalQueries } from '../../queries/proposal.queries.js';
import { ReceiptQueries } from '../../queries/receipt.queries.js';
import type { Run } from '../../queries/run.js';
import { RunQueries } from '../../queries/run.queries.js';
import { RunTimelineQueries } from '../../queries/run-timeline.queries.js';
import { OrganizationType } from '../organization/organization.type.js';
import { PageArgument } from '../page/page-argument.js';
import { TimelineEventType } from '../page/timeline-event.type.js';
import { PolicyType } from '../policy/policy.type.js';
import { ProposalType } from '../proposal/proposal.type.js';
import { Json } from '../scalars/json.scalar.js';
import { GateType, MissType } from './gate.type.js';
import { LossesArgs } from './losses.args.js';
import { ObservationType, ReceiptPage, ReceiptType } from './receipt.type.js';
import { LossPointType, ProgressType, RunPage, RunType } from './run.type.js';

@Resolver(() => RunType)
export class RunResolver {
  constructor(
    private readonly queries: RunQueries,
    private readonly organizations: OrganizationQueries,
    private readonly policies: PolicyQueries,
    private readonly proposals: ProposalQueries,
    private readonly receiptQueries: ReceiptQueries,
    private readonly gateQueries: GateQueries,
    private readonly progressQueries: ProgressQueries,
    private readonly timelines: RunTimelineQueries,
  ) {}

  @Query(() => RunType, { nullable: true })
  run(@Args('id', { type: () => ID, description: 'The runId.' }) id: string) {
    return this.queries.byId(id);
  }

  @Query(() => RunPage)
  async runs(
    @Args('organization', { type: () => String }) organization: string,
    @PageArgument() page: PageRequest | null,
  ) {
    return this.queries.page(await this.organizations.getBySlug(organization), page);
  }

  @Query(() => ReceiptPage)
  async receipts(
    @Args('organization', { type: () => String }) organization: string,
    @PageArgument() page: PageRequest | null,
  ) {
    return this.receiptQueries.page(await this.organizations.getBySlug(organization), page);
  }

  @ResolveField(() => OrganizationType)
  organization(@Parent() run: Run) {
    return this.organizations.getBySlug(run.slug);
  }

  @ResolveField(() => PolicyType)
  policy(@Parent() run: Run) {
    return this.policies.ofRun(run);
  }

  @ResolveField(() => ProposalType, { nullable: true })
  async proposal(@Parent() run: Run) {
    return this.proposals.byEffect(await this.organizations.getBySlug(run.slug), run.position);
  }

  @ResolveField(() => Json, { nullable: true, description: 'The job as voted; null when it is not readable.' })
  job(@Parent() run: Run) {
    return this.policies.jobOf(run);
  }

  @ResolveField(() => String, { nullable: true, description: 'SHA-256 of the canonical job.' })
  async jobDigest(@Parent() run: Run) {
    return (await this.progressQueries.ledgerOf(run.runId))?.jobDigest ?? null;
  }

  @ResolveField(() => String, { nullable: true, description: "The executor's state; null when it is not ours." })
  async ledgerState(@Parent() run: Run) {
    return (await this.progressQueries.ledgerOf(run.runId))?.state ?? null;
  }

  @ResolveField(() => Float, { nullable: true })
  async trainSeconds(@Parent() run: Run) {
    return (await this.progressQueries.ledgerOf(run.runId))?.trainSeconds ?? null;
  }

  @ResolveField(() => ProgressType, { nullable: true })
  progress(@Parent() run: Run) {
    return this.progressQueries.ofRun(run.runId);
  }

  @ResolveField(() => [LossPointType])
  losses(@Parent() run: Run, @Args() { limit }: LossesArgs) {
    return this.progressQueries.losses(run.runId, limit);
  }

  @ResolveField(() => ReceiptType, { nullable: true })
  receipt(@Parent() run: Run) {
    return this.receiptQueries.ofRun(run.runId);
  }

  @ResolveField(() => ObservationType, { nullable: true })
  observation(@Parent() run: Run) {
    return this.receiptQueries.observationOf(run.runId);
  }

  @ResolveField(() => [GateType])
  gates(@Parent() run: Run) {
    return this.gateQueries.ofRun(run);
  }

  @ResolveField(() => [MissType], { description: 'The thresholds that were not met, in the words of the contract.' })
  misses(@Parent() run: Run) {
    return this.queries.misses(run.runId);
  }

  @ResolveField(() => [TimelineEventType])
  timeline(@Parent() run: Run) {
    return this.timelines.ofRun(run);
  }
}
