import { getAddress } from 'ethers';
import { topic0Of } from './dao.mjs';

const checksummed = new Map();
/** An address of a topic or of an emitter, with its checksum. */
function addressOf(hex) {
  let address = checksummed.get(hex);
  if (address === undefined) {
    address = getAddress(`0x${hex.slice(-40)}`);
    checksummed.set(hex, address);
  }
  return address;
}

const wordOf = (data, index) => BigInt(`0x${data.slice(2 + index * 64, 66 + index * 64)}`).toString();
const smallOf = (data, index) => Number.parseInt(data.slice(53 + index * 64, 66 + index * 64), 16);
const escaped = (text) =>
  /[\\\n\r\t]/.test(text)
    ? text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/\r/g, '\\r').replace(/\t/g, '\\t')
    : text;

/** The bytes of a dynamic value, as hex. */
function bytesOf(data, index) {
  const at = 2 + smallOf(data, index) * 2;
  const length = Number.parseInt(data.slice(at + 48, at + 64), 16) * 2;
  return data.slice(at + 64, at + 64 + length);
}

/** The columns that every fact begins with. */
function headOf(log) {
  const at = new Date(Number(log.blockTimestamp) * 1000).toISOString();
  const place = `31337\t${Number(log.blockNumber)}\t${Number(log.logIndex)}`;
  return `${place}\t${log.transactionHash}\t${at}\t${addressOf(log.address)}`;
}

function vote(log, paramsOf) {
  const { data } = log;
  const reason = bytesOf(data, 3);
  const text = reason === '' ? '' : escaped(Buffer.from(reason, 'hex').toString());
  const head = `${headOf(log)}\t${wordOf(data, 0)}\t${addressOf(log.topics[1])}\t${smallOf(data, 1)}`;
  return ['vote_cast', `${head}\t${wordOf(data, 2)}\t\\\\x${reason}\t${text}\t${paramsOf(data)}\n`];
}

const decoders = {
  VoteCast: (log) => vote(log, () => '\\N'),
  VoteCastWithParams: (log) => vote(log, (data) => `\\\\x${bytesOf(data, 4)}`),
  Transfer: (log) => [
    'token_transfer',
    `${headOf(log)}\t${addressOf(log.topics[1])}\t${addressOf(log.topics[2])}\t${wordOf(log.data, 0)}\n`,
  ],
  DelegateChanged: (log) => ['delegate_changed', `${headOf(log)}\t${log.topics.slice(1).map(addressOf).join('\t')}\n`],
  DelegateVotesChanged: (log) => [
    'delegate_votes_changed',
    `${headOf(log)}\t${addressOf(log.topics[1])}\t${wordOf(log.data, 0)}\t${wordOf(log.data, 1)}\n`,
  ],
};

/** The tables that the floor fills: all but the 429 rows that are not votes or of the token. */
export const tables = ['vote_cast', 'token_transfer', 'delegate_changed', 'delegate_votes_changed'];

/** The table and the line of a log, by its first topic. */
export const decodersByTopic = new Map(Object.entries(decoders).map(([event, decode]) => [topic0Of(event), decode]));
