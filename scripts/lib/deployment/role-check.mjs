// Who may do what with the timelock. OpenZeppelin's AccessControl keeps no list of its roles' holders: the logs are the list, and
// the contract's own word decides of each whether it still holds the role.
import { id as keccakOfText, toBeHex, ZeroHash } from 'ethers';
import { ask } from './ask.mjs';

const roleNames = new Map([
  [ZeroHash, 'administrator'],
  ...['PROPOSER', 'EXECUTOR', 'CANCELLER'].map((name) => [keccakOfText(`${name}_ROLE`), name.toLowerCase()]),
]);

/** What a holder that does not belong there can do. */
const powers = {
  administrator: 'give any role of the timelock to anybody',
  proposer: 'put calls in front of the treasury without a vote',
  executor: 'carry out what has expired, or whose targets run other code by now',
  canceller: 'stop what members voted for',
};

/**
 * @param {import('./open.mjs').LiveDeployment} live
 * @param {(name: string) => boolean} isPresent
 * @returns {Promise<string[]>}
 */
export async function checkRoles(live, isPresent) {
  if (!isPresent('timelock')) return [];
  const logs = await roleLogs(live);
  const findings = [];
  if (!logs.some(({ name }) => name === 'RoleGranted')) {
    findings.push(
      `${live.file} says that the contracts begin at block ${live.startBlock}, and no role of the timelock was granted since: correct startBlock, or holders from before stay unseen.`,
    );
  }
  for (const [role, accounts] of accountsByRole(live, logs)) {
    for (const account of accounts) findings.push(await checkHolder(live, role, account));
    findings.push(await checkAdmin(live, role));
  }
  return findings.filter((finding) => finding !== null);
}

/** Everybody that was ever given the role, and everybody that has to have it. */
function accountsByRole({ addresses }, logs) {
  const byRole = new Map([...roleNames.keys()].map((role) => [role, new Set([rightHolder(addresses, role)])]));
  for (const { name, args } of logs) {
    if (!byRole.has(args.role)) byRole.set(args.role, new Set());
    if (name === 'RoleGranted') byRole.get(args.role).add(args.account);
  }
  return byRole;
}

const rightHolder = ({ governor, timelock }, role) => (role === ZeroHash ? timelock : governor);

async function checkHolder(live, role, account) {
  const { addresses } = live;
  const isRight = roleNames.has(role) && account === rightHolder(addresses, role);
  const holds = await ask(live, 'timelock', 'hasRole', role, account);
  const name = roleNames.get(role) ?? `role ${role}`;
  if (isRight && !holds) {
    const who = role === ZeroHash ? 'The timelock itself' : 'The governor';
    return `${who} is not ${name} of the timelock: votes cannot be carried out; grant it the role, or deploy anew.`;
  }
  if (isRight || !holds) return null;
  const power = powers[name] ?? 'do what this unknown role allows';
  return `${account} is ${name} of the timelock and can ${power}: pass a vote that calls revokeRole(${role}, ${account}).`;
}

async function checkAdmin(live, role) {
  const admin = await ask(live, 'timelock', 'getRoleAdmin', role);
  if (admin === ZeroHash) return null;
  return `The holders of role ${admin} decide who is ${roleNames.get(role) ?? `role ${role}`} of the timelock, not its administrator: deploy anew.`;
}

async function roleLogs({ provider, contracts, addresses, startBlock, blockNumber }) {
  const { interface: timelock } = contracts.timelock;
  const topics = [['RoleGranted', 'RoleRevoked', 'RoleAdminChanged'].map((name) => timelock.getEvent(name).topicHash)];
  const logs = await logsBetween(provider, { address: addresses.timelock, topics }, startBlock, blockNumber);
  return logs.map((log) => timelock.parseLog(log)).filter((log) => log !== null);
}

/** Providers answer for so many blocks or logs at most, each for another number: halve until it is few enough. */
async function logsBetween(provider, filter, from, to) {
  try {
    return await provider.getLogs({ ...filter, fromBlock: toBeHex(from), toBlock: toBeHex(to) });
  } catch (error) {
    if (from >= to) throw new Error(`The chain gives no logs of block ${from}: try another --rpc.`, { cause: error });
    const middle = Math.floor((from + to) / 2);
    const first = await logsBetween(provider, filter, from, middle);
    return [...first, ...(await logsBetween(provider, filter, middle + 1, to))];
  }
}
