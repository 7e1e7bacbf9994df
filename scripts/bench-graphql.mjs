// npm run bench:graphql [-- options]: how fast the GraphQL door is, beside a server that does nothing but its SQL.
import { runBench } from './lib/bench.mjs';

await runBench('graphql');
