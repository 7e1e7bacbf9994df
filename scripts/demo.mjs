// `npm run demo`: the main job without a browser, on a stack of its own. Every promise is checked and printed; the last
// line is JSON; the exit code is 0 only if all of them held.
import { changeTheModel } from './demo/change-the-model.mjs';
import { changeWithoutTraining } from './demo/change-without-training.mjs';
import { refuseAtTheGate } from './demo/refuse-at-the-gate.mjs';
import { connectDao } from './lib/dao.mjs';
import { startOwnStack } from './lib/own-stack.mjs';
import { Promises } from './lib/promises.mjs';

/** What is promised for two cores; seconds. */
const limits = { voteToActiveSeconds: 120, trainSeconds: 60 };

const promises = new Promises();
const running = await startOwnStack({ name: 'demo', seed: 'stakes', onLine: (line) => console.log(`  | ${line}`) });
const dao = await connectDao(running);
const voters = dao.signers.slice(0, 5).map((signer) => ({ signer, reason: 'It does what it says.' }));
const stack = { ...running, dao, voters };
let figures = {};

try {
  figures = await changeTheModel(stack, promises);
  await refuseAtTheGate(stack, promises, figures);
  await changeWithoutTraining(stack, promises);
  for (const [name, limit] of Object.entries(limits)) {
    promises.check(`${name} is at most ${limit}`, figures[name] <= limit, figures[name].toFixed(1));
  }
} catch (error) {
  promises.check(`the story goes through to its end: ${error.message}`, false);
  console.error(error);
} finally {
  dao.provider.destroy();
  await running.stop();
}

const { voteToActiveSeconds, trainSeconds, metrics } = figures;
console.log(`\nDemo: ${promises.kept} promises kept, ${promises.broken} broken`);
console.log(JSON.stringify({ voteToActiveSeconds, trainSeconds, metrics }));
process.exitCode = promises.allKept ? 0 : 1;
