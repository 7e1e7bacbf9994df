import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureApiBuilt } from '../../../../scripts/lib/build.mjs';
import { ChainReader } from '../../../src/chain/chain-reader.js';
import type { OrganizationConfig } from '../../../src/config/organizations.js';
import { preflight } from '../../../src/indexer/preflight/preflight.js';
import type { ForeignDao } from '../../support/foreign/foreign-dao.js';
import { ForeignDaoFounder } from '../../support/foreign/found-foreign-daos.js';
import { startTestChain, type TestChain } from '../../support/test-chain.js';

const root = path.resolve(import.meta.dirname, '../../../..');

let chain: TestChain;
let dao: ForeignDao;
let reader: ChainReader;
let startBlock: number;

beforeAll(async () => {
  chain = await startTestChain();
  reader = new ChainReader({ chainId: 31337, rpcUrls: [chain.url], finalityBlocks: 2 });
  const founder = await ForeignDaoFounder.on(chain);
  await chain.mine(17);
  startBlock = (await reader.head()).number + 1;
  dao = await founder.bravo('bravo');
}, 300_000);

afterAll(async () => {
  reader?.close();
  await chain?.stop();
});

async function look(changes: Partial<OrganizationConfig> = {}) {
  const { findings, isRefused } = await preflight(reader, await dao.organization(changes));
  const of = (name: string) => findings.find(({ capability }) => capability === name);
  return { of, isRefused, verdicts: new Set(findings.map(({ verdict }) => verdict)) };
}

describe('preflight', () => {
  it('names what is supported', async () => {
    const { of, isRefused, verdicts } = await look({ startBlock });

    expect(isRefused).toBe(false);
    expect([...verdicts]).toEqual(['supported']);
    expect(of('governor')?.detail).toBe('Governor Bravo');
    expect(of('proxy')?.detail).toMatch(/^its code is at 0x/);
    expect(of('start block')?.detail).toBe(`${startBlock}`);
  });

  it('finds the start block when the configuration has none, or one that is too late', async () => {
    const absent = await look();
    const late = await look({ startBlock: startBlock + 3 });

    expect(absent.of('start block')).toMatchObject({
      verdict: 'supported',
      detail: `${startBlock}, found in the chain`,
    });
    expect(late.of('start block')).toMatchObject({ verdict: 'degraded' });
    expect(late.of('start block')?.detail).toContain(`begin at block ${startBlock}`);
  });

  it('refuses what is no governor', async () => {
    const { token } = await dao.organization();

    const { isRefused, of } = await look({ governor: token });

    expect(isRefused).toBe(true);
    expect(of('governor')?.verdict).toBe('refused');
  });

  it('is a command that ends with 1 when an organization is refused', async () => {
    ensureApiBuilt();
    const folder = await mkdtemp(path.join(tmpdir(), 'mandate-preflight-'));
    const config = path.join(folder, 'organizations.json');
    const good = await dao.organization({ startBlock });
    const organizations = [good, { ...good, slug: 'bad', governor: good.token }];
    await writeFile(config, JSON.stringify({ organizations }));
    const run = async (slug: string) => {
      const child = spawn(process.execPath, [path.join(root, 'dist/api/main.indexer.js'), '--preflight', slug], {
        env: {
          PATH: process.env.PATH ?? '',
          MANDATE_CONFIG: config,
          DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
        },
      });
      const [said, complaint, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'exit'),
      ]);
      return { said, complaint, code };
    };

    const [followed, refused, unknown] = await Promise.all([run('bravo'), run('bad'), run('other')]);
    await rm(folder, { recursive: true });

    expect(followed).toMatchObject({ code: 0, complaint: '' });
    expect(followed.said).toMatch(/\nbravo: can be followed\n$/);
    expect(refused.code).toBe(1);
    expect(refused.said).toMatch(/\nrefused {4}governor/);
    expect(unknown.code).toBe(1);
    expect(unknown.complaint).toContain('lists no organization "other"');
  }, 120_000);
});
