#!/usr/bin/env node
// The compiler of scripts/solc.cjs, which answers what it was asked before from files (in REMEMBERED_ANSWERS). Each time that
// forge is to run some of the tests it asks for the ABIs of all contracts, only to learn which file has which tests: an
// answer for the same tests serves, whatever was changed in the contracts.
const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const compiler = path.resolve(__dirname, '../solc.cjs');
const isQuestionOfVersion = process.argv.includes('--version');

/** What an answer depends on. */
function essenceOf(text) {
  const { settings, sources } = JSON.parse(text);
  const outputs = Object.values(settings.outputSelection).flatMap((byContract) => Object.values(byContract).flat());
  if (outputs.some((output) => output !== 'abi')) return text;
  const tests = Object.entries(sources).filter(([name]) => name.startsWith('contracts/test/'));
  return JSON.stringify([settings, Object.keys(sources), tests]);
}

const request = isQuestionOfVersion ? '' : fs.readFileSync(0, 'utf8');
const nameOf = (text) => createHash('sha256').update(essenceOf(text)).digest('hex');
const file = path.join(process.env.REMEMBERED_ANSWERS, isQuestionOfVersion ? 'version' : nameOf(request));

if (!fs.existsSync(file)) {
  const { status, stdout } = spawnSync(process.execPath, [compiler, ...process.argv.slice(2)], {
    input: request,
    maxBuffer: 2 ** 30,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
  process.stdout.write(stdout);
  // The directory goes when the copy of the contracts goes; a compiler that is late does not bring it back.
  if (fs.existsSync(process.env.REMEMBERED_ANSWERS)) {
    fs.writeFileSync(`${file}.new`, stdout);
    fs.renameSync(`${file}.new`, file);
  }
} else {
  process.stdout.write(fs.readFileSync(file));
}
