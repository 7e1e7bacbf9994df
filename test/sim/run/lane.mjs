// Runs seeds that its parent hands over, one after the other, beside a database server of its own.
import { Databases } from './database.mjs';
import { runSeed } from './run-seed.mjs';
import { sabotages } from './sabotage.mjs';

const databases = await Databases.start();

async function run({ seed, sabotage }) {
  const found = sabotages.find(({ name }) => name === sabotage);
  const result = await runSeed(databases, seed, found);
  const isFound = found && result.differences.some((difference) => found.complaint.test(difference));
  process.send({ ...result, sabotage, isFound });
}

process.on('message', (task) => void run(task));
// Nobody needs what nobody hears of.
process.on('disconnect', async () => {
  await databases.stop();
  process.exit();
});
process.send({ isReady: true });
