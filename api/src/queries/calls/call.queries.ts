import { Injectable } from '@nestjs/common';
import { getAddress, size } from 'viem';
import type { Track } from '../governor.js';
import { type Before, GovernorQueries } from '../governor.queries.js';
import type { Organization } from '../organization.js';
import { PolicyQueries } from '../policy.queries.js';
import type { Proposal, RawCall } from '../proposal.js';
import type { Call } from './call.js';
import { calldataOf, decodeCall, selectorOf } from './decode-call.js';
import { ANY_TOKEN, knownContract } from './known-contracts.js';
import { needsHistory, sayCall } from './sentences/say-call.js';
import type { CallContext } from './sentences/sentence.js';

/** What calls do, and which track they fall under. */
@Injectable()
export class CallQueries {
  constructor(
    private readonly policies: PolicyQueries,
    private readonly governors: GovernorQueries,
  ) {}

  /** The calls of a proposal. Old values are those before its execution, so that history keeps telling the change. */
  ofProposal(organization: Organization, proposal: Proposal): Promise<Call[]> {
    const { execution } = proposal;
    const before = execution && { blockNumber: execution.blockNumber, logIndex: execution.fromLogIndex };
    return this.decode(organization, proposal.rawCalls, before);
  }

  /** Any calls, with the values that are in force just before a place in the chain, or now. */
  async decode(organization: Organization, calls: RawCall[], before?: Before): Promise<Call[]> {
    const [context, routes] = await Promise.all([
      this.contextOf(organization, calls, before),
      this.governors.routes(organization, before),
    ]);
    const hasTracks = routes.length > 0;
    return calls.map((raw, index) => {
      const calldata = calldataOf(raw);
      const selector = selectorOf(calldata);
      const contract = knownContract(organization, raw.target);
      const reader = contract ?? ANY_TOKEN;
      const decoded = selector && decodeCall(reader.abi, calldata);
      const route = routes.find((each) => each.target === raw.target && each.selector === selector);
      const read = { target: raw.target, value: raw.value, selector, bytes: size(calldata) };
      return {
        index,
        target: raw.target,
        targetName: contract?.name ?? null,
        value: raw.value,
        calldata,
        selector,
        signature: decoded?.signature ?? (raw.signature || null),
        decoded: decoded?.args ?? null,
        trackId: hasTracks ? (route?.trackId ?? 0) : null,
        sentence: sayCall(read, reader, decoded, context),
      };
    });
  }

  /** A draft's calls, and the strictest track among them, which the whole draft falls under. */
  async preview(organization: Organization, calls: RawCall[]): Promise<{ calls: Call[]; track: Track }> {
    const [decoded, tracks] = await Promise.all([
      this.decode(
        organization,
        calls.map((call) => ({ ...call, target: getAddress(call.target) })),
      ),
      this.governors.tracks(organization),
    ]);
    const strictest = Math.min(...decoded.map((call) => call.trackId ?? 0));
    const track = tracks.find((each) => each.trackId === strictest);
    if (!track) throw new NoTracks(organization.name);
    return { calls: decoded, track };
  }

  private async contextOf(organization: Organization, calls: RawCall[], before: Before): Promise<CallContext> {
    const needed = calls.some((call) => needsHistory(knownContract(organization, call.target)));
    if (!needed) {
      const governor = { proposalThreshold: 0n, guardian: null, guardianTermEndsAt: null };
      return { organization, policies: [], tracks: [], governor };
    }
    const [policies, tracks, governor] = await Promise.all([
      this.policies.inForce(organization, before),
      this.governors.tracks(organization, before),
      this.governors.settingsAt(organization, before),
    ]);
    return { organization, policies, tracks, governor };
  }
}

/** The organization's governor has no tracks. */
export class NoTracks extends Error {
  constructor(name: string) {
    super(`The governor of ${name} has no tracks, so it cannot be said which rules a draft would be under.`);
  }
}
