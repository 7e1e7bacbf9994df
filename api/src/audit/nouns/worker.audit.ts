import { WorkerQueries } from '../../queries/worker.queries.js';
import type { AuditedNoun, AuditedOrganization } from '../audited-noun.js';
import { type Check, cell } from '../view.js';
import { runView } from './run.audit.js';

/** Who may carry out runs, and what each has at stake. */
export class WorkerAudit implements AuditedNoun {
  readonly name = 'workers';

  async *checks({ organization, db }: AuditedOrganization): AsyncIterable<Check> {
    const registry = organization.addresses.runRegistry;
    if (registry === null) return;
    for (const { address, isAdmitted, bond } of await new WorkerQueries(db).ofOrganization(organization)) {
      const what = `worker ${address}`;
      yield { what, views: [runView(registry, 'isWorker', address)], cells: [cell('admitted', isAdmitted)] };
      yield { what, views: [runView(registry, 'bondOf', address)], cells: [cell('bond', bond)] };
    }
  }
}
