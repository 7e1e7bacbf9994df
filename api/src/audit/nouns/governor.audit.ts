import { GovernorQueries } from '../../queries/governor.queries.js';
import type { AuditedNoun, AuditedOrganization } from '../audited-noun.js';
import { type Check, cell } from '../view.js';
import { governorView } from './governor-views.js';
import { trackCells } from './track-cells.js';

const NOBODY = '0x0000000000000000000000000000000000000000';

/** The settings of the governor: threshold, guardian, tracks and what falls under which. */
export class GovernorAudit implements AuditedNoun {
  readonly name = 'governor';

  async *checks({ organization, db }: AuditedOrganization): AsyncIterable<Check> {
    const queries = new GovernorQueries(db);
    const { address, proposalThreshold, guardian, guardianTermEndsAt } = await queries.ofOrganization(organization);
    const tracks = await queries.tracks(organization);
    const what = 'governor';
    const threshold = governorView(address, 'proposalThreshold');
    yield { what, views: [threshold], cells: [cell('proposalThreshold', proposalThreshold)] };
    // A governor with neither tracks nor a guardian is not ours.
    const isOptional = tracks.length === 0 && guardianTermEndsAt === null;
    yield {
      what,
      views: [governorView(address, 'guardian')],
      cells: [cell('guardian', guardian ?? NOBODY)],
      isOptional,
    };
    yield {
      what,
      views: [governorView(address, 'guardianTermEndsAt')],
      cells: [cell('guardianTermEndsAt', guardianTermEndsAt ?? 0)],
      isOptional,
    };
    yield { what, views: [governorView(address, 'trackCount')], cells: [cell('tracks', tracks.length)], isOptional };
    for (const track of tracks) {
      const views = [governorView(address, 'trackAt', track.trackId)];
      yield { what: `track ${track.trackId}`, views, cells: trackCells(track) };
    }
    for (const { target, selector, trackId } of await queries.routes(organization)) {
      const views = [governorView(address, 'trackOf', target, selector)];
      yield { what: `route ${target} ${selector}`, views, cells: [cell('track', trackId)] };
    }
  }
}
