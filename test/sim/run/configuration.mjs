import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CHAIN_ID, DEPLOYED_AT } from '../world/organizations.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mandate-sim-'));
process.once('exit', () => fs.rmSync(folder, { recursive: true, force: true }));

/** Writes the `MANDATE_CONFIG` of these organizations; returns its path. */
export function writeConfiguration(name, organizations, { rpcUrls, finality }) {
  const configured = organizations.map(({ make, ...one }) => ({
    ...one,
    ...{ name: one.slug, chainId: CHAIN_ID, rpcUrls, startBlock: DEPLOYED_AT, finalityBlocks: finality },
  }));
  const file = path.join(folder, `${name}.json`);
  fs.writeFileSync(file, JSON.stringify({ organizations: configured }));
  return file;
}
