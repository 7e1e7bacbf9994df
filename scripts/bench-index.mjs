// npm run bench:index [-- options]: how fast the indexer is, on a synthetic chain; `-- --help` lists the options.
import { runBench } from './lib/bench.mjs';

await runBench('indexer');
