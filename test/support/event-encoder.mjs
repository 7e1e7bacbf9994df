import { AbiCoder, EventFragment, getAddress, keccak256, toUtf8Bytes } from 'ethers';

const coder = AbiCoder.defaultAbiCoder();
const word = (value) => BigInt(value).toString(16).padStart(64, '0');
const isText = (type) => type === 'string' || type === 'bytes';
const hexOf = (text) => (Array.isArray(text) ? text.map(hexOf) : `0x${Buffer.from(text).toString('hex')}`);

/** One event of a contract, encoded as a node hands it over. Lists are left to ethers; all else takes a short way. */
export class EventEncoder {
  #plain;
  #isSimple;

  constructor(signature) {
    const fragment = EventFragment.from(signature);
    this.inputs = fragment.inputs;
    this.topic = fragment.topicHash;
    this.#plain = fragment.inputs.filter(({ indexed }) => !indexed).map(({ type }) => type);
    this.#isSimple = this.#plain.every((type) => /^(uint\d+|address|bool|string|bytes)$/.test(type));
  }

  /** The log of these values: the indexed ones as words of hex without 0x, the others as they are; texts may be bytes. */
  encode(indexed, values) {
    const topics = [this.topic, ...indexed.map((topic) => `0x${topic}`)];
    return { topics, data: this.#isSimple ? this.#encodeSimple(values) : this.#encodeAny(values) };
  }

  /** To ethers a text is bytes, so that it can be any bytes. */
  #encodeAny(values) {
    const types = this.#plain.map((type) => type.replace(/^string/, 'bytes'));
    const given = values.map((value, index) => (this.#plain[index].startsWith('string') ? hexOf(value) : value));
    return coder.encode(types, given);
  }

  #encodeSimple(values) {
    let head = '0x';
    let tail = '';
    values.forEach((value, index) => {
      const type = this.#plain[index];
      if (!isText(type)) {
        head += word(value);
        return;
      }
      head += word(values.length * 32 + tail.length / 2);
      const hex = type === 'string' ? Buffer.from(value).toString('hex') : value.slice(2);
      tail += word(hex.length / 2) + hex.padEnd(Math.ceil(hex.length / 64) * 64, '0');
    });
    return head + tail;
  }
}

/** An address as the word that it is in a topic. */
export const topicOf = (address) => address.slice(2).toLowerCase().padStart(64, '0');

/** An address that is the same in every run. */
export const addressOf = (name) => getAddress(`0x${keccak256(toUtf8Bytes(name)).slice(26)}`);
