import { type Hex, keccak256, size, toRlp } from 'viem';

/** The RLP of a node of the trie, before it is encoded. */
type Node = Hex | readonly Node[];

/** An entry: the hex digits of its key that are left below this node, and its value. */
interface Entry {
  path: string;
  value: Hex;
}

const EMPTY_ROOT = keccak256('0x80');

/** The root of the Merkle Patricia trie that holds a list, each value under the RLP of its index: receipts, transactions. */
export function listTrieRoot(values: Hex[]): Hex {
  if (values.length === 0) return EMPTY_ROOT;
  const entries = values.map((value, index) => ({ path: toRlp(indexBytes(index)).slice(2), value }));
  return keccak256(toRlp(nodeOf(entries)));
}

const indexBytes = (index: number): Hex => {
  const digits = index === 0 ? '' : index.toString(16);
  return `0x${digits.length % 2 === 0 ? digits : `0${digits}`}`;
};

function nodeOf(entries: Entry[]): readonly Node[] {
  const [first] = entries as [Entry];
  if (entries.length === 1) return [compact(first.path, true), first.value];
  const shared = sharedLength(entries);
  if (shared > 0) {
    const below = entries.map(({ path, value }) => ({ path: path.slice(shared), value }));
    return [compact(first.path.slice(0, shared), false), linkOf(nodeOf(below))];
  }
  const children = [...'0123456789abcdef'].map((digit) => {
    const below = entries.filter(({ path }) => path[0] === digit);
    return below.length === 0 ? '0x' : linkOf(nodeOf(below.map(({ path, value }) => ({ path: path.slice(1), value }))));
  });
  // A key of RLP is never the beginning of another one, so that a branch holds no value of its own.
  return [...children, '0x'];
}

function sharedLength(entries: Entry[]): number {
  const [{ path }] = entries as [Entry];
  let length = 0;
  while (length < path.length && entries.every((entry) => entry.path[length] === path[length])) length += 1;
  return length;
}

/** A node of less than 32 bytes stands in its parent, any other one by its hash. */
function linkOf(node: readonly Node[]): Node {
  const encoded = toRlp(node);
  return size(encoded) < 32 ? node : keccak256(encoded);
}

/** Hex digits as bytes: the first digit tells whether they lead to a value, and whether their number is odd. */
function compact(path: string, isLeaf: boolean): Hex {
  const flag = isLeaf ? 2 : 0;
  return path.length % 2 === 0 ? `0x${flag}0${path}` : `0x${flag + 1}${path}`;
}
