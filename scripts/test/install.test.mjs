import assert from 'node:assert/strict';
import { it } from 'node:test';
import { runInstaller, whyItFailed } from '../lib/install.mjs';

it('tells that the network is missing', () => {
  const output = `npm error code ENOTFOUND
npm error network request to https://registry.example/flux failed, reason: getaddrinfo ENOTFOUND registry.example
npm error A complete log of this run can be found in: /home/somebody/.npm/_logs/debug.log`;

  assert.equal(
    whyItFailed('The npm packages', output).message,
    'The npm packages could not be installed, because their server cannot be reached (ENOTFOUND): check the network connection and try again.',
  );
});

it('tells that the disk is full', () => {
  assert.match(
    whyItFailed('Flux', 'npm error code ENOSPC\nnpm error ENOSPC: no space').message,
    /^The disk is full: Flux /,
  );
});

it('tells the last words of an installer that failed otherwise, in one line', () => {
  const output = `ERROR: No matching distribution found for flux==1

[notice] A new release of pip is available`;

  assert.equal(
    whyItFailed('Flux', output).message,
    'Flux could not be installed: No matching distribution found for flux==1',
  );
});

it('fails when there is no such installer', async () => {
  const { isDone, output } = await runInstaller('flux', 'no-such-installer', []);

  assert.equal(isDone, false);
  assert.match(output, /no-such-installer/);
});
