/** What one attempt may use. Every GPU gets a process of its own; a node without GPUs runs one. */
export interface Resources {
  readonly nodes: number;
  readonly cpusPerNode: number;
  readonly gpusPerNode: number;
}

/** How many processes train together on one node. */
export const processesPerNode = ({ gpusPerNode }: Resources): number => Math.max(1, gpusPerNode);

/** How many processes train together. */
export const worldSize = (resources: Resources): number => resources.nodes * processesPerNode(resources);

/** One start of an attempt, as it is handed to a scheduler. */
export interface ScheduledStart {
  /** Unique for ever: a second job by this name would be the same start once more. */
  readonly name: string;
  /** The attempt's directory, the same on every machine. */
  readonly directory: string;
  /** The script in it that carries the start out. */
  readonly script: string;
  readonly resources: Resources;
}

/** What a scheduler says of a job. `sentence` tells people how it ended. */
export type JobStanding =
  | { readonly isActive: true }
  | {
      readonly isActive: false;
      /** Who is to blame for the end: the job itself, the cluster, or a person who cancelled it. */
      readonly cause: 'job' | 'cluster' | 'person';
      readonly sentence: string;
    };

/** What the engines of clusters need of Ray, Slurm or their like. It throws `ClusterUnreachable` when there is no telling. */
export interface Scheduler {
  readonly name: string;

  /** The command that starts `worldSize` processes by the script's `rank` part from within a running job. */
  launcher(start: ScheduledStart): readonly string[];

  /** Queues a job, unless there is one by this name; returns what `find` and `cancel` know it by. */
  submit(start: ScheduledStart): Promise<string>;

  /** How a job stands, by its name and, when that is known, its id; null when the scheduler knows of none. */
  find(name: string, id: string | null): Promise<JobStanding | null>;

  /** Ends a job, with all its processes. One that has ended, or that nobody knows, is none of our trouble. */
  cancel(name: string, id: string | null): Promise<void>;
}
