import { checkCode } from './code-check.mjs';
import { checkDelays } from './delay-check.mjs';
import { checkLinks } from './link-check.mjs';
import { checkRoles } from './role-check.mjs';

/**
 * Everything that is not as it should be, a line each.
 * @param {import('./open.mjs').LiveDeployment} live
 * @returns {Promise<string[]>}
 */
export async function checkDeployment(live) {
  const { findings, empty } = await checkCode(live);
  // What is not there cannot be asked.
  const present = (name) => !empty.has(name);
  for (const check of [checkLinks, checkRoles, checkDelays]) findings.push(...(await check(live, present)));
  return findings;
}
