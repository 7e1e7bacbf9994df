import { FALSE_HASH, type Fields, type Lie, ofLastLog, ofLogs, quantity, type Where } from './lie.js';

const STRANGER = `0x${'ab'.repeat(20)}`;
const NEVER_TOPIC = `0x${'12'.repeat(32)}`;

/** A weight that was never cast: the last word of the data before the reason. */
const withOtherData = (log: Fields): Fields => ({ ...log, data: `0x${'11'.repeat(32)}${String(log.data).slice(66)}` });

/** What is wrong with logs in whatever part of the history; `proof` is what it takes to see it in final ranges. */
const everywhere: (Omit<Lie, 'where' | 'error'> & { live: RegExp; final: RegExp })[] = [
  {
    name: 'a forged log beside the true ones',
    verdict: 'detected',
    live: /logs of ours by its receipts, eth_getLogs tells/,
    final: /logs of ours by its receipts, eth_getLogs tells/,
    one: ofLogs((logs) => [...logs, { ...logs.at(-1), logIndex: quantity(Number(logs.at(-1)?.logIndex) + 1) }]),
  },
  {
    name: 'a log with other data than was emitted',
    verdict: 'detected',
    live: /is not what the block's receipts hold/,
    final: /is not what the block's receipts hold/,
    one: ofLastLog(withOtherData),
  },
  {
    name: 'a log with another topic than was emitted',
    verdict: 'detected',
    live: /is not what the block's receipts hold/,
    final: /is not what the block's receipts hold/,
    one: ofLastLog((log) => ({ ...log, topics: [...(log.topics as string[]).slice(0, -1), NEVER_TOPIC] })),
  },
  {
    name: 'one log dropped',
    verdict: 'detected',
    live: /logs of ours by its receipts, eth_getLogs tells/,
    final: /logs of ours by its receipts, eth_getLogs tells/,
    one: ofLogs((logs) => logs.slice(1)),
  },
  {
    name: 'all logs dropped',
    verdict: 'detected',
    live: /logs of ours by its receipts, eth_getLogs tells 0/,
    final: /logs of ours by its receipts, eth_getLogs tells 0/,
    one: ofLogs(() => []),
  },
  {
    name: 'a log whose topics are cut',
    verdict: 'detected',
    live: /is not what the block's receipts hold/,
    final: /is not what the block's receipts hold/,
    one: ofLastLog((log) => ({ ...log, topics: (log.topics as string[]).slice(0, 1) })),
  },
  {
    name: 'a log whose data lacks its last word',
    verdict: 'detected',
    live: /is not what the block's receipts hold/,
    final: /is not what the block's receipts hold/,
    one: ofLastLog((log) => ({ ...log, data: String(log.data).slice(0, -64) })),
  },
  {
    name: 'a log at another index',
    verdict: 'detected',
    live: /is not what the block's receipts hold/,
    final: /is not what the block's receipts hold/,
    one: ofLastLog((log) => ({ ...log, logIndex: quantity(Number(log.logIndex) + 1) })),
  },
  {
    name: 'a log of another transaction',
    verdict: 'detected',
    live: /is not what the block's receipts hold/,
    final: /is not what the block's receipts hold/,
    one: ofLastLog((log) => ({ ...log, transactionHash: FALSE_HASH })),
  },
  {
    name: 'a log of a block that has its number and another hash',
    verdict: 'detected',
    live: /block \d+ changed/,
    final: /block \d+ is 0x.* its logs are of 0xf0f0|block \d+ changed/,
    one: ofLastLog((log) => ({ ...log, blockHash: FALSE_HASH })),
  },
  {
    name: 'a log of another time than its block',
    verdict: 'detected',
    live: /tell different times/,
    final: /tell different times/,
    one: ofLastLog((log) => ({ ...log, blockTimestamp: '0x1' })),
  },
];

