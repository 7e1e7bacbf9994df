// Programs that the tests of the launchers run: `node programs.mjs <name>`.
import { spawn } from 'node:child_process';
import { startAnvil } from '../lib/anvil.mjs';
import { startPostgres } from '../lib/postgres.mjs';
import { onEnd } from '../lib/processes.mjs';
import { takeLock } from '../start/data-lock.mjs';

const stayAlive = () => setInterval(() => {}, 1 << 30);

const programs = {
  /** Starts a chain and a database, says where they are, and waits to be killed. */
  async owner() {
    onEnd(() => process.exit(0));
    const chain = await startAnvil();
    const database = await startPostgres();
    console.log(JSON.stringify([chain.port, database.port]));
    stayAlive();
  },
  /** Says that it is ready, and why it ends. */
  polite() {
    onEnd((reason) => {
      console.log(`ending: ${reason}`);
      process.exit(0);
    });
    console.log('ready');
    stayAlive();
  },
  /** Starts a program that ignores its going, and ends. */
  forgetful() {
    const orphan = spawn(process.execPath, [import.meta.filename, 'mute'], { stdio: 'inherit' });
    console.log(`left ${orphan.pid}`);
    process.exit(0);
  },
  /** Takes the lock of a data directory. */
  async holder() {
    onEnd(() => process.exit(0));
    try {
      takeLock(process.argv[3]);
      console.log('ready');
      stayAlive();
    } catch (error) {
      console.log(`refused: ${error.message}`);
      process.exit(1);
    }
  },
  /** Says nothing and does nothing. */
  mute() {
    stayAlive();
  },
  /** Fails with a complaint before it is ready. */
  failing() {
    console.error('no flux in the capacitor');
    process.exit(3);
  },
  /** Is ready, and ends a moment later though nobody asked it to. */
  fleeting() {
    console.log('ready');
    setTimeout(() => process.exit(4), 50);
  },
};

await programs[process.argv[2]]();
