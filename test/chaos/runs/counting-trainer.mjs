// A worker that learns nothing and counts: one line when it begins, one when it has ended well. What it hands in comes from
// the stand-in that the API's own tests use.
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

/** Long enough for something to happen to it meanwhile. */
const TRAINING_MILLISECONDS = 300;

const string = { type: 'string' };
const { values } = parseArgs({
  options: { inputs: string, 'run-id': string, attempt: string },
  // The rest is for the stand-in.
  strict: false,
});
const standIn = path.resolve(import.meta.dirname, '../../../api/test/engine/worker-stand-in.mjs');
const note = (what) => {
  const line = `${what} ${values['run-id']} ${values.attempt} ${process.pid}\n`;
  appendFileSync(path.join(values.inputs, 'count'), line);
};

note('began');
process.on('exit', (code) => code === 0 && note('ended'));
await pause(TRAINING_MILLISECONDS);
await import(pathToFileURL(standIn).href);
