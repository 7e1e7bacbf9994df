#!/usr/bin/env node
// mandate run <explain|cancel|retry|export|verify-log|repair> …: what an operator does about runs; docs/runs.md has the whole of it.
// The command joins the database and the chain as every process of the API does.
import { ensureApiBuilt } from './lib/build.mjs';
import { endWithSentence } from './lib/sentence.mjs';

// Who has mistyped it wants to hear that, and not first what is to be set up.
await endWithSentence(async () => {
  ensureApiBuilt();
  const { readRunCommand } = await import('../dist/api/executor/operator/run-command.js');
  readRunCommand(process.argv.slice(2));
});
process.argv.splice(2, 0, 'mandate');
await import('./run-process.mjs');
