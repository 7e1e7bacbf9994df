// Time to see what is coming: a delay of zero is none.
import { ask } from './ask.mjs';

const trackDelays = ['votingDelaySeconds', 'timelockDelaySeconds'];

/**
 * @param {import('./open.mjs').LiveDeployment} live
 * @param {(name: string) => boolean} isPresent
 * @returns {Promise<string[]>}
 */
export async function checkDelays(live, isPresent) {
  return [
    ...(isPresent('timelock') ? await checkTimelock(live) : []),
    ...(isPresent('governor') ? await checkTracks(live) : []),
    ...(isPresent('stakedMandate') ? await checkCooldown(live) : []),
  ];
}

async function checkTimelock(live) {
  if ((await ask(live, 'timelock', 'getMinDelay')) !== 0n) return [];
  return ['The timelock has a delay of zero: pass a vote that calls updateDelay with the shortest delay of a track.'];
}

async function checkTracks(live) {
  const count = Number((await ask(live, 'governor', 'trackCount')) ?? 0n);
  if (count === 0) return ['The governor has no track, so nothing can be proposed: deploy anew.'];
  const findings = [];
  for (let trackId = 0; trackId < count; ++trackId) {
    const track = await ask(live, 'governor', 'trackAt', trackId);
    for (const field of trackDelays.filter((name) => track?.[name] === 0n)) {
      findings.push(`Track ${trackId} has a ${field} of zero: pass a vote that calls setTrack(${trackId}, …).`);
    }
  }
  return findings;
}

async function checkCooldown(live) {
  if ((await ask(live, 'stakedMandate', 'cooldownSeconds')) !== 0n) return [];
  return ['Stake has a cooldown of zero, so who votes can leave before the outcome: deploy anew.'];
}
