// Speaks the worker's command line without learning anything; the name of the job's dataset says how it behaves.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { importer } from 'ipfs-unixfs-importer';

const string = { type: 'string' };
const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { job: string, inputs: string, out: string, 'run-id': string, attempt: string },
});
const sha256 = (bytes) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
const jobText = readFileSync(values.job, 'utf8');
const job = JSON.parse(jobText);
// A job that adopts a revision has no dataset.
const behaviour = job.dataset?.name ?? 'adopting';
const out = (name) => path.join(values.out, name);

mkdirSync(out('adapter'), { recursive: true });
// One line per start: a test counts how often an attempt was really begun.
appendFileSync(path.join(values.inputs, 'starts'), `${values['run-id']}.${values.attempt} ${process.pid}\n`);

// Two workers at one attempt at the same time are what no engine may ever bring about.
const isAlive = (pid) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const other = existsSync(out('working')) ? Number(readFileSync(out('working'), 'utf8')) : null;
if (other !== null && isAlive(other)) appendFileSync(path.join(values.inputs, 'overlaps'), `${other} ${process.pid}\n`);
writeFileSync(out('working'), String(process.pid));

let step = existsSync(out('checkpoint')) ? Number(readFileSync(out('checkpoint'), 'utf8')) : 0;
const progress = () => {
  const line = {
    at: new Date().toISOString(),
    phase: 'train',
    step: ++step,
    steps: 1000,
    loss: 1 / step,
    secondsLeft: 9.5,
  };
  appendFileSync(out('progress.jsonl'), `${JSON.stringify(line)}\n`);
};
progress();

if (behaviour === 'parent') {
  const grandchild = spawn('sh', ['-c', 'trap "" TERM; while :; do sleep 1; done'], { stdio: 'ignore' });
  writeFileSync(path.join(values.inputs, 'grandchild'), String(grandchild.pid));
}
if (behaviour === 'patient' || behaviour === 'stubborn' || behaviour === 'parent') {
  if (behaviour === 'stubborn') process.on('SIGTERM', () => {});
  while (!existsSync(path.join(values.inputs, 'go'))) {
    progress();
    writeFileSync(out('checkpoint.part'), String(step));
    renameSync(out('checkpoint.part'), out('checkpoint'));
    await delay(25);
  }
}
if (behaviour === 'chatty') {
  for (let line = 1; line <= 150; line++) {
    process.stdout.write(`line ${line}`);
    await delay(5);
    process.stdout.write(Buffer.from([0xff, 0xc3, 0x0a]));
  }
}
if (behaviour === 'failing' || (behaviour === 'failing-once' && values.attempt === '1')) {
  console.error('Traceback …\nRuntimeError: out of memory');
  process.exit(1);
}
if (behaviour === 'out of disk') {
  console.error('{"failed":"no space left on device"}');
  process.exit(1);
}
if (behaviour === 'garbling') {
  appendFileSync(
    out('progress.jsonl'),
    '{"at":"2030-06-30T23:59:60Z","phase":"train","step":1e99,"steps":1,"loss":1,"secondsLeft":1}\n',
  );
  console.error('{"failed":"no\\u0000pe"}');
  process.exit(1);
}
if (behaviour === 'rejecting') {
  console.error('{"rejected":"dataset.digest: not the bytes of this dataset"}');
  process.exit(2);
}
if (behaviour === 'usage') {
  console.error('usage: mandate_worker train [-h]');
  process.exit(2);
}

const revision = path.join(values.inputs, 'revisions', job.revision?.digest.slice('sha256:'.length) ?? '');
const adapter =
  behaviour === 'adopting'
    ? readFileSync(path.join(revision, 'adapter_model.safetensors'), 'utf8')
    : `adapter of ${sha256(jobText)}${behaviour === 'moody' ? values.out : ''}`;
writeFileSync(out('adapter/adapter_model.safetensors'), adapter);
const file = { path: 'adapter_model.safetensors', content: Buffer.from(adapter) };
let root;
for await (const { cid } of importer(
  [file],
  { put: async () => {} },
  { profile: 'unixfs-v1-2025', wrapWithDirectory: true },
))
  root = cid;
const artifactDigest = `sha256:${Buffer.from(root.multihash.digest).toString('hex')}`;
if (behaviour !== 'forgetful') writeFileSync(out('eval.json'), '{}');
// A moody worker parts from itself at its third step.
const losses = [0.9, 0.5, behaviour === 'moody' ? values.out.length : 0.25];
const steps = losses.map((loss, index) => `${JSON.stringify({ step: index + 1, loss })}\n`).join('');
writeFileSync(out('steps.jsonl'), steps);
const provenance = JSON.stringify({
  subject: [{ name: 'steps.jsonl', digest: { sha256: sha256(steps).slice('sha256:'.length) } }],
});
writeFileSync(out('provenance.json'), provenance);
const result = {
  version: 1,
  runId: values['run-id'],
  attempt: Number(values.attempt),
  jobDigest: sha256(jobText),
  artifactDigest: behaviour === 'forging' ? sha256('something better') : artifactDigest,
  evaluationDigest: sha256('{}'),
  provenanceDigest: sha256(provenance),
  metrics: { refusal: 0.95, helpfulness: behaviour === 'unhelpful' ? 0.1 : 1, perplexity: 3.25 },
  trainSeconds: 1,
  totalSeconds: 2,
  device: 'cpu',
  codeVersion: 'stand-in',
};
const text = JSON.stringify(result);
writeFileSync(out('result.part'), behaviour === 'nan' ? text.replace('0.95', 'NaN') : text);
renameSync(out('result.part'), out('result.json'));
