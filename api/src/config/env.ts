import path from 'node:path';
import { z } from 'zod';
import { ConfigError } from './config-error.js';
import { checkEngine, engineVariables } from './engine-env.js';

const port = (standard: number) => z.coerce.number().int().min(0).max(65_535).default(standard);
const databaseUrl = z
  .string({ error: 'must be set: a PostgreSQL connection string' })
  .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://');

/** A path may hold blanks, so a list says it without doubt. A program named by a path is found from here, wherever it is started. */
function commandOf(text: string, context: z.RefinementCtx): [string, ...string[]] {
  const words: unknown = text.startsWith('[') ? parseJson(text) : text.split(/\s+/).filter(Boolean);
  const parsed = z.tuple([z.string()], z.string()).safeParse(words);
  if (parsed.success) {
    const [program, ...rest] = parsed.data;
    return [program.includes('/') ? path.resolve(program) : program, ...rest];
  }
  context.addIssue({ code: 'custom', message: 'must be a program with its arguments, or a JSON list of them' });
  return z.NEVER;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Every environment variable that a process reads, with its unit in the name and a default that runs locally. */
const envSchema = z.object({
  /** The database of all processes. */
  DATABASE_URL: databaseUrl,
  /** Path of the JSON or YAML file that lists the organizations. */
  MANDATE_CONFIG: z.string({ error: 'must be set: the path of a JSON or YAML file that lists organizations' }).min(1),
  /** The address that doors listen on. */
  HOST: z.string().default('127.0.0.1'),
  GRAPHQL_PORT: port(4000),
  GATEWAY_PORT: port(4100),
  /** Health and metrics of the indexer. */
  INDEXER_PORT: port(4200),
  /** Health and metrics of the executor. */
  EXECUTOR_PORT: port(4300),
  /** Health and metrics of an audit that is made again and again. */
  AUDIT_PORT: port(4400),

  /** How often a chain is asked for a new head. */
  INDEXER_POLL_MILLISECONDS: z.coerce.number().int().min(50).default(500),

  /** The worker's program and first arguments: separated by blanks, or a JSON list; started in `WORKER_DIR`. */
  WORKER_COMMAND: z
    .string()
    .default(JSON.stringify([path.resolve('.venv/bin/python'), '-m', 'mandate_worker']))
    .transform(commandOf),
  WORKER_DIR: z.string().default('worker'),
  /** Base models, datasets and suites, laid out by the worker, with their catalogue. */
  WORKER_INPUTS_DIR: z.string().default('.data/inputs'),
  /** How many threads one training may use. */
  WORKER_THREADS: z.coerce.number().int().min(1).max(256).default(1),
  /** The worker's key, which takes runs and signs receipts: an encrypted keystore and the file of its password. */
  WORKER_KEYSTORE: z.string().optional(),
  WORKER_KEYSTORE_PASSWORD_FILE: z.string().optional(),
  /** A raw key, on the local chain only. */
  WORKER_DEV_KEY: z.string().optional(),
  /** What an executor does: carry runs out, or carry out again what other workers have submitted, and confirm it. */
  EXECUTOR_ROLE: z.enum(['carry-out', 'confirm'], { error: 'must be carry-out or confirm' }).default('carry-out'),
  /** How often the executor looks at every run when nothing wakes it. */
  EXECUTOR_SWEEP_MILLISECONDS: z.coerce.number().int().min(50).default(2_000),
  ...engineVariables,
  /** A directory per attempt: job, logs, result. A cluster's nodes find it by the same path. */
  RUNS_DIR: z.string().default('.data/runs'),
  /** The content-addressed store of revisions. */
  ARTIFACT_DIR: z.string().default('.data/artifacts'),
  /** A store that several machines share: a bucket (`s3+https://host/bucket?region=…`) or an IPFS node (`kubo+http://host:5001`). */
  ARTIFACT_SHARED_URL: z
    .string()
    .regex(/^(s3|kubo)\+https?:\/\//, 'must begin with s3+https://, s3+http://, kubo+https:// or kubo+http://')
    .optional(),
  /** Who writes to the bucket. */
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),

  /** The organization that the gateway serves; by default the first one with a run registry. */
  GATEWAY_ORGANIZATION: z.string().optional(),
  /** The subject that the gateway serves, which is also its model name. */
  GATEWAY_SUBJECT: z.string().default('assistant'),
  /** The base model's directory; by default the one model in `WORKER_INPUTS_DIR/base`. */
  GATEWAY_BASE_DIR: z.string().optional(),
  /** Whether the gateway itself asks a canary what nobody else asks, until it has its requests. */
  GATEWAY_PROBES: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  /** How far back the active revision is measured. */
  GATEWAY_WINDOW_SECONDS: z.coerce.number().int().min(10).default(300),
  /** How long the serve process may take to load the base model. */
  GATEWAY_READY_SECONDS: z.coerce.number().int().min(1).default(180),
  /** The observer's key, which signs what the gateway measured; without one the gateway serves and promotes nothing. */
  OBSERVER_KEYSTORE: z.string().optional(),
  OBSERVER_KEYSTORE_PASSWORD_FILE: z.string().optional(),
  /** A raw key, on the local chain only. */
  OBSERVER_DEV_KEY: z.string().optional(),
});

/** The parsed environment. */
export type Env = z.infer<typeof envSchema>;

/** Parses the environment; an empty variable counts as absent. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = envSchema.superRefine(checkEngine).safeParse(present);
  if (parsed.success) return parsed.data;

  const [issue] = parsed.error.issues;
  throw new ConfigError(`${issue?.path.join('.')} ${sentenceOf(issue?.message)}.`);
}

/** What zod says, as the second half of a sentence that begins with the variable's name. */
const sentenceOf = (message = 'is not valid') => (/^(must|is) /.test(message) ? message : `is not valid: ${message}`);
