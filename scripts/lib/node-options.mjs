// What a process of the API is started with. A backfill makes much that is soon forgotten: Node by itself lets half a gigabyte
// of it pile up before it looks; looking earlier costs nothing that could be measured (npm run bench:index).
const forIndexer = ['--initial-old-space-size=64', '--heap-growing-percent=50'];

/** Options of node for a process, before the name of its file. */
export const nodeOptionsOf = (name) => (name === 'indexer' ? forIndexer : []);
