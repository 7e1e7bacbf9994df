import { addressOf } from '../../support/event-encoder.mjs';
import { namesByKind } from './events.mjs';

const strangers = ['stranger', 'impostor', 'factory'].map((name) => addressOf(`simulated ${name}`));
/** Events that mean nothing where they come from: of a governor these, of a token those. */
const OUT_OF_PLACE = {
  governor: ['Staked', 'RunFailed', 'Transfer'],
  token: ['ProposalExecuted', 'VoteCast', 'BondSlashed'],
};
const EVERY_EVENT = Object.values(namesByKind).flat();

/** Logs that are nobody's, or not what they seem. */
export class Oddities {
  #random;
  #transaction;

  constructor({ random, transaction }) {
    this.#random = random;
    this.#transaction = transaction;
  }

  /** Something of this organization, and yet nothing of it. */
  step({ governor, token }) {
    const random = this.#random;
    const emit = (address, event) => this.#transaction.emit(address, event);
    const steps = [
      () => emit(random.of(strangers), random.of(EVERY_EVENT)),
      () => emit(random.of(strangers), random.of(EVERY_EVENT)),
      () => emit(governor, random.of(namesByKind.other)),
      () => emit(governor, random.of(OUT_OF_PLACE.governor)),
      () => emit(token, random.of(OUT_OF_PLACE.token)),
      () => this.#spoil(governor),
    ];
    random.of(steps)();
  }

  /** A log that has the right name and the wrong shape. */
  #spoil(governor) {
    const random = this.#random;
    const [event, spoilings] = random.of(SPOILT);
    this.#transaction.emit(governor, event);
    this.#transaction.spoil(random.of(spoilings));
  }
}

const anotherTopic = (log) => ({ ...log, topics: [...log.topics, log.topics[0]] });
const oneTopicLess = (log) => ({ ...log, topics: log.topics.slice(0, -1) });
const cut = (log) => ({ ...log, data: log.data.slice(0, 2 + 62) });
const empty = (log) => ({ ...log, data: '0x' });
/** The first value has bits that its type does not have. */
const overfull = (log) => ({ ...log, data: `0xff${log.data.slice(4)}` });

const SPOILT = [
  ['VoteCast', [anotherTopic, oneTopicLess, cut, empty]],
  ['ProposalExtended', [oneTopicLess, cut, overfull]],
  ['TimelockChange', [anotherTopic, cut, overfull]],
  ['ProposalCreated', [anotherTopic, cut, empty]],
];
