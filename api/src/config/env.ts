import { z } from 'zod';
import { ConfigError } from './config-error.js';

const port = (standard: number) => z.coerce.number().int().min(0).max(65_535).default(standard);
const databaseUrl = z
  .string({ error: 'must be set: a PostgreSQL connection string' })
  .regex(/^postgres(ql)?:\/\//, 'must begin with postgres:// or postgresql://');

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

  /** How often a chain is asked for a new head. */
  INDEXER_POLL_MILLISECONDS: z.coerce.number().int().min(50).default(500),
});

/** The parsed environment. */
export type Env = z.infer<typeof envSchema>;

/** Parses the environment; an empty variable counts as absent. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
  const parsed = envSchema.safeParse(present);
  if (parsed.success) return parsed.data;

  const [issue] = parsed.error.issues;
  throw new ConfigError(`${issue?.path.join('.')} ${sentenceOf(issue?.message)}.`);
}

/** What zod says, as the second half of a sentence that begins with the variable's name. */
const sentenceOf = (message = 'is not valid') => (/^(must|is) /.test(message) ? message : `is not valid: ${message}`);
