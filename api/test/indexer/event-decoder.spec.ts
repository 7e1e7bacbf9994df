import { describe, expect, it } from '@jest/globals';
import { concat, toBeHex, zeroPadValue } from 'ethers';
import { EventDecoder } from '../../src/indexer/event-decoder.js';
import { UndecodableLog } from '../../src/indexer/undecodable-log.js';
import { aRandomLog, comparable, damaged, decodeByEthers, everyEvent, Seeded } from './decoder-fuzz.js';

/** More are compared when asked for: DECODER_LOGS=100000 takes half a minute. */
const LOGS = Number(process.env.DECODER_LOGS ?? 3_000);
const LOGS_OF_AN_EVENT = Math.ceil(LOGS / everyEvent.length);

const cases = everyEvent.map((event, index) => ({ name: event.format('sighash'), event, seed: index + 1 }));

/** What our decoder reads in the order of the inputs, texts as their bytes. */
function decodeByUs(decoder: EventDecoder, names: string[], log: { topics: string[]; data: string }): unknown[] {
  const { args, raw } = decoder.decode(log.topics, log.data);
  return names.map((name) => raw[name] ?? args[name]);
}

describe('EventDecoder', () => {
  it.each(cases)('reads in $name what ethers reads', ({ event, seed }) => {
    const decoder = new EventDecoder(event.format('full'));
    const names = event.inputs.map(({ name }) => name);
    const seeded = new Seeded(seed);
    for (let count = 0; count < LOGS_OF_AN_EVENT; count += 1) {
      const log = aRandomLog(event, seeded);

      expect(comparable(decodeByUs(decoder, names, log))).toEqual(comparable(decodeByEthers(event, log)));
    }
  });

  it.each(cases)('refuses in $name what ethers refuses, and reads nothing else into it', ({ event, seed }) => {
    const decoder = new EventDecoder(event.format('full'));
    const names = event.inputs.map(({ name }) => name);
    const seeded = new Seeded(1_000 + seed);
    for (let count = 0; count < LOGS_OF_AN_EVENT; count += 1) {
      const log = damaged(aRandomLog(event, seeded), seeded);
      let ours: unknown[];
      try {
        ours = decodeByUs(decoder, names, log);
      } catch (error) {
        expect(error).toBeInstanceOf(UndecodableLog);
        continue;
      }
      expect(comparable(ours)).toEqual(comparable(decodeByEthers(event, log)));
    }
  });

  const word = (value: bigint | number) => zeroPadValue(toBeHex(value), 32);
  const decode = (signature: string, ...words: (bigint | number)[]) => {
    const decoder = new EventDecoder(signature);
    return decoder.decode([decoder.topic], concat(words.map(word)));
  };

  it.each([
    ['a number that is wider than its type', 'event E(uint8 value)', [256]],
    ['an address of more than 20 bytes', 'event E(address value)', [2n ** 160n]],
    ['a flag that is neither yes nor no', 'event E(bool value)', [2]],
    ['a name that goes on after its end', 'event E(bytes4 value)', [1]],
    ['a negative number that is wider than its type', 'event E(int8 value)', [128]],
    ['a text beyond the end', 'event E(string value)', [32, 33, 0]],
    ['a place beyond the end', 'event E(string value)', [2n ** 200n]],
    ['a list that is longer than the data', 'event E(uint256[] value)', [32, 100, 1]],
    ['less than its values take', 'event E(uint256 a, uint256 b)', [1]],
  ])('refuses %s', (_what, signature, words) => {
    expect(() => decode(signature, ...words)).toThrow(UndecodableLog);
  });

  it('refuses a small log that would be a large value', () => {
    // A thousand elements that are all the same kilobyte.
    const places = Array.from({ length: 1_000 }, () => 32_000);
    const bomb = [32, 1_000, ...places, 1_024, ...Array.from({ length: 32 }, () => 1)];

    expect(() => decode('event E(bytes[] value)', ...bomb)).toThrow('share their place');
  });

  it('takes the last bytes without padding, and bytes in upper case', () => {
    const decoder = new EventDecoder('event E(bytes value)');

    const { args } = decoder.decode([decoder.topic], `${concat([word(32), word(2)])}ABCD`);

    expect(args).toEqual({ value: '0xabcd' });
  });

  it('keeps of an indexed text the hash that stands in the topic', () => {
    const decoder = new EventDecoder('event E(string indexed value)');

    expect(decoder.decode([decoder.topic, word(7)], '0x').args).toEqual({ value: word(7) });
  });
});
