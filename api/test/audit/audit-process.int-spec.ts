import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureApiBuilt } from '../../../scripts/lib/build.mjs';
import { freePort } from '../../../scripts/lib/ports.mjs';
import type { OrganizationConfig } from '../../src/config/organizations.js';
import { eventually } from '../engine/eventually.js';
import { startTestChain, type TestChain } from '../support/test-chain.js';
import { TestDao } from '../support/test-dao.js';
import { startTestDatabase, type TestDatabase } from '../support/test-database.js';
import { AuditedIndex } from './support/audited-index.js';

const root = path.resolve(import.meta.dirname, '../../..');

let chain: TestChain;
let dao: TestDao;
let database: TestDatabase;
let index: AuditedIndex;
let folder: string;

beforeAll(async () => {
  ensureApiBuilt();
  folder = await mkdtemp(path.join(tmpdir(), 'audit-'));
  [database, chain] = await Promise.all([startTestDatabase(), startTestChain()]);
  dao = await TestDao.found(chain);
  const proposal = await dao.propose(0, 'Pay the auditors');
  await dao.castVote(1, proposal, 1);
  index = AuditedIndex.of(database, dao.organization());
  await index.catchUp();
}, 300_000);

afterAll(async () => {
  index?.close();
  await Promise.all([database?.stop(), chain?.stop()]);
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** Starts the process as `npm run audit` does. */
async function start(words: string[], organization: OrganizationConfig, more: Record<string, string> = {}) {
  const config = path.join(folder, `${organization.slug}.json`);
  await writeFile(config, JSON.stringify({ organizations: [organization] }));
  const env = { PATH: process.env.PATH ?? '', DATABASE_URL: database.url, MANDATE_CONFIG: config, ...more };
  return spawn(process.execPath, [path.join(root, 'dist/api/main.audit.js'), ...words], { env });
}

async function ended(child: ChildProcess) {
  const said = { out: '', err: '' };
  child.stdout?.on('data', (data) => (said.out += data));
  child.stderr?.on('data', (data) => (said.err += data));
  const [code] = await once(child, 'close');
  return { code, lines: said.out.trimEnd().split('\n'), err: said.err.trimEnd() };
}

const audit = async (words: string[] = [], organization = dao.organization()) =>
  ended(await start(words, organization));

/** While the worker's bond is told wrongly. */
async function whileWrong<T>(work: () => Promise<T>): Promise<T> {
  await database.dataSource.query('UPDATE bond_deposited SET bond = bond + 1');
  try {
    return await work();
  } finally {
    await database.dataSource.query('UPDATE bond_deposited SET bond = bond - 1');
  }
}

describe('npm run audit', () => {
  it('prints a table for each organization, one line of JSON last, and ends well when nothing differs', async () => {
    const { code, lines, err } = await audit();

    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(lines[0]).toMatch(/^acme at block \d+ \(0x\w{64}\)$/);
    expect(lines).toContainEqual(expect.stringMatching(/^ {2}proposals +\d+ +0$/));
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ organizations: 1, differ: 0 });
  }, 60_000);

  it('names each difference in one line and ends with 1', async () => {
    const { code, lines } = await whileWrong(() => audit());

    expect(code).toBe(1);
    expect(lines.filter((line) => line.includes(': bond: indexed '))).toHaveLength(2);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ differ: 2 });
  }, 60_000);

  it('audits at the block that the index is at, whatever happened since', async () => {
    const proposal = await dao.propose(1, 'Not indexed yet');
    await dao.castVote(0, proposal, 0);
    const indexed = (await chain.provider.getBlockNumber()) - 2;

    const { code, lines } = await audit();

    expect(code).toBe(0);
    expect(lines[0]).toMatch(new RegExp(`^acme at block ${indexed} `));
    await index.catchUp();
  }, 60_000);

  it.each<[string, string[], Partial<OrganizationConfig>, string]>([
    [
      'an organization that is not listed',
      ['--organization', 'other'],
      {},
      'MANDATE_CONFIG lists no organization other; it lists acme.',
    ],
    [
      'an organization that is not indexed',
      [],
      { slug: 'new' },
      'new: nothing is indexed yet; run npm run indexer first.',
    ],
    [
      'an endpoint that is not there',
      [],
      { rpcUrls: ['http://127.0.0.1:1'] },
      'chain 31337: no address of rpcUrls answers (ECONNREFUSED).',
    ],
    ['a wrong argument', ['--sample', '-1'], {}, '--sample must be a whole number of at least 0, not "-1".'],
  ])(
    'says in one sentence what is wrong: %s',
    async (_name, words, changes, sentence) => {
      const { code, err } = await audit(words, dao.organization(changes));

      expect({ code, err }).toEqual({ code: 1, err: sentence });
    },
    60_000,
  );

  it('watches: its metrics count the cells, and it is not ready while any differs', async () => {
    const port = await freePort();
    const child = await start(['--watch', '1'], dao.organization(), { AUDIT_PORT: String(port) });
    const get = async (door: string) => {
      const response = await fetch(`http://127.0.0.1:${port}${door}`).catch(() => null);
      return response && { status: response.status, body: await response.text() };
    };
    const readyWith = (status: number) =>
      eventually(async () => ((await get('/readyz'))?.status === status ? get('/readyz') : null), 20_000);
    try {
      await readyWith(200);
      const { body = '' } = (await get('/metrics')) ?? {};
      expect(body).toMatch(/^mandate_audit_cells\{organization="acme",noun="proposals"\} \d\d+$/m);
      expect(body).toMatch(/^mandate_audit_differences\{organization="acme",noun="workers"\} 0$/m);

      await whileWrong(async () => {
        const unready = await readyWith(503);
        expect(JSON.parse(unready?.body ?? '{}').acme).toMatch(/^2 cells differ from the chain at block \d+$/);
        expect((await get('/metrics'))?.body).toContain(
          'mandate_audit_differences{organization="acme",noun="workers"} 2',
        );
      });
      await readyWith(200);
    } finally {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  }, 90_000);
});
