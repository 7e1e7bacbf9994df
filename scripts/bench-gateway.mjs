// npm run bench:gateway [-- options]: what the gateway adds to its upstream, a stand-in and the real worker.
import { runBench } from './lib/bench.mjs';

await runBench('gateway');
