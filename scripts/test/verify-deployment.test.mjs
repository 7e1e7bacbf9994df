import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, it } from 'node:test';
import { AbiCoder, Contract, ContractFactory, id, JsonRpcProvider, ZeroHash } from 'ethers';
import { startAnvil } from '../lib/anvil.mjs';
import { ensureDeployment } from '../start/deployment.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const stranger = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8';
const role = (name) => id(`${name}_ROLE`);

let directory;
let anvil;
let provider;
let deployment;
let snapshot;

before(async () => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'mandate-test-'));
  anvil = await startAnvil({});
  provider = new JsonRpcProvider(anvil.url, 31337, { staticNetwork: true, cacheTimeout: -1, pollingInterval: 50 });
  ({ deployment } = await ensureDeployment({ dataDir: directory, chainId: 31337 }, anvil.url, () => {}));
});
after(async () => {
  provider?.destroy();
  await anvil?.stop();
  fs.rmSync(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  snapshot = await provider.send('evm_snapshot', []);
});
afterEach(() => provider.send('evm_revert', [snapshot]));

const artifactOf = (contract) => {
  const out = path.resolve(root, process.env.FOUNDRY_OUT || 'contracts/out');
  return JSON.parse(fs.readFileSync(path.join(out, `${contract}.sol/${contract}.json`), 'utf8'));
};

/** Runs the command to its end: every line that it said. */
async function verify(...args) {
  const child = spawn(process.execPath, ['scripts/verify-deployment.mjs', ...args], { cwd: root });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) {
    child[stream].setEncoding('utf8').on('data', (text) => {
      said[stream] += text;
    });
  }
  const [code] = await once(child, 'close');
  return { code, lines: said.stdout.split('\n').filter(Boolean), stderr: said.stderr };
}

const verifyFile = (file) => verify('--rpc', anvil.url, '--deployment', file);
const verifyOurs = () => verifyFile(path.join(directory, 'deployment.json'));

/** Verifies the deployment as if the file named other contracts. */
function verifyWith(changes) {
  const file = path.join(directory, 'changed.json');
  fs.writeFileSync(file, JSON.stringify({ ...deployment, ...changes }));
  return verifyFile(file);
}

/** Makes a contract's account call one of ours, as no vote ever did. */
async function callAs(sender, contract, address, method, ...args) {
  await provider.send('anvil_impersonateAccount', [sender]);
  await provider.send('anvil_setBalance', [sender, '0xde0b6b3a7640000']);
  const target = new Contract(address, artifactOf(contract).abi, await provider.getSigner(sender));
  await (await target.getFunction(method)(...args)).wait();
}

const asTimelock = (method, ...args) =>
  callAs(deployment.timelock, 'TreasuryTimelock', deployment.timelock, method, ...args);

it('passes a clean deployment, in one line', async () => {
  const { code, lines, stderr } = await verifyOurs();

  assert.equal(stderr, '');
  assert.match(lines.join('\n'), /deployment\.json on chain 31337, block \d+: code, links, owners, roles and delays/);
  assert.equal(code, 0);
});

it('names an administrator that is left', async () => {
  await asTimelock('grantRole', ZeroHash, stranger);

  const { code, lines } = await verifyOurs();

  assert.equal(code, 1);
  assert.deepEqual(lines, [
    `${stranger} is administrator of the timelock and can give any role of the timelock to anybody: pass a vote that calls revokeRole(${ZeroHash}, ${stranger}).`,
  ]);
});

it('names a foreign proposer, and forgets one that was taken out again', async () => {
  await asTimelock('grantRole', role('PROPOSER'), stranger);
  await asTimelock('grantRole', role('CANCELLER'), stranger);
  await asTimelock('revokeRole', role('CANCELLER'), stranger);

  const { code, lines } = await verifyOurs();

  assert.equal(code, 1);
  assert.equal(lines.length, 1);
  assert.match(lines[0], /^0x70997970C51812dc3A010C7d01b50e0d17dc79C8 is proposer of the timelock and can put calls/);
});

it('names a holder of a role that nobody knows, and a governor without its own', async () => {
  await asTimelock('grantRole', role('PLUMBER'), stranger);
  await asTimelock('revokeRole', role('EXECUTOR'), deployment.governor);

  const { lines } = await verifyOurs();

  assert.equal(lines.length, 2);
  assert.match(lines[0], /^The governor is not executor of the timelock: votes cannot be carried out/);
  assert.match(lines[1], /^0x7099\w+ is role 0x[0-9a-f]{64} of the timelock and can do what this unknown role allows/);
});

