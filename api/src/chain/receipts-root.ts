import { type Hex, toRlp } from 'viem';
import { scalarOf } from './header-hash.js';
import { listTrieRoot } from './list-trie.js';
import { fieldsOf, hexOf, listOf } from './rpc-form.js';

/** A log as a receipt holds it: what the chain agreed on. */
export interface ReceiptLog {
  address: Hex;
  topics: Hex[];
  data: Hex;
  txHash: unknown;
}

/** A transaction's receipt as the RPC gives it, as far as its root is made of it. */
export interface Receipt {
  type: number;
  /** 0 or 1; before Byzantium the root of the state. */
  outcome: Hex;
  gasUsed: number;
  cumulativeGasUsed: Hex;
  logsBloom: Hex;
  logs: ReceiptLog[];
  /** What chains of the OP stack add to the receipts of deposits. */
  deposit: Hex[];
}

const DEPOSIT_TYPE = 0x7e;

/** Reads a receipt. Throws `UnsoundAnswer` when the answer has not the form of one. */
export function receiptOf(answer: unknown): Receipt {
  const receipt = fieldsOf(answer, 'a receipt');
  const outcome = receipt.status ?? receipt.root;
  return {
    type: Number(receipt.type ?? 0),
    outcome: typeof receipt.status === 'string' ? scalarOf(receipt.status) : hexOf(outcome, "a receipt's status"),
    gasUsed: Number(receipt.gasUsed),
    cumulativeGasUsed: scalarOf(String(receipt.cumulativeGasUsed)),
    logsBloom: hexOf(receipt.logsBloom, "a receipt's logsBloom", 512),
    logs: listOf(receipt.logs, "a receipt's logs").map((log) => receiptLogOf(log, receipt.transactionHash)),
    deposit: depositOf(receipt),
  };
}

/** The root of a block's receipts, as its header holds it. */
export const receiptsRootOf = (receipts: Receipt[]): Hex => listTrieRoot(receipts.map(encodeReceipt));

function encodeReceipt({ type, outcome, cumulativeGasUsed, logsBloom, logs, deposit }: Receipt): Hex {
  const body = logs.map(({ address, topics, data }) => [address, topics, data] as const);
  const encoded = toRlp([outcome, cumulativeGasUsed, logsBloom, body, ...deposit]);
  return type === 0 ? encoded : `0x${type.toString(16).padStart(2, '0')}${encoded.slice(2)}`;
}

function receiptLogOf(answer: unknown, txHash: unknown): ReceiptLog {
  const log = fieldsOf(answer, "a receipt's log");
  return {
    address: hexOf(log.address, "a receipt's address", 40),
    topics: listOf(log.topics, "a receipt's topics").map((topic) => hexOf(topic, "a receipt's topic", 64)),
    data: hexOf(log.data, "a receipt's data"),
    txHash,
  };
}

function depositOf({ type, depositNonce, depositReceiptVersion }: Record<string, unknown>): Hex[] {
  if (Number(type) !== DEPOSIT_TYPE || typeof depositReceiptVersion !== 'string') return [];
  return [scalarOf(String(depositNonce)), scalarOf(depositReceiptVersion)];
}
