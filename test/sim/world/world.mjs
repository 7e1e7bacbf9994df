import { namesByKind } from './events.mjs';
import { GovernorLife, newGovernor } from './governor-life.mjs';
import { Oddities } from './oddities.mjs';
import { kindsOf, organizations } from './organizations.mjs';
import { newPolicies, PolicyLife } from './policy-life.mjs';
import { newToken, TokenLife } from './token-life.mjs';
import { Transaction } from './transaction.mjs';

const UNIT = 10n ** 18n;
/** What keeps accounts of its own is not said at random. */
const KEPT =
  /^(Nft)?Transfer$|^Delegate|VoteCast|^Proposal(Created|Queued|Executed|Canceled|Extended|Tracked)|^Policy|^Run[A-Z]|^(Attempt|Receipt|Challenge|Canary)/;

/** All that contracts remember, before they do anything. */
export function newWorld() {
  const tokens = Object.fromEntries(organizations.map(({ token }) => [token, newToken()]));
  const governors = Object.fromEntries(organizations.map(({ slug }) => [slug, newGovernor()]));
  const policies = Object.fromEntries(organizations.map(({ slug }) => [slug, newPolicies()]));
  return { tokens, governors, policies };
}

/** What happens in one block. Changes the world, and returns the logs of each transaction. */
export function liveThrough(world, block, random) {
  const isSnapshot = organizations.some((one) => lifeOf(world, one, { block, random }).governor.isSnapshot);
  const count = random.below(40) === 0 ? 25 : random.below(isSnapshot ? 6 : 4) + (isSnapshot ? 2 : 0);
  return Array.from({ length: count }, () => happening(world, block, random));
}

/** What happens when everything is deployed: each contract says everything that may be said at any time. */
export function deploy(world, block, random) {
  return organizations.map((organization) => {
    const transaction = new Transaction(random, block.timestamp);
    const life = lifeOf(world, organization, { block, random, transaction });
    for (let steps = 0; steps < 12; steps += 1) life.token.step();
    life.governor.step();
    for (const [address, kinds] of kindsOf(organization)) {
      for (const event of sayableOf(kinds)) transaction.emit(address, event);
    }
    return transaction.logs;
  });
}

const sayableOf = (kinds) => kinds.flatMap((kind) => namesByKind[kind]).filter((event) => !KEPT.test(event));

function happening(world, block, random) {
  const transaction = new Transaction(random, block.timestamp);
  const organization = random.of(organizations);
  const life = lifeOf(world, organization, { block, random, transaction });
  const isOurs = organization.make === 'mandate';
  const steps = [
    ...new Array(6).fill(() => life.token.step()),
    ...new Array(7).fill(() => life.governor.step()),
    () => life.governor.changeSetting(),
    () => life.oddities.step(organization),
    () => sayAnything(organization, transaction, random),
    ...(random.below(30) === 0 ? [() => life.governor.storm(100)] : []),
    ...(isOurs ? [() => life.policies.stepPolicy(), () => life.policies.stepPolicy()] : []),
    ...(isOurs ? new Array(4).fill(() => life.policies.stepRun()) : []),
    ...(isOurs ? new Array(2).fill(() => sayAnything(organization, transaction, random)) : []),
  ];
  for (let more = 1 + random.below(3); more > 0; more -= 1) random.of(steps)();
  return transaction.logs;
}

function sayAnything(organization, transaction, random) {
  const [address, kinds] = random.of(kindsOf(organization));
  const sayable = sayableOf(kinds);
  if (sayable.length > 0) transaction.emit(address, random.of(sayable));
}

function lifeOf(world, organization, around) {
  const { slug, token, make } = organization;
  return {
    token: new TokenLife(world.tokens[token], token, { ...around, isNft: make === 'openzeppelin4' }),
    governor: new GovernorLife(world.governors[slug], organization, around),
    policies: new PolicyLife(world.policies[slug], organization, around),
    oddities: new Oddities(around),
  };
}

/** What the views of governors tell of a block: their quorum, and what it is made of. */
export function viewsOf(world) {
  return Object.fromEntries(
    organizations.map(({ governor, slug, token, make }) => {
      const { quorum, numerator } = world.governors[slug];
      const share = (world.tokens[token].supply * numerator) / 100n;
      return [governor, { quorum: make === 'openzeppelin' ? share : quorum, threshold: UNIT }];
    }),
  );
}
