import type { RpcBlock } from './block-header.js';
import { UnsoundAnswer } from './chain-errors.js';
import { headerHashOf, strangeFieldOf } from './header-hash.js';

const HEADERS_TRIED = 64;
const HEADERS_PER_TRIAL = 16;

/**
 * Recomputes the hashes of a chain's headers. Not every chain hashes its headers as Ethereum does, and a fork may add a
 * field that we do not know: such headers are not refused, but told of. Once one header of a chain was proven, a hash
 * that does not fit a header without strange fields is a lie.
 */
export class HeaderCheck {
  /** Headers whose hash was recomputed. */
  proven = 0;
  /** Headers whose hash could not be. */
  unproven = 0;
  /** Why the last of them could not. */
  reason: string | null = null;

  /** Whether the hash is proven. Throws `UnsoundAnswer` when it is false. */
  check(block: RpcBlock, { number, hash }: { number: number; hash: string }): boolean {
    if (this.isOfAnotherKind()) {
      this.unproven += 1;
      return false;
    }
    const computed = headerHashOf(block);
    if (computed === hash) {
      this.proven += 1;
      return true;
    }
    const strange = strangeFieldOf(block);
    if (computed !== null && strange === null && this.proven > 0) {
      throw new UnsoundAnswer(`block ${number} has the hash ${computed} by its fields, not ${hash}`);
    }
    this.unproven += 1;
    this.reason = reasonOf(number, computed, strange);
    return false;
  }

  /** A chain of which many headers and not one could be proven: only now and then another one is tried. */
  private isOfAnotherKind(): boolean {
    return this.proven === 0 && this.unproven >= HEADERS_TRIED && this.unproven % HEADERS_PER_TRIAL !== 0;
  }
}

function reasonOf(number: number, computed: string | null, strange: string | null): string {
  if (computed === null) return `block ${number} is told without all fields of its header`;
  if (strange !== null) return `block ${number} has the field ${strange}, which is not of a plain header`;
  return `block ${number} is not hashed as a plain header`;
}
