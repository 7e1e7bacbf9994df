import { getAddress } from 'viem';

/** The on-chain description: title, reasons, and the proposer, so that nobody else can propose the same in its place. */
export function descriptionOf(title: string, reasons: string, proposer: `0x${string}`): string {
  const parts = [`# ${title.trim()}`, reasons.trim(), `#proposer=${getAddress(proposer)}`];
  return parts.filter(Boolean).join('\n\n');
}
