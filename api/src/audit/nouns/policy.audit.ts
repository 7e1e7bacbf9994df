import { type Abi, type Hex, hexToString, trim, zeroHash } from 'viem';
import { policyRegistryAbi } from '../../abi/PolicyRegistry.js';
import { readShares, readThresholds, readTiers } from '../../queries/calls/policy-body.js';
import { POLICY_KINDS, type Policy } from '../../queries/policy.js';
import { PolicyQueries } from '../../queries/policy.queries.js';
import { type AuditedNoun, type AuditedOrganization, eachOf } from '../audited-noun.js';
import { type Cell, type Check, cell, viewsOf } from '../view.js';

const policyView = viewsOf(policyRegistryAbi as Abi);

/**
 * The newest version and the present epoch of each (kind, subject), from every event that raises them. A run tells of a
 * model policy, too: the policy's own event may be what is lacking.
 */
const LINES = `
  with change as (
    select kind, subject, subject_bytes32, version, epoch from policy_adopted where chain_id = $1 and contract = $2
    union all
    select 0, subject, subject_bytes32, null, 0 from run_opened where chain_id = $1 and contract = $3
    union all
    select kind, subject, subject_bytes32, null, epoch from policy_activated where chain_id = $1 and contract = $2
    union all
    select kind, subject, subject_bytes32, null, epoch from policy_rolled_back where chain_id = $1 and contract = $2
  )
  select c.kind, c.subject, c.subject_bytes32, coalesce(max(c.version), 0) as newest, count(distinct c.version) as versions,
    coalesce(max(f.epoch), max(c.epoch)) as epoch, coalesce(max(f.version), 0) as active
  from change c
  left join policy_active f
    on f.chain_id = $1 and f.contract = $2 and f.kind = c.kind and f.subject = c.subject
  group by c.kind, c.subject, c.subject_bytes32`;

interface LineRow {
  kind: number;
  subject: string;
  subject_bytes32: Hex;
  newest: string;
  versions: string;
  epoch: string;
  active: string;
}

/** Every version of every policy, which one is in force, and what it says where the contract keeps it. */
export class PolicyAudit implements AuditedNoun {
  readonly name = 'policies';

  async *checks({ organization, db }: AuditedOrganization): AsyncIterable<Check> {
    const { policyRegistry: registry, runRegistry } = organization.addresses;
    if (registry === null) return;
    /** A subject is shown as text; the contract knows it by its bytes. */
    const subjects = new Map<string, Hex>();
    for (const row of await db.query<LineRow[]>(LINES, [organization.chainId, registry, runRegistry])) {
      subjects.set(row.subject, row.subject_bytes32);
      yield* ofLine(registry, row);
    }
    const policies = new PolicyQueries(db);
    for await (const policy of eachOf((request) => policies.page(organization, null, request))) {
      yield* ofVersion(policy, subjects.get(policy.subject) ?? zeroHash);
    }
  }
}

function* ofLine(registry: string, row: LineRow): Iterable<Check> {
  const { kind, subject, subject_bytes32, newest, versions, epoch, active } = row;
  const what = `${POLICY_KINDS[kind]} policy of ${subject}`;
  const of = (name: string) => [policyView(registry, name, kind, subject_bytes32)];
  yield { what, views: of('headOf'), cells: [cell('newest version', newest), cell('versions', versions)] };
  yield { what, views: of('activeOf'), cells: [cell('version in force', active)] };
  yield { what, views: of('epochOf'), cells: [cell('epoch', epoch)] };
}

function* ofVersion(policy: Policy, subjectBytes: Hex): Iterable<Check> {
  const { registry, kind, subject, version, digest, isActive } = policy;
  const line = [POLICY_KINDS.indexOf(kind), subjectBytes] as const;
  const what = `${kind} policy of ${subject}, version ${version}`;
  yield { what, views: [policyView(registry, 'digestOf', ...line, version)], cells: [cell('digest', digest)] };
  const inForce: Cell = { name: 'in force', indexed: isActive, onChain: ([active]) => Number(active) === version };
  yield { what, views: [policyView(registry, 'activeOf', ...line)], cells: [inForce] };
  if (kind === 'MODEL') yield modelCheck(policy, subjectBytes, what);
  else if (isActive) yield* bodyCheck(policy, subjectBytes, what);
}

function modelCheck({ registry, version, body }: Policy, subject: Hex, what: string): Check {
  return {
    what,
    views: [policyView(registry, 'canaryOf', subject, version)],
    cells: ['canaryBps', 'canarySeconds', 'canaryRequests'].map((name, at) => cell(name, Number(body[name]), at)),
  };
}

/** Of what is in force the contract keeps thresholds, tiers and shares. */
function* bodyCheck({ kind, registry, body }: Policy, subject: Hex, what: string): Iterable<Check> {
  const of = (name: string) => [policyView(registry, name, subject)];
  const list = (name: string, indexed: unknown[], at: number, pick: (entry: Entry) => unknown): Cell => ({
    name,
    indexed: textOfList(indexed),
    onChain: (outputs) => textOfList((outputs[at] as Entry[]).map(pick)),
  });
  if (kind === 'SAFETY') {
    const bound = ({ metric, bound, valueE6 }: Entry) => [
      nameOf(metric),
      Number(bound) === 1 ? 'atMost' : 'atLeast',
      valueE6,
    ];
    const voted = (stage: 'training' | 'canary') =>
      readThresholds(body, stage).map(({ metric, bound, valueE6 }) => [metric, bound, valueE6]);
    const cells = [list('training', voted('training'), 1, bound), list('canary', voted('canary'), 2, bound)];
    yield { what, views: of('thresholdsOf'), cells };
  }
  if (kind === 'ACCESS') {
    const tier = ({ minimumStake, requestsPerMinute, contextTokens }: Entry) => [
      minimumStake,
      requestsPerMinute,
      contextTokens,
    ];
    yield { what, views: of('tiersOf'), cells: [list('tiers', readTiers(body).map(tier), 1, tier)] };
  }
  if (kind === 'REVENUE') {
    const share = ({ account, bps }: Entry) => [account, bps];
    yield { what, views: of('sharesOf'), cells: [list('shares', readShares(body).map(share), 1, share)] };
  }
}

type Entry = Record<string, unknown>;

const textOfList = (entries: unknown[]) => entries.map(String).join('; ').toLowerCase();

const nameOf = (bytes32: unknown) => hexToString(trim(bytes32 as Hex, { dir: 'right' }));
