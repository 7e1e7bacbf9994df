import { type AbiFunction, decodeFunctionResult, encodeFunctionData, type Hex, parseAbiItem } from 'viem';

/** Whatever sends a JSON-RPC request. */
export interface RpcSender {
  send(method: string, params: unknown[]): Promise<unknown>;
}

/** The node does not keep the state of so old a block. */
export class StateGone extends Error {
  override readonly name = 'StateGone';
}

/** The node has no block of this hash: it lags behind, or is on another branch. */
export class BlockUnknown extends Error {
  override readonly name = 'BlockUnknown';
}

/** A block by number, tag, or hash (EIP-1898). */
export type BlockTag = number | 'latest' | { blockHash: string };

/** Asks contracts for their views without knowing whether they have them. */
export class ContractProbe {
  constructor(private readonly rpc: RpcSender) {}

  /**
   * The first value that a view returns, for example `read(token, 'function getVotes(address) view returns (uint256)', [a])`.
   * Null when the contract refuses or has no such view. Throws `StateGone`, or when the node does not answer.
   */
  async read<T = bigint>(
    to: string,
    signature: string,
    args: unknown[] = [],
    at: BlockTag = 'latest',
  ): Promise<T | null> {
    const item = functionOf(signature);
    const data = encodeFunctionData({ abi: [item], functionName: item.name, args });
    const answer = await this.call('eth_call', [{ to, data }, tagOf(at)]);
    if (answer === null || answer === '0x') return null;
    try {
      const decoded: unknown = decodeFunctionResult({ abi: [item], functionName: item.name, data: answer });
      return decoded as T;
    } catch {
      return null; // It has something else under this name.
    }
  }

  /** The code at an address; `0x` when there is none. */
  async code(address: string, at: BlockTag = 'latest'): Promise<Hex> {
    return (await this.call('eth_getCode', [address, tagOf(at)])) ?? '0x';
  }

  /** An address that a contract keeps in this slot; null when the slot is empty. */
  async addressIn(address: string, slot: Hex): Promise<string | null> {
    const word = await this.call('eth_getStorageAt', [address, slot, 'latest']);
    return word === null || BigInt(word) === 0n ? null : `0x${word.slice(-40)}`;
  }

  private async call(method: string, params: unknown[]): Promise<Hex | null> {
    try {
      return (await this.rpc.send(method, params)) as Hex;
    } catch (error) {
      const text = sentenceOf(error);
      if (typeof params[1] === 'object' && NO_BLOCK.test(text)) throw new BlockUnknown(text);
      if (STATE_GONE.test(text)) throw new StateGone(text);
      if (method === 'eth_call' && REFUSAL.test(text)) return null;
      throw error;
    }
  }
}

const NO_BLOCK = /(header|block)( for hash)? not found|unknown block|BlockOutOfRange/i;
const STATE_GONE =
  /missing trie node|header not found|state (is )?(not|un)\s?available|state histories|pruned|archive|BlockOutOfRange|historical state|required historical/i;
/** Also of a view that never ends: it must not hold up the others. */
const REFUSAL =
  /revert|CALL_EXCEPTION|opcode|out of ?gas|exceeds (allowance|gas)|execution (aborted|timeout)|invalid jump|stack (underflow|limit)|VM execution error|bad instruction/i;

const functions = new Map<string, AbiFunction>();

function functionOf(signature: string): AbiFunction {
  const known = functions.get(signature);
  if (known) return known;
  const item = parseAbiItem([signature] as unknown as readonly [string]) as unknown as AbiFunction;
  functions.set(signature, item);
  return item;
}

const tagOf = (at: BlockTag) => (typeof at === 'number' ? `0x${at.toString(16)}` : at);

/** All that an error says, also what the node said inside it. */
function sentenceOf(error: unknown): string {
  const {
    code,
    message,
    error: inner,
    info,
  } = error as {
    code?: string;
    message?: string;
    error?: { message?: string };
    info?: { error?: { message?: string } };
  };
  return [code, message, inner?.message, info?.error?.message].filter(Boolean).join(' ');
}
