import { GovernorQueries } from '../../queries/governor.queries.js';
import { PROPOSAL_STATES, type Proposal, type ProposalKey } from '../../queries/proposal.js';
import { type DerivedCourse, ProposalQueries } from '../../queries/proposal.queries.js';
import { type AuditedNoun, type AuditedOrganization, eachOf } from '../audited-noun.js';
import { type Cell, type Check, cell, type View } from '../view.js';
import { compoundProposal, governorView, quorumVotes } from './governor-views.js';
import { trackCells } from './track-cells.js';

/** Everything that a governor's views say of each proposal. */
export class ProposalAudit implements AuditedNoun {
  readonly name = 'proposals';

  async *checks({ organization, db, block }: AuditedOrganization): AsyncIterable<Check> {
    const proposals = new ProposalQueries(db);
    const governor = new GovernorQueries(db);
    const derived = await proposals.derivedCourses(organization);
    for await (const proposal of eachOf((request) => proposals.page(organization, null, request))) {
      yield* this.ofProposal(proposal, block.at);
      yield* ofFacts(proposal, derived.get(proposal.proposalId));
      const track = proposal.trackId === null ? null : await governor.trackOf(organization, proposal.proposalId);
      if (track) {
        const view = governorView(proposal.governor, 'proposalTrack', proposal.proposalId);
        yield { what: whatOf(proposal), views: [view], cells: [cell('track', track.trackId), ...trackCells(track, 1)] };
      }
    }
  }

  private *ofProposal(proposal: Proposal, now: Date): Iterable<Check> {
    const { governor, proposalId, tally } = proposal;
    const of = (view: string) => governorView(governor, view, proposalId);
    const what = whatOf(proposal);
    const one = (name: string, indexed: Cell['indexed'], ...views: View[]): Check => ({
      what,
      views,
      cells: [cell(name, indexed)],
    });
    yield { what, views: [of('state')], cells: [{ name: 'state', indexed: proposal.state, onChain: stateOf }] };
    yield {
      what,
      views: [of('proposalVotes'), compoundProposal(governor, proposalId, 'againstVotes', 'forVotes', 'abstainVotes')],
      cells: [cell('against', tally.against, 0), cell('for', tally.for, 1), cell('abstain', tally.abstain, 2)],
    };
    yield one(
      'snapshot',
      proposal.snapshot,
      of('proposalSnapshot'),
      compoundProposal(governor, proposalId, 'startBlock'),
    );
    yield one(
      'deadline',
      proposal.deadline,
      of('proposalDeadline'),
      compoundProposal(governor, proposalId, 'endBlock'),
    );
    yield {
      what,
      views: [of('proposalEta'), compoundProposal(governor, proposalId, 'eta')],
      cells: [{ name: 'eta', indexed: proposal.etaAt, onChain: (outputs) => etaOf(proposal, outputs[0] as bigint) }],
      isOptional: true,
    };
    yield { ...one('proposer', proposal.proposerAddress, of('proposalProposer')), isOptional: true };
    yield* quorumOf(proposal, now);
    if (proposal.trackId !== null) yield one('expiry', proposal.expiresAt ?? 0, of('proposalExpiresAt'));
  }
}

/** What is shown is kept beside the facts: the facts have to say the same, else the next change would bring their error. */
function* ofFacts(proposal: Proposal, course: DerivedCourse | undefined): Iterable<Check> {
  const { governor, proposalId, trackId } = proposal;
  const of = (view: string) => governorView(governor, view, proposalId);
  const what = whatOf(proposal);
  yield { what, views: [of('state')], cells: [{ name: 'state', indexed: course?.state ?? null, onChain: stateOf }] };
  const endBlock = compoundProposal(governor, proposalId, 'endBlock');
  yield { what, views: [of('proposalDeadline'), endBlock], cells: [cell('deadline', course?.deadline ?? null)] };
  if (trackId === null) return;
  yield { what, views: [of('proposalExpiresAt')], cells: [cell('expiry', course?.expiresAt ?? 0)] };
}

/** As it is named in what is printed. */
export const whatOf = ({ proposalId }: Pick<ProposalKey, 'proposalId'>) => `proposal ${proposalId}`;

const stateOf: Cell['onChain'] = (outputs) => PROPOSAL_STATES[Number(outputs[0])] ?? String(outputs[0]);

/** OpenZeppelin 4 forgets the time when the proposal is executed or canceled. */
function etaOf({ state }: Proposal, eta: bigint): bigint | null | undefined {
  if (eta > 0n) return eta;
  return state === 'EXECUTED' || state === 'CANCELED' ? undefined : null;
}

/** A plain governor has one quorum for all proposals of a time, and says nothing of times to come. */
function* quorumOf(proposal: Proposal, now: Date): Iterable<Check> {
  const { governor, proposalId, snapshot, tally, trackId } = proposal;
  const cells = [cell('quorum', tally.quorum)];
  if (trackId !== null) {
    yield { what: whatOf(proposal), views: [governorView(governor, 'proposalQuorum', proposalId)], cells };
  } else if (proposal.state !== 'PENDING' && proposal.voteStartAt < now) {
    yield { what: whatOf(proposal), views: [governorView(governor, 'quorum', snapshot), quorumVotes(governor)], cells };
  }
}
