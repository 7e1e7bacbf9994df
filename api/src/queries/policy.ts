import type { Position } from './position.js';

/** The order of the contract's `PolicyKind`. */
export const POLICY_KINDS = ['MODEL', 'SAFETY', 'MODERATION', 'ACCESS', 'REVENUE'] as const;

export type PolicyKind = (typeof POLICY_KINDS)[number];

/** What names an adopted version of a policy. */
export interface PolicyKey {
  chainId: number;
  registry: string;
  kind: PolicyKind;
  subject: string;
  version: number;
}

/** One adopted version of a policy. */
export interface Policy extends PolicyKey {
  id: string;
  /** Its organization. */
  slug: string;
  digest: string;
  epoch: number;
  isActive: boolean;
  wasActive: boolean;
  /** The run that carries it out; null unless it is a model policy. */
  runId: string | null;
  body: Record<string, unknown>;
  adoptedAt: Date;
  position: Position;
}

/** Which policies are wanted. */
export interface PolicyFilter {
  kind?: PolicyKind | string | null;
  subject?: string | null;
}

/** `"<chainId>:<registry>:<kind>:<version>:<subject>"`; the subject stands last because it may hold any character. */
export function policyIdOf(key: PolicyKey): string {
  return `${key.chainId}:${key.registry}:${key.kind}:${key.version}:${key.subject}`;
}

/** Reads an id that {@link policyIdOf} made; null when it is not one. */
export function parsePolicyId(id: string): PolicyKey | null {
  const match = /^(\d{1,9}):(0x[0-9a-fA-F]{40}):([A-Z]+):(\d{1,10}):([^\0]+)$/s.exec(id);
  const kind = POLICY_KINDS.find((name) => name === match?.[3]);
  if (!match || !kind) return null;
  const [, chainId, registry, , version, subject] = match as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return { chainId: Number(chainId), registry, kind, subject, version: Number(version) };
}
