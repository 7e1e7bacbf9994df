import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Config } from '../../src/config/config.js';

const address = (digit: string) => `0x${digit.repeat(40)}`;
const acme = {
  slug: 'acme',
  name: 'Acme',
  chainId: 31337,
  rpcUrls: ['http://127.0.0.1:8545'],
  governor: address('1'),
  token: '0x5fbdb2315678afecb367f032d93f642f64180aa3',
  timelock: address('3'),
  startBlock: 0,
};

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'mandate-config-'));
});

afterAll(() => rmSync(directory, { recursive: true }));

/** Loads a configuration with this file of organizations. */
function load(organizations: unknown, env: NodeJS.ProcessEnv = {}): Config {
  const file = path.join(directory, 'organizations.json');
  writeFileSync(file, typeof organizations === 'string' ? organizations : JSON.stringify({ organizations }));
  return Config.load({ DATABASE_URL: 'postgres://localhost/mandate', MANDATE_CONFIG: file, ...env });
}

describe('Config', () => {
  it('has defaults that run locally, and checksummed addresses', () => {
    const { env, organizations } = load([acme]);

    expect([env.HOST, env.GRAPHQL_PORT, env.GATEWAY_PORT, env.INDEXER_PORT]).toEqual(['127.0.0.1', 4000, 4100, 4200]);
    expect(organizations[0]).toMatchObject({ slug: 'acme', token: '0x5FbDB2315678afecb367f032d93F642f64180aa3' });
  });

  it('reads YAML, too', () => {
    const yaml = `organizations:\n  - ${JSON.stringify(acme)}\n`;

    expect(load(yaml).organizations.map(({ slug }) => slug)).toEqual(['acme']);
  });

  it('knows each chain once, with every address of it', () => {
    const beta = { ...acme, slug: 'beta', governor: address('4'), rpcUrls: ['http://b', 'http://127.0.0.1:8545'] };
    const far = { ...acme, slug: 'far', chainId: 1, rpcUrls: ['https://c'] };

    expect(load([acme, beta, far]).chains.map(({ chainId, rpcUrls }) => [chainId, rpcUrls])).toEqual([
      [31337, ['http://127.0.0.1:8545', 'http://b']],
      [1, ['https://c']],
    ]);
  });

  it.each([
    ['DATABASE_URL must be set: a PostgreSQL connection string.', { DATABASE_URL: '' }],
    ['DATABASE_URL must begin with postgres:// or postgresql://.', { DATABASE_URL: 'mysql://me:secret@host/db' }],
    ['MANDATE_CONFIG must be set: the path of a JSON or YAML file that lists organizations.', { MANDATE_CONFIG: '' }],
  ])('refuses to start with one sentence: %s', (sentence, env) => {
    expect(() => load([acme], env)).toThrow(new Error(sentence));
  });

  it('takes the worker command by blanks, or as a list where a path has blanks', () => {
    const command = (WORKER_COMMAND: string) => load([acme], { WORKER_COMMAND }).env.WORKER_COMMAND;
    expect(command('python3 -m  mandate_worker')).toEqual(['python3', '-m', 'mandate_worker']);
    expect(command('["/my place/python","-m","mandate_worker"]')).toEqual(['/my place/python', '-m', 'mandate_worker']);
    expect(() => command('["/my place/python"')).toThrow('WORKER_COMMAND must be a program with its arguments');
  });

  it('names a variable that is out of range', () => {
    expect(() => load([acme], { GATEWAY_PORT: '70000' })).toThrow(/^GATEWAY_PORT is not valid: /);
  });

  it.each([
    ['organizations[0].governor is not an Ethereum address', [{ ...acme, governor: '0x12' }]],
    ['organizations[0].rpcUrls must have an http or https address', [{ ...acme, rpcUrls: ['ws://key@host'] }]],
    ['organizations[0].rpcUrls[0] must be an http, https, ws or wss address', [{ ...acme, rpcUrls: ['ftp://host'] }]],
    [
      'organizations[0].runRegistry must be given together with policyRegistry',
      [{ ...acme, policyRegistry: address('5') }],
    ],
    ['organizations[0].slug must be lowercase letters, digits and hyphens', [{ ...acme, slug: 'A b' }]],
    ['the slug acme is listed twice', [acme, { ...acme, governor: address('4') }]],
    [`the governor ${address('1')} of chain 31337 is listed twice`, [acme, { ...acme, slug: 'beta' }]],
  ])('refuses a file where %s', (problem, organizations) => {
    expect(() => load(organizations)).toThrow(problem);
  });

  it('says when the file is missing or no document', () => {
    expect(() => load([acme], { MANDATE_CONFIG: '/nowhere.json' })).toThrow(
      'MANDATE_CONFIG (/nowhere.json) cannot be read: ENOENT.',
    );
    expect(() => load('organizations: [')).toThrow(/is neither JSON nor YAML/);
  });
});