it('names an owner that is not the timelock, or none', async () => {
  await callAs(deployment.timelock, 'PolicyRegistry', deployment.policyRegistry, 'transferOwnership', stranger);
  await callAs(deployment.timelock, 'RunRegistry', deployment.runRegistry, 'renounceOwnership');

  const { code, lines } = await verifyOurs();

  assert.equal(code, 1);
  assert.deepEqual(lines, [
    `policyRegistry is owned by ${stranger}, which acts without a vote: have it call transferOwnership(${deployment.timelock}), the timelock.`,
    'runRegistry has no owner: no vote can ever change it; deploy anew.',
  ]);
});

it('names a delay of zero', async () => {
  await asTimelock('updateDelay', 0);

  const { code, lines } = await verifyOurs();

  assert.equal(code, 1);
  assert.match(lines.join('\n'), /^The timelock has a delay of zero: pass a vote that calls updateDelay/);
});

it('names a wrong token in every contract that has it', async () => {
  const { abi, bytecode } = artifactOf('MandateToken');
  const another = await new ContractFactory(abi, bytecode.object, await provider.getSigner(0)).deploy([stranger], [1n]);
  await another.waitForDeployment();
  const token = await another.getAddress();

  const { code, lines } = await verifyWith({ token });

  assert.equal(code, 1);
  const rest = `and not token at ${token}: this cannot be changed; deploy anew, or correct the deployment file.`;
  assert.deepEqual(lines, [
    `stakedMandate has the wrong token as its stakingToken, ${deployment.token} ${rest}`,
    `runRegistry has the wrong token as its bondToken, ${deployment.token} ${rest}`,
  ]);
});

it('names a contract of another deployment', async () => {
  const other = { dataDir: path.join(directory, 'other'), chainId: 31337 };
  const { deployment: foreign } = await ensureDeployment(other, anvil.url, () => {});

  const { lines } = await verifyWith({ revenueAllocator: foreign.revenueAllocator });

  assert.equal(lines.length, 5);
  assert.match(lines[0], /^stakedMandate has another contract as its allocator, 0x\w{40} and not revenueAllocator at/);
});

it('names replaced code, also when an immutable is no longer the same in all its places', async () => {
  const code = await provider.getCode(deployment.runRegistry);
  await provider.send('anvil_setCode', [deployment.runRegistry, `${code.slice(0, -2)}00`]);
  const governor = await provider.getCode(deployment.governor);
  const { immutableReferences } = artifactOf('MandateGovernor').deployedBytecode;
  const [place] = Object.values(immutableReferences).find((places) => places.length > 1);
  const word = AbiCoder.defaultAbiCoder().encode(['uint256'], [7]).slice(2);
  const at = 2 + 2 * place.start;
  await provider.send('anvil_setCode', [deployment.governor, governor.slice(0, at) + word + governor.slice(at + 64)]);

  const { code: exitCode, lines } = await verifyOurs();

  assert.equal(exitCode, 1);
  assert.match(lines[0], /^governor at 0x\w{40} runs other code than MandateGovernor of these sources: /);
  assert.match(lines[1], /^runRegistry at 0x\w{40} runs other code than RunRegistry of these sources: /);
});

it('says where there is no contract, and asks it nothing', async () => {
  const { code, lines } = await verifyWith({ timelock: stranger });

  assert.equal(code, 1);
  assert.equal(lines[0], `timelock has no code at ${stranger}: correct the deployment file, or deploy anew.`);
});

it('says that holders from before the start block stay unseen', async () => {
  const startBlock = await provider.getBlockNumber();

  const { code, lines } = await verifyWith({ startBlock });

  assert.equal(code, 1);
  assert.match(lines.join('\n'), /^\S+changed\.json says that the contracts begin at block \d+, and no role /);
});

it('says in one sentence what it cannot read', async () => {
  const text = path.join(directory, 'text.json');
  fs.writeFileSync(text, 'not JSON');
  const sentences = [
    [
      await verify('--rpc', 'http://127.0.0.1:1'),
      /^No chain answers at http:\/\/127\.0\.0\.1:1: start it, or [^.]*\.\n$/,
    ],
    [await verifyFile('nowhere.json'), /^There is no file nowhere\.json: [^.]*\.\n$/],
    [await verifyFile(text), /^\S+text\.json is not JSON: [^.]*\.\n$/],
    [await verifyWith({ governor: undefined }), /^\S+changed\.json has no address for "governor": [^.]*\.\n$/],
    [await verifyWith({ chainId: 1 }), /^\S+changed\.json is of chain 1, and http:\S+ answers for chain 31337\.\n$/],
    [await verify('--what'), /^Unknown option '--what': known are --rpc URL and --deployment FILE\.\n$/],
  ];
  for (const [{ code, lines, stderr }, sentence] of sentences) {
    assert.match(stderr, sentence);
    assert.deepEqual({ code, lines }, { code: 1, lines: [] });
  }
});
