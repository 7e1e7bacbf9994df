import fs from 'node:fs';
import path from 'node:path';
import { applyPatch } from '../lib/contracts-copy.mjs';
import { forgeTests, selecting } from '../lib/forge-tests.mjs';
import { fileOfTest } from './patches.mjs';

const outputs = ['contracts/out', 'contracts/cache'];
const kept = 'unpatched';

/** Keeps the outputs of the sources as they are, so that each mutant compiles nothing but its own change. */
function keepOutputs({ directory }) {
  for (const name of outputs)
    fs.cpSync(path.join(directory, name), path.join(directory, kept, name), { recursive: true });
}

function restoreOutputs({ directory }) {
  for (const name of outputs) {
    fs.rmSync(path.join(directory, name), { recursive: true, force: true });
    fs.cpSync(path.join(directory, kept, name), path.join(directory, name), { recursive: true });
  }
}

async function runNamed(copy, filesByName, names) {
  const files = [...new Set(names.map((name) => fileOfTest(filesByName, name)))];
  return forgeTests(copy, selecting(files, names));
}

/** Which of the tests did not end with this status, as sentences. */
function unlike(names, outcomes, status, sentence) {
  return names.flatMap((name) => {
    const outcome = outcomes.find((candidate) => candidate.name === name);
    if (outcome === undefined) return [`${name} did not run`];
    return outcome.status === status ? [] : [`${name} ${sentence}${outcome.reason ? ` (${outcome.reason})` : ''}`];
  });
}

/**
 * Builds the copy without any patch, and demands that all tests which a patch names are green.
 * @param {Awaited<ReturnType<import('../lib/contracts-copy.mjs').contractsCopy>>} copy
 * @param {Map<string, string[]>} filesByName
 * @param {import('./patches.mjs').Patch[]} patches
 */
export async function demandGreen(copy, filesByName, patches) {
  const names = [...new Set(patches.flatMap(({ red }) => red))];
  const { outcomes, complaint } = await runNamed(copy, filesByName, names);
  if (complaint) throw new Error(`Without any patch nothing can be tested: ${complaint}`);
  const broken = unlike(names, outcomes, 'Success', 'is red without any patch');
  if (broken.length > 0) throw new Error(`${broken.join('; ')}.`);
  keepOutputs(copy);
}

/**
 * Applies a patch to the copy, runs the tests that it names, and takes it back.
 * @returns {Promise<string[]>} what keeps the mutant from counting as killed; nothing when every named test went red
 */
export async function kill(copy, filesByName, { file, red }) {
  if (red.length === 0) return ['names no test that must go red'];
  const refusal = applyPatch(copy.directory, file);
  if (refusal) return [`does not apply: ${refusal.split('\n')[0]}`];
  try {
    const { outcomes, complaint } = await runNamed(copy, filesByName, red);
    if (complaint) return [`does not compile: ${complaint}`];
    return unlike(red, outcomes, 'Failure', 'stays green');
  } finally {
    applyPatch(copy.directory, file, '--reverse');
    restoreOutputs(copy);
  }
}
