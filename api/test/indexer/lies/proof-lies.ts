import { type Fields, type Lie, quantity } from './lie.js';

const ofReceipts =
  (change: (receipts: Fields[]) => unknown): Lie['one'] =>
  (call, honest) =>
    call.method === 'eth_getBlockReceipts' && honest !== null ? change(structuredClone(honest as Fields[])) : honest;

const withoutLogs = (receipts: Fields[]) => receipts.map((receipt) => ({ ...receipt, logs: [] }));

/** Lies of a node that tells logs and receipts alike, so that they do not contradict each other. */
export const proofLies: Lie[] = [
  {
    name: 'logs dropped from the receipts too',
    where: 'live',
    verdict: 'detected',
    error: /the receipts of block \d+ have the root 0x.*, its header says 0x/,
    one: (call, honest) =>
      call.method === 'eth_getLogs'
        ? []
        : call.method === 'eth_getBlockReceipts' && honest
          ? withoutLogs(honest as Fields[])
          : honest,
  },
  {
    name: 'logs forged in the receipts too',
    where: 'final',
    verify: 'all',
    verdict: 'detected',
    error: /the receipts of block \d+ have the root 0x.*, its header says 0x/,
    one: (call, honest) => {
      if (call.method === 'eth_getLogs') return (honest as Fields[]).map(withWeight);
      if (call.method !== 'eth_getBlockReceipts') return honest;
      return (honest as Fields[]).map((receipt) => ({ ...receipt, logs: (receipt.logs as Fields[]).map(withWeight) }));
    },
  },
  {
    name: 'a transaction that failed said to have succeeded',
    where: 'live',
    verdict: 'detected',
    error: /the receipts of block \d+ have the root/,
    one: ofReceipts((receipts) =>
      receipts.map((receipt) => ({ ...receipt, status: receipt.status === '0x1' ? '0x0' : '0x1' })),
    ),
  },
  {
    name: 'a receipt too many',
    where: 'live',
    verdict: 'detected',
    error: /the receipts of block \d+ have the root/,
    one: ofReceipts((receipts) => [...receipts, { ...receipts[0], logs: [] }]),
  },
  {
    name: 'no receipts of a block that is there',
    where: 'live',
    verdict: 'detected',
    error: /a block is gone before its receipts were read/,
    one: ofReceipts(() => null),
  },
  {
    name: 'receipts that are no list',
    where: 'live',
    verdict: 'detected',
    error: /eth_getBlockReceipts is \{.*, not a list/,
    one: ofReceipts(() => ({ receipts: 'none' })),
  },
  {
    name: 'false logs behind receipts of a strange kind, where every block is to be proven',
    where: 'final',
    verify: 'all',
    verdict: 'detected',
    error: /verify: all, and a block cannot be proven: .*not encoded as those of Ethereum/,
    one: (call, honest) => {
      if (call.method === 'eth_getLogs') return (honest as Fields[]).map(withWeight);
      if (call.method !== 'eth_getBlockReceipts') return honest;
      return (honest as Fields[]).map((receipt) => ({
        ...receipt,
        type: quantity(0x70),
        logs: (receipt.logs as Fields[]).map(withWeight),
      }));
    },
  },
];

/** The first word of the data is another one. */
const withWeight = (log: Fields): Fields => ({ ...log, data: `0x${'00'.repeat(31)}05${String(log.data).slice(66)}` });
