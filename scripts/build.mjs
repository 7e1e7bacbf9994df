// npm run build [contracts] [api] [web]: compiles the contracts into contracts/out, the API into dist/api, and bundles the
// web application into web/dist. What is built and did not change is left alone.
import { buildContracts, ensureApiBuilt, ensureWebBuilt } from './lib/build.mjs';
import { endWithSentence } from './lib/sentence.mjs';

const builds = { contracts: buildContracts, api: ensureApiBuilt, web: ensureWebBuilt };
const wanted = process.argv.slice(2);

endWithSentence(() => {
  for (const name of wanted.length > 0 ? wanted : Object.keys(builds)) {
    if (!builds[name]) throw new Error(`There is no "${name}" to build: ${Object.keys(builds).join(' or ')}.`);
    const startedAt = performance.now();
    builds[name]();
    console.log(`${name} built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  }
});
