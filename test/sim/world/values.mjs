import { zeroPadBytes } from 'ethers';
import { topicOf } from '../../support/event-encoder.mjs';
import { accounts } from './organizations.mjs';

const UNIT = 10n ** 18n;
const GREATEST = 2n ** 256n - 1n;
/** Times that come late, never, or before all time; the last ones are no date any more. */
const ODD_TIMES = [0n, 1n, 253_402_300_800n, 8_640_000_000_000n, 8_640_000_000_001n, 2n ** 64n - 1n];
const TEXTS = [
  '',
  'For the long term.',
  '# A title\n\nGegen höhere Kosten – später gern \u{1F680}',
  'tab\there, back\\slash, "quoted", {braces}, \\N, \\., %s, $1',
  Buffer.from('a NUL\0 within'),
  Buffer.from([0x62, 0xc3, 0x28, 0xff, 0xed, 0xa0, 0x80, 0xf0, 0x9f]),
  Buffer.from([0xc0, 0x80, 0xe2, 0x82]),
];
const NAMES = ['assistant', 'refusal', 'helpfulness', 'toxicity', 'mandate', 'a'.repeat(32)];

/** Bytes as hex with 0x. */
export function hexOf(random, length) {
  let hex = '0x';
  for (let at = 0; at < length; at += 1) hex += random.below(256).toString(16).padStart(2, '0');
  return hex;
}

/** A short name as a contract keeps it in 32 bytes; now and then it is no name at all. */
export function nameOf(random) {
  if (random.below(20) === 0) return hexOf(random, 32);
  return bytes32Of(random.of(NAMES));
}

/** A text in 32 bytes. */
export const bytes32Of = (text) => zeroPadBytes(`0x${Buffer.from(text).toString('hex')}`, 32);

/** A text; some are more than a page of the database holds. */
export function textOf(random) {
  if (random.below(100) === 0) return 'long and longer '.repeat(200 + random.below(2_000));
  return random.of(TEXTS);
}

/** An amount; some are nothing, and some as large as can be. */
export function amountOf(random) {
  const kind = random.below(30);
  if (kind === 0) return 0n;
  if (kind === 1) return GREATEST;
  return BigInt(1 + random.below(1_000_000)) * (random.below(2) === 0 ? 1n : UNIT);
}

const listOf = (random, most, item) => Array.from({ length: random.below(most + 1) }, () => item());
const IS_TIME = /At$|Ends|[dD]eadline$|^eta/;

/** Any value that an input of an event may have. */
export function anyValueOf(random, input, now) {
  const { type, name, components, arrayChildren } = input;
  if (arrayChildren) return listOf(random, 3, () => anyValueOf(random, arrayChildren, now));
  if (components) return components.map((component) => anyValueOf(random, component, now));
  if (type === 'address') return random.of(accounts);
  if (type === 'bool') return random.below(2) === 1;
  if (type === 'string') return textOf(random);
  if (type === 'bytes') return hexOf(random, random.of([0, 4, 36, 100]));
  if (type === 'bytes32') return /^(name|metric|subject)$/.test(name) ? nameOf(random) : hexOf(random, 32);
  if (type.startsWith('bytes')) return hexOf(random, Number(type.slice(5)));
  if (IS_TIME.test(name)) return random.below(25) === 0 ? random.of(ODD_TIMES) : BigInt(now + random.below(1_000_000));
  const bits = Number(type.slice(4));
  if (bits <= 32) return BigInt(random.below(2 ** Math.min(bits, 30)));
  if (bits === 256) return amountOf(random);
  return BigInt(hexOf(random, bits / 8));
}

/** A value as it stands in a topic, without 0x. */
export function wordOf(type, value) {
  if (type === 'address') return topicOf(value);
  if (type.startsWith('bytes')) return value.slice(2).padEnd(64, '0');
  return BigInt(value).toString(16).padStart(64, '0');
}
