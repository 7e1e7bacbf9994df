import { ParamType } from 'ethers';
import { decodeValues, Malformed, shown, Text } from './decode-log.mjs';

const THRESHOLDS = 'tuple(bytes32 metric, uint8 bound, uint64 valueE6)[]';

/** What the document of each kind of policy holds. */
const documents = [
  'tuple(bytes32 subject, string job, uint16 canaryBps, uint32 canarySeconds, uint32 canaryRequests)',
  `tuple(bytes32 subject, ${THRESHOLDS} training, ${THRESHOLDS} canary)`,
  'tuple(bytes32 subject, tuple(string phrase, uint8 action, bool onOutput, string message)[] rules)',
  'tuple(bytes32 subject, tuple(uint96 minimumStake, uint32 requestsPerMinute, uint32 contextTokens)[] tiers)',
  'tuple(bytes32 subject, tuple(address account, uint16 bps)[] shares)',
].map((type) => ParamType.from(type));

/** Whole numbers that every JSON reader holds are numbers, the others are texts. */
const JSON_BITS = 48;

/** The document as JSON; null when it is none of its kind. */
export function documentOf(kind, document) {
  const type = documents[Number(kind)];
  if (!type) return null;
  try {
    const [policy] = decodeValues([type], `0x${document.toString('hex')}`);
    return asJson(type, policy);
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

function asJson(type, value) {
  if (type.arrayChildren) return value.map((one) => asJson(type.arrayChildren, one));
  if (type.components) {
    return Object.fromEntries(type.components.map((part) => [part.name, asJson(part, value[part.name])]));
  }
  if (value instanceof Text) return value.shown;
  if (type.type === 'bytes32') return shown(Buffer.from(value.slice(2).replace(/(00)+$/, ''), 'hex'));
  if (typeof value !== 'bigint') return value;
  return Number(type.type.slice(4)) <= JSON_BITS ? Number(value) : `${value}`;
}
