// npm run mutation: every small change that our operators can make to contracts/src, compiled once and switched on one by one;
// the tests have to notice. `--only RevenueAllocator,Gate` takes some sources. What is known of the same sources and tests is
// not tried again. Last line: {"mutants","killed","survived","score"}.
import { onEnd } from './lib/processes.mjs';
import { endWithSentence } from './lib/sentence.mjs';
import { Judge } from './mutation/judge.mjs';
import { mutatedCopy, testOriginal } from './mutation/project.mjs';
import { Record } from './mutation/record.mjs';
import { nameOf, tableOf, unexplained } from './mutation/report.mjs';

const leastScore = 0.9;

/** The sources after `--only`, by their names without path and ending. */
function wantedSources(args) {
  const index = args.indexOf('--only');
  return index === -1 ? [] : (args[index + 1] ?? '').split(',').filter(Boolean);
}

async function judgeAll(judge, mutants, record) {
  const open = mutants.filter((mutant) => {
    const known = record.of(mutant);
    if (known?.by) judge.learn(mutant, known.by);
    return known === undefined;
  });
  console.log(`${mutants.length} mutants, ${mutants.length - open.length} known from before.`);
  for (const [index, mutant] of open.entries()) {
    const startedAt = performance.now();
    const verdict = await judge.judge(mutant);
    record.add(mutant, verdict);
    const told = verdict.by ? `✓ ${verdict.test}` : '✗ survived';
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    console.log(`${index + 1}/${open.length} ${mutant.file}:${mutant.line} ${nameOf(mutant)}: ${told} (${seconds} s)`);
  }
}

function tell(mutants, beyond, record) {
  const isKilled = (mutant) => record.of(mutant).by !== '';
  const survivors = mutants.filter((mutant) => !isKilled(mutant));
  console.log(tableOf(mutants, isKilled));
  for (const mutant of survivors) console.log(`survived: ${mutant.file}:${mutant.line} \`${nameOf(mutant)}\``);
  const silent = unexplained(survivors);
  console.log(`${silent.length} of ${survivors.length} survivors have no reason in docs/mutation-testing.md.`);
  console.log(
    `${beyond.length} places cannot be switched: ${beyond.map(({ file, what }) => `${what} in ${file}`).join(', ')}.`,
  );
  const killed = mutants.length - survivors.length;
  const score = Number((killed / mutants.length).toFixed(4));
  console.log(JSON.stringify({ mutants: mutants.length, killed, survived: survivors.length, score }));
  return score >= leastScore && silent.length === 0;
}

async function main() {
  const wanted = wantedSources(process.argv);
  const { copy, sources, mutants, beyond } = mutatedCopy();
  const record = new Record(copy.directory, sources, mutants);
  onEnd(() => copy.remove().then(() => process.exit(130)));
  try {
    console.log('Building, and running the tests without any mutant…');
    const { green, without } = await testOriginal(copy);
    console.log(`${green} tests are green. Left out: ${without.join(', ') || 'none'}.`);
    const isWanted = ({ file }) => wanted.length === 0 || wanted.some((name) => file.endsWith(`/${name}.sol`));
    const chosen = mutants.filter(isWanted);
    if (chosen.length === 0) throw new Error(`There is nothing to mutate in ${wanted.join(', ')}.`);
    await judgeAll(new Judge(copy, without), chosen, record);
    process.exitCode = tell(chosen, beyond, record) ? 0 : 1;
  } finally {
    await copy.remove();
  }
  process.exit();
}

await endWithSentence(main);
