import { z } from 'zod';

const count = (least: number, standard: number) => z.coerce.number().int().min(least).default(standard);

/** The variables that say where attempts execute. */
export const engineVariables = {
  /** Where attempts execute: on this machine, or on a cluster. */
  EXECUTOR_ENGINE: z.enum(['local', 'ray', 'slurm'], { error: 'must be local, ray or slurm' }).default('local'),
  /** How many attempts the local engine runs at the same time. */
  LOCAL_ENGINE_SLOTS: z.coerce.number().int().min(1).max(64).default(1),
  /** How many attempts are handed to a cluster at the same time; what has no room there waits there. */
  CLUSTER_SLOTS: count(1, 8),
  /** What one attempt takes of a cluster. */
  CLUSTER_NODES: count(1, 1),
  CLUSTER_CPUS_PER_NODE: count(1, 1),
  CLUSTER_GPUS_PER_NODE: count(0, 0),
  /** How long a start may be silent before its successor takes it to be dead. */
  CLUSTER_LEASE_SECONDS: count(4, 20),

  /** The dashboard of a Ray cluster. */
  RAY_ADDRESS: z
    .string()
    .regex(/^https?:\/\/[^/]/, 'must begin with http:// or https://')
    .optional(),
  /** The file that holds the cluster's token. It is read before every request. */
  RAY_AUTH_TOKEN_FILE: z.string().optional(),
  /** The Python that has Ray, on the cluster's nodes. */
  RAY_PYTHON: z.string().default('python'),

  /** Where slurmrestd listens. */
  SLURM_REST_URL: z
    .string()
    .regex(/^(https?:\/\/[^/]|unix:\/)/, 'must begin with http://, https:// or unix:/')
    .optional(),
  /** Who hands jobs in, and the file that holds this user's token. It is read before every request. */
  SLURM_USER: z.string().optional(),
  SLURM_TOKEN_FILE: z.string().optional(),
  SLURM_PARTITION: z.string().optional(),
  SLURM_ACCOUNT: z.string().optional(),
};

type EngineVariables = z.infer<z.ZodObject<typeof engineVariables>>;

/** What the chosen engine cannot do without. */
export function checkEngine(env: EngineVariables, context: z.RefinementCtx): void {
  for (const name of needed(env)) {
    if (env[name] !== undefined) continue;
    context.addIssue({
      code: 'custom',
      path: [name],
      message: `must be set when EXECUTOR_ENGINE is ${env.EXECUTOR_ENGINE}`,
    });
  }
}

function needed({ EXECUTOR_ENGINE: engine, SLURM_REST_URL: slurm }: EngineVariables): (keyof EngineVariables)[] {
  if (engine === 'ray') return ['RAY_ADDRESS', 'RAY_AUTH_TOKEN_FILE'];
  if (engine !== 'slurm') return [];
  // Who may open the socket is known by that.
  return slurm?.startsWith('unix:') ? ['SLURM_REST_URL'] : ['SLURM_REST_URL', 'SLURM_USER', 'SLURM_TOKEN_FILE'];
}
