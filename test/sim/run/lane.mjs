// Runs seeds that its parent hands over, one after the other, beside a database server of its own.
import { Databases } from './database.mjs';
import { runSeed } from './run-seed.mjs';
import { sabotages } from './sabotage.mjs';

/** Somebody who sabotages must not be waited for as long. */
const PATIENCE_FOR_SABOTAGE_SECONDS = 20;

const databases = await Databases.start();

async function run({ seed, sabotage }) {
  const found = sabotages.find(({ name }) => name === sabotage);
  const options = found ? { ...found, patienceSeconds: PATIENCE_FOR_SABOTAGE_SECONDS } : {};
  process.send({ ...(await runSeed(databases, seed, options)), sabotage });
}

process.on('message', (task) => void run(task));
// Nobody needs what nobody hears of.
process.on('disconnect', async () => {
  await databases.stop();
  process.exit();
});
process.send({ isReady: true });
