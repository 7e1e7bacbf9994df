import { setTimeout as pause } from 'node:timers/promises';

/**
 * What is done at a crash point, and how it is cleared: `act` is the deed, `clear` what a service manager or a person does
 * about it. `spares`: the process that came to the point loses no connection by it. `kills`: how many trainers it can cost.
 * @typedef {{name: string, act: (world: import('./run-world.mjs').RunWorld) => unknown,
 *   clear?: (world: import('./run-world.mjs').RunWorld) => Promise<unknown>, spares?: boolean, kills?: number}} Fault
 */

/** Longer than the lease of a leader. */
const BEYOND_LEASE_MILLISECONDS = 6_000;
const FULL_DISK_MILLISECONDS = 1_500;

/** @returns {Fault} */
export const killProcess = (name) => ({
  name: `kill -9 of ${name}`,
  act: ({ processes }) => processes[name].kill(),
});

/** The connection that came to the point is cut, and that is all. @type {Fault} */
export const cutConnection = { name: 'the connection is cut', act: () => {} };

/** @returns {Fault} */
export const killDatabase = (signal) => ({
  name: `${signal} of the database`,
  act: ({ database }) => void database.kill(signal),
  clear: async ({ database }) => {
    await database.exited;
    await database.restart();
  },
});

/** @type {Fault} */
export const killTrainer = {
  name: 'kill -9 of the trainer',
  act: ({ engine, currentRun }) => engine.signalTrainer(currentRun(), 'SIGKILL'),
  spares: true,
  kills: 1,
};

/** @type {Fault} */
export const killBoth = {
  name: 'kill -9 of the executor and its trainer',
  act: ({ engine, currentRun, processes }) => {
    processes.executor.kill();
    engine.signalTrainer(currentRun(), 'SIGKILL');
  },
  kills: 1,
};

/** Everything at once, as when a machine loses its power. @type {Fault} */
export const killAll = {
  name: 'kill -9 of everything',
  act: ({ database, engine, currentRun, processes }) => {
    void database.kill('SIGKILL');
    for (const process of Object.values(processes)) process.kill();
    engine.signalTrainer(currentRun(), 'SIGKILL');
  },
  clear: async ({ database }) => {
    await database.exited;
    await database.restart();
  },
  kills: 1,
};

/** @returns {Fault} */
export const freezeProcess = (name) => ({
  name: `${name} stands still for longer than its lease`,
  act: ({ processes }) => processes[name].freeze(),
  clear: async ({ processes }) => {
    await pause(BEYOND_LEASE_MILLISECONDS);
    processes[name].thaw();
  },
  spares: true,
});

/** A standby takes over meanwhile, and the one that was the leader wakes up beside it. @type {Fault} */
export const freezeExecutor = {
  ...freezeProcess('executor'),
  clear: async ({ processes, withStandby }) => {
    await withStandby(() => pause(BEYOND_LEASE_MILLISECONDS));
    processes.executor.thaw();
  },
};

/** @type {Fault} */
export const freezeTrainer = {
  name: 'the trainer stands still for longer than a lease',
  act: ({ engine, currentRun }) => engine.signalTrainer(currentRun(), 'SIGSTOP'),
  clear: async ({ engine, currentRun }) => {
    await pause(BEYOND_LEASE_MILLISECONDS);
    engine.signalTrainer(currentRun(), 'SIGCONT');
  },
  spares: true,
};

/** @type {Fault} */
export const freezeDatabase = {
  name: 'the database stands still for longer than a lease',
  act: ({ database }) => database.freeze(),
  clear: async ({ database }) => {
    await pause(BEYOND_LEASE_MILLISECONDS);
    database.thaw();
  },
  spares: true,
};

/** @type {Fault} */
export const fillDisk = {
  name: 'the disk is full',
  act: ({ database }) => database.fillDisk(),
  clear: async ({ database }) => {
    await pause(FULL_DISK_MILLISECONDS);
    database.freeDisk();
    if (await Promise.race([database.exited.then(() => true), pause(100, false)])) await database.restart();
  },
  spares: true,
};

/** @returns {Fault} */
export const reorg = (depth) => ({
  name: `a reorg of ${depth}`,
  act: (world) => world.reorg(depth),
  spares: true,
});