/** What is seen without looking at a receipt, in final ranges too. */
const plain: (Omit<Lie, 'where'> & { error?: RegExp })[] = [
  {
    name: 'a log twice',
    verdict: 'detected',
    error: /is there twice/,
    one: ofLogs((logs) => [...logs, logs.at(-1)]),
  },
  { name: 'logs in another order', verdict: 'harmless', one: ofLogs((logs) => logs.toReversed()) },
  {
    name: 'a log of an address that was not asked for',
    verdict: 'detected',
    error: /is of 0xABaBaBaB.*, not asked for/,
    one: ofLastLog((log) => ({ ...log, address: STRANGER })),
  },
  {
    name: 'a log that is said to be taken back',
    verdict: 'detected',
    error: /is out of place/,
    one: ofLastLog((log) => ({ ...log, removed: true })),
  },
  {
    name: 'a log of a block that was not asked for',
    verdict: 'detected',
    error: /is out of place/,
    one: ofLastLog((log) => ({ ...log, blockNumber: '0xffffff' })),
  },
  {
    name: 'a log with another transactionIndex',
    verdict: 'harmless',
    one: ofLastLog((log) => ({ ...log, transactionIndex: '0x77' })),
  },
  {
    name: 'a log without an address',
    verdict: 'detected',
    error: /a log's address is nothing, not bytes in hex/,
    one: ofLastLog(({ address: _, ...log }) => log),
  },
  {
    name: 'a log with a decimal block number',
    verdict: 'detected',
    error: /a log's blockNumber is \d+, not a number in hex/,
    one: ofLastLog((log) => ({ ...log, blockNumber: Number(log.blockNumber) })),
  },
  {
    name: 'a log with half a byte of data',
    verdict: 'detected',
    error: /a log's data is .*, not bytes in hex/,
    one: ofLastLog((log) => ({ ...log, data: `${log.data}0` })),
  },
  {
    name: 'a log with a topic of 31 bytes',
    verdict: 'detected',
    error: /a log's topic is .*, not 32 bytes in hex/,
    one: ofLastLog((log) => ({ ...log, topics: (log.topics as string[]).map((topic) => topic.slice(0, -2)) })),
  },
  {
    name: 'logs in capital letters',
    verdict: 'harmless',
    one: ofLogs((logs) => logs.map(inCapitals)),
  },
  {
    name: 'null instead of logs',
    verdict: 'detected',
    error: /eth_getLogs is null, not a list/,
    one: ofLogs(() => null),
  },
];

function inCapitals(log: Fields): Fields {
  const capital = (text: unknown) => `0x${String(text).slice(2).toUpperCase()}`;
  return {
    ...log,
    address: capital(log.address),
    topics: (log.topics as string[]).map(capital),
    data: capital(log.data),
    blockHash: capital(log.blockHash),
    transactionHash: capital(log.transactionHash),
  };
}

const places: Where[] = ['final', 'catching up', 'live'];

/** What a sample of final ranges finds, without every block being proven. */
const sampled: Lie[] = [
  {
    name: 'no logs at all of a range of final blocks',
    where: 'final',
    verdict: 'detected',
    error: /logs of ours by its receipts, eth_getLogs tells 0/,
    one: ofLogs(() => []),
  },
  {
    name: 'other data in every log of a range of final blocks',
    where: 'final',
    verdict: 'detected',
    error: /is not what the block's receipts hold/,
    one: ofLogs((logs) => logs.map(withOtherData)),
  },
  {
    name: 'the logs of a range of final blocks without those at its end',
    where: 'final',
    verdict: 'detected',
    error: /logs of ours by its receipts, eth_getLogs tells/,
    one: ofLogs((logs) => logs.filter(({ blockNumber }) => blockNumber !== logs.at(-1)?.blockNumber)),
  },
];

/** Lies about logs. */
export const logLies: Lie[] = [
  ...sampled,
  ...everywhere.flatMap(({ live, final, ...lie }) =>
    places.map(
      (where): Lie =>
        where === 'final' ? { ...lie, where, verify: 'all', error: final } : { ...lie, where, error: live },
    ),
  ),
  ...plain.flatMap((lie) => places.map((where): Lie => ({ ...lie, where }))),
];
