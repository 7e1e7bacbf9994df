#!/usr/bin/env node
// Forge's Solidity compiler: answers the two calls that forge makes with the WebAssembly compiler of the npm package `solc`,
// so that a build needs neither a native solc nor a download. CommonJS because `solc` is loaded synchronously.
const { version } = require('solc/package.json');

/** Reads the whole standard-JSON request that forge writes to stdin. */
async function readRequest() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

async function main() {
  if (process.argv.includes('--version')) {
    console.log(
      `solc, the solidity compiler commandline interface\nVersion: ${version}+commit.00000000.Emscripten.clang`,
    );
    return;
  }
  const request = await readRequest();
  process.stdout.write(require('solc').compile(request));
}

main();
