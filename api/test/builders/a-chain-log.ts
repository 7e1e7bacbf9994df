import { type AbiEvent, encodeAbiParameters, encodeEventTopics, type Hex, parseAbiItem } from 'viem';
import type { BlockHeader } from '../../src/chain/block-header.js';
import type { ChainLog } from '../../src/chain/chain-log.js';

export const CONTRACT = '0x5FbDB2315678afecb367f032d93F642f64180aa3';

/** A log without any meaning; give it what the test is about. */
export function aChainLog(changes: Partial<ChainLog> = {}): ChainLog {
  return {
    address: CONTRACT,
    topics: [],
    data: '0x',
    blockNumber: 7,
    blockHash: aBlockHeader().hash,
    txHash: `0x${'ab'.repeat(32)}`,
    logIndex: 0,
    ...changes,
  };
}

/** The log that a contract emits for this event; texts may be given as raw bytes in hex. */
export function anEventLog(
  signature: string,
  args: Record<string, unknown>,
  changes: Partial<ChainLog> = {},
): ChainLog {
  const event = parseAbiItem([signature] as unknown as readonly [string]) as unknown as AbiEvent;
  const plain = event.inputs.filter((input) => !input.indexed);
  const types = plain.map((input) => ({ ...input, type: rawTypeOf(input.type, args[input.name as string]) }));
  return aChainLog({
    topics: encodeEventTopics({ abi: [event], eventName: event.name, args } as never) as Hex[],
    data: encodeAbiParameters(types, plain.map((input) => args[input.name as string]) as never),
    ...changes,
  });
}

/** A text that is given in hex is encoded as the bytes it is. */
const rawTypeOf = (type: string, value: unknown) =>
  type === 'string' && typeof value === 'string' && value.startsWith('0x') ? 'bytes' : type;

/** The block of `aChainLog`. */
export function aBlockHeader(changes: Partial<BlockHeader> = {}): BlockHeader {
  return {
    number: 7,
    hash: `0x${'07'.repeat(32)}`,
    parentHash: `0x${'06'.repeat(32)}`,
    timestamp: 1_700_000_000,
    ...changes,
  };
}
