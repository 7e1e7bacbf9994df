import { type Abi, zeroAddress, zeroHash } from 'viem';
import { runRegistryAbi } from '../../abi/RunRegistry.js';
import type { Receipt } from '../../queries/receipt.js';
import { ReceiptQueries } from '../../queries/receipt.queries.js';
import { RUN_STATES, type Run } from '../../queries/run.js';
import { RunQueries } from '../../queries/run.queries.js';
import { type AuditedNoun, type AuditedOrganization, eachOf } from '../audited-noun.js';
import { type Cell, type Check, cell, viewsOf } from '../view.js';

/** Also of workers and their bonds. */
export const runView = viewsOf(runRegistryAbi as Abi);

/** Runs that a policy tells of: their own event may be what is lacking. */
const STRAYS = `
  select run_id from policy_adopted p where chain_id = $1 and contract = $2 and run_id is not null
    and not exists (select from run_opened r where r.chain_id = p.chain_id and r.run_id = p.run_id)
  order by run_id`;

/** The contract's first state is that of a run that does not exist. */
const stateOf: Cell['onChain'] = (outputs) => RUN_STATES[Number(outputs[0]) - 1] ?? null;

/** The outputs of `runOf`. */
const VERSION = 2;
const ATTEMPT = 3;
const WORKER = 4;
const ARTIFACT = 5;
const DEADLINE = 6;

/** Every run: its state, its attempt, what its receipt says, and until when. */
export class RunAudit implements AuditedNoun {
  readonly name = 'runs';

  async *checks({ organization, db }: AuditedOrganization): AsyncIterable<Check> {
    const { runRegistry, policyRegistry } = organization.addresses;
    if (runRegistry === null) return;
    for (const { run_id } of await db.query<{ run_id: string }[]>(STRAYS, [organization.chainId, policyRegistry])) {
      const views = [runView(runRegistry, 'stateOf', run_id)];
      yield { what: `run ${run_id}`, views, cells: [{ name: 'state', indexed: null, onChain: stateOf }] };
    }
    const runs = new RunQueries(db);
    const receipts = new ReceiptQueries(db);
    for await (const run of eachOf((request) => runs.page(organization, request))) {
      yield this.ofRun(run, await receipts.ofRun(run.runId));
    }
  }

  private ofRun(run: Run, receipt: Receipt | null): Check {
    return {
      what: `run ${run.runId}`,
      views: [runView(run.registry, 'runOf', run.runId)],
      cells: [
        { name: 'state', indexed: run.state, onChain: stateOf },
        cell('version', run.version, VERSION),
        cell('attempt', run.attempt, ATTEMPT),
        cell('worker', run.worker ?? zeroAddress, WORKER),
        cell('artifact', receipt?.artifactDigest ?? zeroHash, ARTIFACT),
        ...deadlineCells(run, receipt),
      ],
    };
  }
}

/** What the deadline is of follows from the state; of a run that is over it means nothing. */
function deadlineCells({ state, canary }: Run, receipt: Receipt | null): Cell[] {
  if (state === 'SUBMITTED' && receipt) return [cell('finalizableAt', receipt.finalizableAt, DEADLINE)];
  if (state === 'CANARY' && canary) return [cell('canary ends', canary.endsAt, DEADLINE)];
  return [];
}
