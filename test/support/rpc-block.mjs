import { getBytes, keccak256, toBeHex, ZeroAddress } from 'ethers';

/** A number as JSON-RPC writes it. */
export const quantity = (value) => `0x${value.toString(16)}`;

const bloomBits = new Map();

/** The three bits of a value in a block's bloom. */
function bitsOf(value) {
  let bits = bloomBits.get(value);
  if (!bits) {
    const digest = getBytes(keccak256(value));
    bits = [0, 2, 4].map((at) => ((digest[at] << 8) | digest[at + 1]) & 2047);
    bloomBits.set(value, bits);
  }
  return bits;
}

/** Enters an address or a topic into a bloom of 256 bytes. */
export function fillBloom(bloom, value) {
  for (const bit of bitsOf(value)) bloom[255 - (bit >> 3)] |= 1 << (bit & 7);
}

/**
 * A block as the RPC gives it, without its transactions' bodies.
 * @param {{number: number, hash: string, parentHash: string, timestamp: number, bloom: Buffer}} block
 * @param {string[]} transactions their hashes
 */
export function rpcBlockOf(block, transactions) {
  const filler = toBeHex(0, 32);
  return {
    number: quantity(block.number),
    hash: block.hash,
    parentHash: block.parentHash,
    timestamp: quantity(block.timestamp),
    logsBloom: `0x${block.bloom.toString('hex')}`,
    nonce: '0x0000000000000000',
    sha3Uncles: filler,
    transactionsRoot: filler,
    stateRoot: filler,
    receiptsRoot: filler,
    miner: ZeroAddress,
    difficulty: '0x0',
    extraData: '0x',
    gasLimit: '0x3938700',
    gasUsed: '0x0',
    baseFeePerGas: '0x7',
    size: '0x500',
    uncles: [],
    transactions,
  };
}

/** An answer that is an error. */
export class RpcError extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}
