import { describe, expect, it } from '@jest/globals';
import type { BlockHeader } from '../../src/chain/block-header.js';
import { ChainMoved, UnsoundAnswer } from '../../src/chain/chain-errors.js';
import type { ChainLog } from '../../src/chain/chain-log.js';
import type { ChainReader } from '../../src/chain/chain-reader.js';
import { HttpFailure } from '../../src/chain/http-post.js';
import { RpcRefusal } from '../../src/chain/json-rpc-client.js';
import { LogRanges } from '../../src/chain/log-ranges.js';
import { LogDecoder } from '../../src/indexer/log-decoder.js';
import { readFinalStretch, readRecentStretch } from '../../src/indexer/read-stretch.js';
import { aBlockHeader, aChainLog, CONTRACT } from '../builders/a-chain-log.js';

const hashOf = (number: number) => `0x${number.toString(16).padStart(64, '0')}`;
const FULL = `0x${'f'.repeat(512)}`;
const EMPTY = `0x${'0'.repeat(512)}`;

const headerOf = (number: number, changes: Partial<BlockHeader> = {}): BlockHeader =>
  aBlockHeader({ number, hash: hashOf(number), parentHash: hashOf(number - 1), timestamp: number, ...changes });

const logOf = (blockNumber: number, logIndex = 0, changes: Partial<ChainLog> = {}): ChainLog =>
  aChainLog({ blockNumber, logIndex, blockHash: hashOf(blockNumber), blockTimestamp: blockNumber, ...changes });

/** A node with these logs; `asked` tells which blocks were asked for. */
function aReader(logs: ChainLog[], byHash: ChainLog[] = logs) {
  const asked: number[] = [];
  const reader = {
    logsOfRange: async () => logs,
    logsOfBlock: async (hash: string) => byHash.filter(({ blockHash }) => blockHash === hash),
    logsOfBlocks: async (hashes: string[]) => byHash.filter(({ blockHash }) => hashes.includes(blockHash)),
    findBlock: async (number: number) => {
      asked.push(number);
      return headerOf(number);
    },
    findBlocks: async (numbers: number[]) => {
      asked.push(...numbers);
      return numbers.map((number) => headerOf(number));
    },
  } as unknown as ChainReader;
  return { reader, asked };
}

const final = (reader: ChainReader, toBlock = 100, lastBlock = 1_000) =>
  readFinalStretch(reader, new LogRanges(reader), [CONTRACT], { fromBlock: 1, toBlock, lastBlock });

describe('readFinalStretch', () => {
  it('asks for no block where the logs tell theirs, and goes on behind the last of them', async () => {
    const { reader, asked } = aReader([logOf(5), logOf(9)]);

    const { last, toBlock, blocks } = await final(reader);

    expect([last.number, last.hash, toBlock]).toEqual([9, hashOf(9), 100]);
    expect([...blocks.keys()]).toEqual([5, 9]);
    expect(asked).toEqual([]);
  });

  it('asks for the blocks of logs that do not tell their time', async () => {
    const { reader, asked } = aReader([logOf(5, 0, { blockTimestamp: undefined }), logOf(9)]);

    expect((await final(reader)).blocks.get(5)?.timestamp).toBe(5);
    expect(asked).toEqual([5]);
  });

  it.each([
    ['without any log', [], 100, 1_000],
    ['that is the last one', [logOf(5)], 100, 100],
  ])('asks for the end of a stretch %s', async (_which, logs, toBlock, lastBlock) => {
    const { reader, asked } = aReader(logs);

    expect((await final(reader, toBlock, lastBlock)).last.number).toBe(100);
    expect(asked).toEqual([100]);
  });

  it.each<[string, ChainLog[], new (...args: never[]) => Error]>([
    ['a log twice', [logOf(5, 1), logOf(5, 1)], UnsoundAnswer],
    ['a log before the range', [logOf(0)], UnsoundAnswer],
    ['a log behind the range', [logOf(101)], UnsoundAnswer],
    ['a log that was taken back', [logOf(5, 0, { isRemoved: true })], UnsoundAnswer],
    ['two blocks of one number', [logOf(5, 0), logOf(5, 1, { blockHash: hashOf(6) })], ChainMoved],
  ])('refuses an answer with %s', async (_what, logs, error) => {
    await expect(final(aReader(logs).reader)).rejects.toThrow(error);
  });
});

describe('readRecentStretch', () => {
  const decoder = new LogDecoder(31337, [{ address: CONTRACT, role: 'token' }]);
  const recent = (reader: ChainReader, headers: BlockHeader[], afterHash = hashOf(9)) =>
    readRecentStretch(reader, decoder, headers, { number: 9, hash: afterHash });
  const headers = (logsBloom: string) => [10, 11, 12].map((number) => headerOf(number, { logsBloom }));

  it('says so when the blocks stand on another one', async () => {
    expect(await recent(aReader([]).reader, headers(EMPTY), hashOf(7))).toBeNull();
  });

  it('refuses headers that do not stand on each other', async () => {
    const broken = [headerOf(10), headerOf(11, { parentHash: hashOf(7) })];

    await expect(recent(aReader([]).reader, broken)).rejects.toThrow(ChainMoved);
  });

  it('refuses logs of another branch than the headers', async () => {
    const { reader } = aReader([logOf(10, 0, { blockHash: hashOf(77) })]);

    await expect(recent(reader, headers(FULL))).rejects.toThrow(ChainMoved);
  });

  it('asks again, by hash, for blocks whose bloom speaks of logs that the range did not bring', async () => {
    const { reader } = aReader([logOf(10)], [logOf(11), logOf(12)]);

    expect((await recent(reader, headers(FULL)))?.logs.map(({ blockNumber }) => blockNumber)).toEqual([10, 11, 12]);
  });

  it('believes in an empty block where the bloom says so, but not on a chain without blooms', async () => {
    const dropped = [logOf(11)];

    expect((await recent(aReader([], dropped).reader, headers(EMPTY)))?.logs).toEqual([]);
    expect((await recent(aReader([logOf(10)], dropped).reader, headers(EMPTY)))?.logs).toHaveLength(2);
  });

  it('asks for each block by its hash where the node refuses the range', async () => {
    const { reader } = aReader([], [logOf(10), logOf(12)]);
    const refusal = new RpcRefusal({
      code: -32_600,
      message: 'You can make eth_getLogs requests with up to a 2 block range',
    });
    const refusing = Object.assign(reader, { logsOfRange: () => Promise.reject(refusal) });

    expect((await recent(refusing, headers(FULL)))?.logs).toHaveLength(2);
  });

  it('fails where the node does not answer at all', async () => {
    const { reader } = aReader([], [logOf(10)]);
    const silent = Object.assign(reader, { logsOfRange: () => Promise.reject(new HttpFailure('gone', 'ECONNRESET')) });

    await expect(recent(silent, headers(FULL))).rejects.toThrow('gone');
  });

  it('asks for a single block by its hash', async () => {
    const { reader } = aReader([], [logOf(10)]);

    expect((await recent(reader, [headerOf(10)]))?.logs).toHaveLength(1);
  });
});
