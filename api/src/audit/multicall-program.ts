import { concat, type Hex, numberToHex, size } from 'viem';

const WORD = 32;

/** A view call as the chain takes it. */
export interface Call {
  to: string;
  data: Hex;
}

/** What came of a call. */
export interface Answer {
  isReverted: boolean;
  /** What was returned, or the revert's own data. */
  data: Hex;
}

/** Where the program is put for the time of one `eth_call`; nobody's address. */
export const PROGRAM_ADDRESS = '0x4d616e6461746541756469740000000000000001';

/**
 * What one call may burn: far more than any view of a governor takes, far less than an endpoint gives for all of them.
 */
const GAS_OF_A_CALL = 'PUSH4 004c4b40';

/**
 * Calls one contract after the other and returns all that they return. A request is `address (20) length (4) data` per
 * call; an answer is a word with the length and, in its highest bit, whether the call went well, and then the data.
 * Memory: 00 how far the request is read, 20 how far the answer is written, 40 the answer. No opcode is newer than 2019,
 * so that it runs in old blocks, too.
 */
const SOURCE = `
  PUSH1 40 PUSH1 20 MSTORE
  JUMPDEST                                                              :next
  CALLDATASIZE PUSH1 00 MLOAD LT ISZERO PUSH1 :end JUMPI
  PUSH1 00 MLOAD DUP1 PUSH1 14 ADD CALLDATALOAD PUSH1 e0 SHR
  DUP1 DUP3 PUSH1 18 ADD PUSH1 20 MLOAD CALLDATACOPY
  PUSH1 00 PUSH1 00 DUP3 PUSH1 20 MLOAD DUP6 CALLDATALOAD PUSH1 60 SHR ${GAS_OF_A_CALL} STATICCALL
  PUSH1 ff SHL RETURNDATASIZE OR PUSH1 20 MLOAD MSTORE
  RETURNDATASIZE PUSH1 00 PUSH1 20 MLOAD PUSH1 20 ADD RETURNDATACOPY
  PUSH1 20 MLOAD PUSH1 20 ADD RETURNDATASIZE ADD PUSH1 20 MSTORE
  ADD PUSH1 18 ADD PUSH1 00 MSTORE
  PUSH1 :next JUMP
  JUMPDEST                                                              :end
  PUSH1 40 PUSH1 20 MLOAD SUB PUSH1 40 RETURN`;

const OPCODES: Record<string, string> = {
  ADD: '01',
  SUB: '03',
  LT: '10',
  ISZERO: '15',
  OR: '17',
  SHL: '1b',
  SHR: '1c',
  CALLDATALOAD: '35',
  CALLDATASIZE: '36',
  CALLDATACOPY: '37',
  RETURNDATASIZE: '3d',
  RETURNDATACOPY: '3e',
  MLOAD: '51',
  MSTORE: '52',
  JUMP: '56',
  JUMPI: '57',
  JUMPDEST: '5b',
  PUSH1: '60',
  PUSH4: '63',
  DUP1: '80',
  DUP3: '82',
  DUP6: '85',
  RETURN: 'f3',
  STATICCALL: 'fa',
};

/** The program's bytes. */
export const PROGRAM: Hex = assemble(SOURCE);

/** A name after a JUMPDEST says where it is; after a PUSH1 it stands for that place. */
function assemble(source: string): Hex {
  const words = source.trim().split(/\s+/);
  const places = new Map<string, number>();
  const bytes: (string | { place: string })[] = [];
  for (const [at, word] of words.entries()) {
    if (!word.startsWith(':')) bytes.push(...(OPCODES[word] ? [OPCODES[word]] : (word.match(/../g) ?? [])));
    else if (words[at - 1] === 'JUMPDEST') places.set(word, bytes.length - 1);
    else bytes.push({ place: word });
  }
  const hexOf = (place: string) => (places.get(place) ?? 0).toString(16).padStart(2, '0');
  return `0x${bytes.map((byte) => (typeof byte === 'string' ? byte : hexOf(byte.place))).join('')}`;
}

/** The request for some calls. */
export function packCalls(calls: readonly Call[]): Hex {
  return concat(calls.flatMap(({ to, data }) => [to as Hex, numberToHex(size(data), { size: 4 }), data]));
}

/** The answers in the order of the calls; null when the bytes are not what the program returns for so many calls. */
export function unpackAnswers(data: Hex, count: number): Answer[] | null {
  const bytes = Buffer.from(data.slice(2), 'hex');
  const answers: Answer[] = [];
  let at = 0;
  while (at + WORD <= bytes.length) {
    const isReverted = bytes.readUInt8(at) < 0x80;
    const start = at + WORD;
    at = start + bytes.readUInt32BE(start - 4);
    answers.push({ isReverted, data: `0x${bytes.toString('hex', start, at)}` });
  }
  return at === bytes.length && answers.length === count ? answers : null;
}
