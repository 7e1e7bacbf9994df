import { describe, expect, it } from '@jest/globals';
import { EndpointsDisagree, QuorumReads } from '../../src/chain/quorum-reads.js';

const block = (number: number, hash: string, more = {}) => ({
  id: 1,
  result: { number: `0x${number.toString(16)}`, hash, parentHash: '0xaa', timestamp: '0x1', ...more },
});
const blockCall = (which: string) => ({ id: 1, method: 'eth_getBlockByNumber', params: [which, false] });
const logsCall = { id: 1, method: 'eth_getLogs', params: [{}] };
const log = (data: string) => ({ address: '0xA1', topics: ['0x01'], data, blockHash: '0xb', logIndex: '0x0' });
const DOWN = new Error('ECONNREFUSED');

/** Addresses that always say the same. */
function reads(quorum: number, ...says: unknown[]) {
  const asked: number[] = [];
  const contradicted: number[] = [];
  const ask = async (index: number) => {
    asked.push(index);
    if (says[index] instanceof Error) throw says[index];
    return says[index];
  };
  const read = new QuorumReads(quorum, says.length, ask, (index) => contradicted.push(index));
  return { read, asked, contradicted };
}

describe('reads by a quorum', () => {
  it('take what two say alike, and ask nobody else', async () => {
    const { read, asked } = reads(2, block(7, '0x7'), block(7, '0x7'), block(7, '0xbad'));

    expect(await read.read(blockCall('0x7'))).toEqual(block(7, '0x7'));
    expect(asked).toEqual([0, 1]);
  });

  it('ask a third when two differ, and name the one that is alone', async () => {
    const { read, contradicted } = reads(2, block(7, '0xbad'), block(7, '0x7'), block(7, '0x7'));

    expect(await read.read(blockCall('0x7'))).toEqual(block(7, '0x7'));
    expect(contradicted).toEqual([0]);
  });

  it('do without one that is down', async () => {
    const { read, contradicted } = reads(2, DOWN, block(7, '0x7'), block(7, '0x7'));

    expect(await read.read(blockCall('0x7'))).toEqual(block(7, '0x7'));
    expect(contradicted).toEqual([]);
  });

  it('are refused when no two agree, or too few answer', async () => {
    const disagreeing = reads(2, block(7, '0x1'), block(7, '0x2'), block(7, '0x3'));
    await expect(disagreeing.read.read(blockCall('0x7'))).rejects.toBeInstanceOf(EndpointsDisagree);

    await expect(reads(2, block(7, '0x7'), DOWN).read.read(blockCall('0x7'))).rejects.toBe(DOWN);
  });

  it('find a block that one lacks, and a log that one dropped', async () => {
    const lacking = reads(2, { id: 1, result: null }, block(7, '0x7'));
    await expect(lacking.read.read(blockCall('0x7'))).rejects.toBeInstanceOf(EndpointsDisagree);

    const whole = { id: 1, result: [log('0x01'), log('0x02')] };
    const { read, contradicted } = reads(2, { id: 1, result: [log('0x01')] }, whole, whole);
    expect(await read.read(logsCall)).toEqual(whole);
    expect(contradicted).toEqual([0]);
  });

  it('do not mind what else nodes tell, nor the case of hex, nor the words of errors', async () => {
    const odd = reads(2, block(7, '0xAB'), block(7, '0xab', { size: '0x1' }));
    expect(await odd.read.read(blockCall('0x7'))).toEqual(block(7, '0xAB'));

    const refusals = reads(2, { id: 1, error: { message: 'too large' } }, { id: 1, error: { message: 'limit' } });
    expect(await refusals.read.read(logsCall)).toMatchObject({ error: { message: 'too large' } });
  });

  it('compare the answers of a batch by their ids', async () => {
    const calls = [
      { ...blockCall('0x7'), id: 1 },
      { ...blockCall('0x8'), id: 2 },
    ];
    const seven = block(7, '0x7');
    const eight = { ...block(8, '0x8'), id: 2 };

    expect(await reads(2, [seven, eight], [eight, seven]).read.read(calls)).toEqual([seven, eight]);
  });

  it('take the oldest head, which all that were asked have', async () => {
    const { read } = reads(2, block(9, '0x9'), block(8, '0x8'), block(20, '0x20'));

    expect(await read.read(blockCall('latest'))).toEqual(block(8, '0x8'));
  });

  it('concern blocks and logs only, and only where a quorum is asked for', () => {
    const { read } = reads(2, null, null);

    expect([blockCall('0x7'), logsCall, [logsCall]].every((payload) => read.concerns(payload))).toBe(true);
    expect(read.concerns({ id: 1, method: 'eth_call', params: [] })).toBe(false);
    expect(reads(1, null).read.concerns(logsCall)).toBe(false);
  });
});
