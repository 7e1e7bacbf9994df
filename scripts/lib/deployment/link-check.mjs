// Which contract is whose owner, token, treasury: set for good at deployment, but for the owners.
import { ask } from './ask.mjs';

/** The contract, its view, and the contract that it has to name. */
const links = [
  ['stakedMandate', 'stakingToken', 'token'],
  ['stakedMandate', 'treasury', 'timelock'],
  ['stakedMandate', 'allocator', 'revenueAllocator'],
  ['stakedMandate', 'policies', 'policyRegistry'],
  ['governor', 'token', 'stakedMandate'],
  ['governor', 'timelock', 'timelock'],
  ['policyRegistry', 'governor', 'governor'],
  ['policyRegistry', 'runs', 'runRegistry'],
  ['policyRegistry', 'revenue', 'revenueAllocator'],
  ['runRegistry', 'policies', 'policyRegistry'],
  ['runRegistry', 'bondToken', 'token'],
  ['revenueAllocator', 'policies', 'policyRegistry'],
  ['revenueAllocator', 'stakedMandate', 'stakedMandate'],
  ['revenueAllocator', 'treasury', 'timelock'],
];

const owned = ['policyRegistry', 'runRegistry'];

/**
 * @param {import('./open.mjs').LiveDeployment} live
 * @param {(name: string) => boolean} isPresent
 * @returns {Promise<string[]>}
 */
export async function checkLinks(live, isPresent) {
  const found = [];
  for (const [name, view, target] of links.filter(([name]) => isPresent(name))) {
    found.push(sayLink(live, name, view, target, await ask(live, name, view)));
  }
  for (const name of owned.filter(isPresent)) found.push(sayOwner(live, name, await ask(live, name, 'owner')));
  return found.filter((finding) => finding !== null);
}

function sayLink({ addresses }, name, view, target, answer) {
  if (answer === addresses[target]) return null;
  if (answer === null) return `${name} does not answer ${view}(): it is not the contract that it should be.`;
  const what = /token/i.test(view) ? 'the wrong token' : 'another contract';
  return `${name} has ${what} as its ${view}, ${answer} and not ${target} at ${addresses[target]}: this cannot be changed; deploy anew, or correct the deployment file.`;
}

function sayOwner({ addresses }, name, owner) {
  if (owner === addresses.timelock) return null;
  if (owner === null) return `${name} does not answer owner(): it is not the contract that it should be.`;
  if (/^0x0{40}$/.test(owner)) return `${name} has no owner: no vote can ever change it; deploy anew.`;
  return `${name} is owned by ${owner}, which acts without a vote: have it call transferOwnership(${addresses.timelock}), the timelock.`;
}
