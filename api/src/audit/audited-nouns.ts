import type { AuditedNoun } from './audited-noun.js';
import { AccountAudit } from './nouns/account.audit.js';
import { GovernorAudit } from './nouns/governor.audit.js';
import { PastVotesAudit } from './nouns/past-votes.audit.js';
import { PolicyAudit } from './nouns/policy.audit.js';
import { ProposalAudit } from './nouns/proposal.audit.js';
import { RevenueAudit } from './nouns/revenue.audit.js';
import { RewardAudit } from './nouns/reward.audit.js';
import { RunAudit } from './nouns/run.audit.js';
import { SupplyAudit } from './nouns/supply.audit.js';
import { VoteAudit } from './nouns/vote.audit.js';
import { WorkerAudit } from './nouns/worker.audit.js';

/** All that is audited, in the order in which it is printed. */
export const auditedNouns: readonly AuditedNoun[] = [
  new GovernorAudit(),
  new ProposalAudit(),
  new VoteAudit(),
  new AccountAudit(),
  new PastVotesAudit(),
  new SupplyAudit(),
  new PolicyAudit(),
  new RunAudit(),
  new WorkerAudit(),
  new RevenueAudit(),
  new RewardAudit(),
];
