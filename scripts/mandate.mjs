#!/usr/bin/env node
// mandate run <explain|cancel|retry|export|verify-log|repair> …: what an operator does about runs; docs/runs.md has the whole of it.
// The command joins the database and the chain as every process of the API does.
process.argv.splice(2, 0, 'mandate');
await import('./run-process.mjs');
