// The code on chain, compared with what these sources compile to.
import { contractNames } from './open.mjs';

/**
 * @param {import('./open.mjs').LiveDeployment} live
 * @returns {Promise<{findings: string[], empty: Set<string>}>}
 */
export async function checkCode({ provider, addresses, artifacts, blockNumber }) {
  const findings = [];
  const empty = new Set();
  for (const [name, contract] of Object.entries(contractNames)) {
    const address = addresses[name];
    const code = await provider.getCode(address, blockNumber);
    if (code === '0x') {
      empty.add(name);
      findings.push(`${name} has no code at ${address}: correct the deployment file, or deploy anew.`);
    } else if (!isCodeOf(code, artifacts[name].deployedBytecode)) {
      findings.push(
        `${name} at ${address} runs other code than ${contract} of these sources: check out the sources that were deployed; if these are they, do not use this deployment.`,
      );
    }
  }
  return { findings, empty };
}

/** Whether the code is the artifact's, whatever its immutables are: their links are checked by their getters. */
function isCodeOf(code, { object, immutableReferences = {} }) {
  const [found, expected] = [code, object].map((hex) => Buffer.from(hex.slice(2), 'hex'));
  if (found.length !== expected.length) return false;
  for (const places of Object.values(immutableReferences)) {
    // One immutable stands in many places, with the same value in each.
    const values = new Set(places.map(({ start, length }) => found.toString('hex', start, start + length)));
    if (values.size !== 1) return false;
    for (const { start, length } of places) found.fill(0, start, start + length);
  }
  return found.equals(expected);
}
