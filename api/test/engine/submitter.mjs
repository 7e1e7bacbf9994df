// node submitter.mjs <request as JSON>: submits one attempt to the engine that the environment names, prints the answer.
import path from 'node:path';

const built = (module) => import(path.resolve(import.meta.dirname, '../../../dist/api', module));
const { readEnv } = await built('config/env.js');
const { configuredEngine } = await built('executor/configured-engine.js');

const { key, state } = await configuredEngine(readEnv()).submit(JSON.parse(process.argv[2]));
console.log(JSON.stringify({ key, state }));
