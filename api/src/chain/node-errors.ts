import { isError } from 'ethers';

const textOf = (error: unknown) =>
  `${(error as Error).message} ${JSON.stringify((error as { error?: unknown }).error ?? '')}`;

/** The same bytes were sent before, or are mined: that is what we wanted, and who else took the nonce is seen later. */
export function isKnownAlready(error: unknown): boolean {
  return isError(error, 'NONCE_EXPIRED') || /already (known|imported|exists)|known transaction/i.test(textOf(error));
}

/** Another transaction of this nonce waits already, at nearly this price. */
export function isRivalWaiting(error: unknown): boolean {
  return isError(error, 'REPLACEMENT_UNDERPRICED') || /replacement transaction underpriced/i.test(textOf(error));
}

/** The node does not even keep it at this price. */
export function isTooCheap(error: unknown): boolean {
  return /transaction underpriced|less than block base fee|max fee per gas|fee(cap)? too low/i.test(textOf(error));
}

/** The account cannot pay. */
export function isOutOfMoney(error: unknown): boolean {
  return isError(error, 'INSUFFICIENT_FUNDS') || /insufficient funds/i.test(textOf(error));
}
