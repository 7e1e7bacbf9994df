import { setTimeout as pause } from 'node:timers/promises';
import { audit, compareWithUndisturbed } from '../compare/undisturbed.mjs';
import { HealthWatch } from '../world/health-watch.mjs';

/** What is promised. */
const RECOVERY_SECONDS = 30;
/** What we wait, to tell how late it was. */
const PATIENCE_SECONDS = 90;

/**
 * Something that breaks for a while between the processes and what they live on.
 * @typedef {object} Outage
 * @property {string} name
 * @property {number} seconds how long it lasts at least: longer than any limit that the processes have for themselves
 * @property {(world: import('../world/outage-world.mjs').OutageWorld) => Promise<void> | void} begin
 * @property {(world: import('../world/outage-world.mjs').OutageWorld) => Promise<void> | void} end
 * @property {RegExp} says what the indexer's `/readyz` has to say meanwhile
 * @property {RegExp} [graphqlSays] what that of the GraphQL door has to say; absent: nothing is asked of it
 * @property {() => string | null} [impossible] why this machine cannot have it; null when it can
 */

/**
 * Lets the story go on through an outage, then waits until all is well, and compares everything.
 * @param {import('../world/outage-world.mjs').OutageWorld} world
 * @param {Outage} outage
 * @param {number} seconds how long it lasts
 * @returns {Promise<{figures: string, recoverySeconds: number, broken: string[]}>}
 */
export async function runOutage(world, outage, seconds) {
  const watches = [new HealthWatch(world.indexer), new HealthWatch(world.graphql)];
  world.story.resume();
  await outage.begin(world);
  await pause(seconds * 1000);
  await outage.end(world);
  const endedAt = performance.now();
  await Promise.all(watches.map((watch) => watch.end()));
  await world.untilRecovered(PATIENCE_SECONDS);
  const recoverySeconds = (performance.now() - endedAt) / 1000;

  await world.story.pause();
  await world.dao.provider.send('anvil_mine', ['0x3']);
  await world.untilRecovered(PATIENCE_SECONDS);
  const compared = await compareWithUndisturbed({ database: world.database, config: world.straightConfig });
  const audited = await audit({ database: world.database, config: world.straightConfig });
  const broken = [...brokenHealth(outage, watches, world), ...compared.differences, ...audited];
  if (recoverySeconds > RECOVERY_SECONDS) broken.push(`recovery took ${recoverySeconds.toFixed(1)} s`);
  const told = `told after ${((watches[0].toldAfter ?? Number.NaN) / 1000).toFixed(1)} s`;
  const figures = `${seconds} s, ${told}, well again after ${recoverySeconds.toFixed(1)} s, ${compared.rows} rows compared`;
  return { figures, recoverySeconds, broken };
}

/** What the processes should have said about themselves meanwhile and did not. */
function brokenHealth({ says, graphqlSays, seconds }, [indexer, graphql], world) {
  const broken = [];
  const said = [...indexer.reasons].join('; ') || 'nothing';
  if (!says.test(said)) broken.push(`/readyz of the indexer said ${said}`);
  const isTold = indexer.downs > 0 || indexer.oldestLookSeconds > seconds / 2;
  if (!isTold) broken.push('mandate_indexer_up stayed 1, and the last look at the chain was a new one');
  const graphqlSaid = [...graphql.reasons].join('; ') || 'nothing';
  if (graphqlSays && !graphqlSays.test(graphqlSaid)) broken.push(`/readyz of GraphQL said ${graphqlSaid}`);
  for (const [watch, process] of [
    [indexer, world.indexer],
    [graphql, world.graphql],
  ]) {
    if (watch.unwell > 0) broken.push(`/healthz of ${process.name} was not 200, ${watch.unwell} times`);
    if (process.exitCode !== null) broken.push(`${process.name} ended with exit code ${process.exitCode}`);
  }
  return broken;
}
