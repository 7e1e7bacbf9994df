import { createHash } from 'node:crypto';

/** Which revision answers: the active one, the one in its canary, or the base model when nothing is active. */
export type Lane = 'active' | 'canary' | 'base';

/** Basis points of a whole. */
export const WHOLE_BPS = 10_000;

/**
 * The place of a session among the 10,000 slots of a canary. The run is part of the hash, so a session that was in one
 * canary is not more likely to be in the next one.
 */
export function canarySlot(runId: string, sessionKey: string): number {
  const hash = createHash('sha256').update(`${runId.toLowerCase()}\n${sessionKey}`).digest();
  return hash.readUIntBE(0, 6) % WHOLE_BPS;
}

/** Whether a session belongs to the share `canaryBps` of a run's canary. Raising the share never takes a session out. */
export function isInCanary(runId: string, sessionKey: string, canaryBps: number): boolean {
  return canarySlot(runId, sessionKey) < canaryBps;
}

/** What makes a session: the caller's own session id, else OpenAI's `user`, else the client's address. */
export function sessionKeyOf(caller: { sessionId?: string; user?: string; address: string }): string {
  if (caller.sessionId) return `session:${caller.sessionId}`;
  if (caller.user) return `user:${caller.user}`;
  return `address:${caller.address}`;
}
