import { type Answer, FALSE_HASH, type Lie, ofBlocks, ofLogs, ofTag, quantity } from './lie.js';

const FULL_BLOOM = `0x${'f'.repeat(512)}`;
const EMPTY_BLOOM = `0x${'0'.repeat(512)}`;

/** Lies about blocks: their fields, and what stands where. */
export const blockLies: Lie[] = [
  {
    name: 'a block with a false hash',
    where: 'live',
    verdict: 'detected',
    error: /has the hash 0x.* by its fields, not 0xf0f0/,
    one: ofBlocks((block) => ({ ...block, hash: FALSE_HASH })),
  },
  {
    name: 'a block with a false parent',
    where: 'live',
    verdict: 'detected',
    error: /has the hash 0x.* by its fields/,
    one: ofBlocks((block) => ({ ...block, parentHash: FALSE_HASH })),
  },
  {
    name: 'a block of another time',
    where: 'catching up',
    verdict: 'detected',
    error: /has the hash 0x.* by its fields/,
    one: ofBlocks((block) => ({ ...block, timestamp: '0x1' })),
  },
  {
    name: 'a block with another number than was asked for',
    where: 'catching up',
    verdict: 'detected',
    error: /block \d+ was asked for, block \d+ is the answer/,
    one: ofBlocks((block, { params }, blocks) =>
      String(params[0]).startsWith('0x') ? blocks[Number(block.number) - 1] : block,
    ),
  },
  {
    name: 'a block with a bloom that has no room for its logs',
    where: 'live',
    verdict: 'detected',
    error: /has the hash 0x.* by its fields/,
    one: ofBlocks((block) => ({ ...block, logsBloom: EMPTY_BLOOM })),
  },
  {
    name: 'a block with a bloom that speaks of everything',
    where: 'catching up',
    verdict: 'detected',
    error: /has the hash 0x.* by its fields/,
    one: ofBlocks((block) => ({ ...block, logsBloom: FULL_BLOOM })),
  },
  {
    name: 'an empty bloom, where the form of the header hides that its hash is false, and the logs are there',
    where: 'live',
    verdict: 'harmless',
    one: ofBlocks((block) => ({ ...block, logsBloom: EMPTY_BLOOM, shardId: '0x1' })),
  },
  {
    name: 'no logs for a block whose bloom has some',
    where: 'live',
    verdict: 'detected',
    error: /block \d+ has \d+ logs of ours by its receipts, eth_getLogs tells 0/,
    one: ofLogs(() => []),
  },
  {
    name: 'a root of receipts that is not that of the receipts',
    where: 'live',
    verdict: 'detected',
    error: /has the hash 0x.* by its fields/,
    one: ofBlocks((block) => ({ ...block, receiptsRoot: FALSE_HASH })),
  },
  {
    name: 'a block without a timestamp',
    where: 'catching up',
    verdict: 'detected',
    error: /a block's timestamp is nothing, not a number in hex/,
    one: ofBlocks(({ timestamp: _, ...block }) => block),
  },
  {
    name: 'a block with a decimal number',
    where: 'live',
    verdict: 'detected',
    error: /a block's number is \d+, not a number in hex/,
    one: ofBlocks((block) => ({ ...block, number: Number(block.number) })),
  },
  {
    name: 'blocks in capital letters',
    where: 'catching up',
    verdict: 'harmless',
    one: ofBlocks((block) => ({
      ...block,
      hash: `0x${block.hash.slice(2).toUpperCase()}`,
      parentHash: `0x${String(block.parentHash).slice(2).toUpperCase()}`,
    })),
  },
  {
    name: 'null for blocks below the head',
    where: 'catching up',
    verdict: 'detected',
    error: /block \d+ .*is gone/,
    one: ofBlocks((block, { params }) => (String(params[0]).startsWith('0x') ? null : block)),
  },
  {
    name: 'a text instead of a block',
    where: 'live',
    verdict: 'detected',
    error: /a block is "0x77", not an object/,
    one: ofTag('latest', () => '0x77'),
  },
  {
    name: 'no newest block',
    where: 'live',
    verdict: 'detected',
    error: /has no latest block/,
    one: ofTag('latest', () => null),
  },
  {
    name: 'blocks from one node, and logs from another that lacks them',
    where: 'final',
    verdict: 'detected',
    error: /the node that tells of logs lacks block \d+/,
    whole: (calls, honest, isList) => {
      const isOfLogs = calls.some(({ method }) => method === 'eth_getLogs');
      const told = isOfLogs ? honest.map((answer, index) => lagging(calls[index]?.method, answer)) : honest;
      return isList ? told : told[0];
    },
  },
  {
    name: 'a head that goes back by a block',
    where: 'live',
    verdict: 'harmless',
    one: ofTag('latest', (block, blocks) => blocks[Number(block.number) - 1]),
  },
  {
    name: 'a head that goes back to the beginning',
    where: 'live',
    verdict: 'harmless',
    one: ofTag('latest', (_block, blocks) => blocks[0]),
  },
  {
    name: 'a finalized block that goes back to the beginning',
    where: 'live',
    verdict: 'harmless',
    one: ofTag('finalized', (_block, blocks) => blocks[0]),
  },
  {
    name: 'a finalized block above the head',
    where: 'catching up',
    verdict: 'harmless',
    one: (call, honest, blocks) =>
      call.method === 'eth_getBlockByNumber' && call.params[0] === 'finalized' ? blocks.at(-1) : honest,
  },
  {
    name: 'a final block replaced',
    where: 'live',
    verdict: 'detected',
    error: /has the hash|was final and is gone/,
    one: ofBlocks((block, { params }) =>
      String(params[0]).startsWith('0x')
        ? { ...block, hash: FALSE_HASH, shardId: '0x1' }
        : { ...block, parentHash: FALSE_HASH, shardId: '0x1' },
    ),
  },
  {
    name: 'a chain that was begun anew under the same id',
    where: 'live',
    verdict: 'detected',
    error: /was final and is gone; if the chain was really begun anew/,
    one: (call, honest) =>
      call.method === 'eth_getBlockByNumber' && honest !== null
        ? ofAnotherGenesis(honest as { number: string })
        : honest,
  },
];

/** Of blocks that it does not have a node tells no logs. */
const lagging = (method: string | undefined, answer: Answer): Answer => ({
  ...answer,
  result: method === 'eth_getLogs' ? [] : null,
});

/** A block of a chain that shares nothing with ours but its numbers. */
const ofAnotherGenesis = ({ number }: { number: string }) => ({
  number,
  hash: `0x${Number(number).toString(16).padStart(64, 'e')}`,
  parentHash: `0x${(Number(number) - 1).toString(16).padStart(64, 'e')}`,
  timestamp: quantity(1_700_000_000 + Number(number)),
});
