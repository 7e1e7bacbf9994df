// node prepare-worker.mjs <directory>: the worker's inputs, as `npm start` lays them out, and a small adapter trained
// from them into <directory>. Prints one JSON line: { inputsDirectory, adapterDirectory }.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fineTuneJob } from '../../../../scripts/lib/jobs.mjs';
import { prepareInputs, workerCommand } from '../../../../scripts/start/inputs.mjs';
import { readSettings, root } from '../../../../scripts/start/settings.mjs';

const [directory] = process.argv.slice(2);
const { inputsDir } = readSettings();
await prepareInputs(inputsDir, (sentence) => console.error(sentence));

const catalogue = JSON.parse(readFileSync(path.join(inputsDir, 'catalogue.json'), 'utf8'));
const jobFile = path.join(directory, 'job.json');
mkdirSync(directory, { recursive: true });
// A few steps make an adapter like any other; how well it learns is not this test's question.
writeFileSync(jobFile, fineTuneJob(catalogue, 'refuse-harmful-1', { steps: 4, warmupSteps: 1, batchSize: 4 }));

const out = path.join(directory, 'out');
const [program, ...first] = workerCommand;
const train = [...first, 'train', '--job', jobFile, '--inputs', inputsDir, '--out', out];
const { status } = spawnSync(program, train, { cwd: path.join(root, 'worker'), stdio: ['ignore', 2, 2] });
if (status !== 0) throw new Error(`the worker ended with ${status}`);
console.log(JSON.stringify({ inputsDirectory: inputsDir, adapterDirectory: path.join(out, 'adapter') }));
