// The first story of a new chain: members who stake and delegate, and proposals in every state.
import { readFileSync } from 'node:fs';
import { connectDao, Support, subjectOf } from '../lib/dao.mjs';

/** The story takes about three weeks of chain time, most of them waiting for a proposal to expire. */
const storySeconds = 30 * 24 * 3600;

/** When the chain has to begin for the story to end now; Unix seconds. */
export const storyBeginsAt = () => Math.floor(Date.now() / 1000) - storySeconds;

/** Accounts 0 to 5 stake; 5 delegates to 4, and 4 to nobody: a short chain of delegation. */
const stakers = [0, 1, 2, 3, 4, 5];

/**
 * @param {'story' | 'stakes' | 'none'} kind
 * @param {{ rpcUrl: string, deployment: Record<string, any> }} stack
 */
export async function seed(kind, stack, say) {
  if (kind === 'none') return say('Seeding nothing (MANDATE_SEED=none).');
  const dao = await connectDao(stack);
  try {
    say('Seeding: six members stake…');
    for (const index of stakers) await dao.stakeAll(dao.signers[index]);
    // Votes count from the second after the stake.
    await dao.advanceTo((await dao.now()) + 2);
    if (kind === 'story') await tellStory(dao, say);
    else await dao.advanceTo(now());
  } finally {
    dao.provider.destroy();
  }
}

async function tellStory(dao, say) {
  const { signers } = dao;
  await dao.send(signers[5], dao.stake, 'delegate', signers[4].address);
  say(
    'Seeding: a delegation, and eight proposals: executed, expired, defeated, canceled, succeeded, queued, active and pending…',
  );
  const voters = signers.slice(0, 5).map((signer) => ({ signer, reason: 'Agreed.' }));

  await executed(dao, voters);
  await expired(dao, voters);
  await defeated(dao, voters);
  await canceled(dao);
  // From here on the story happens today.
  await dao.advanceTo(now() - 6 * 3600);
  await succeededOne(dao, signers[2], voters);
  const queued = await succeededOne(dao, signers[3], voters, 'Do not explain how to pick locks', 'pick a lock');
  await dao.queue(signers[3], queued);
  await dao.advanceTo(now() - 60);
  await activeOne(dao, signers[4]);
  await proposeRule(dao, signers[0], 'Do not discuss gambling', 'place a bet');
}

const now = () => Math.floor(Date.now() / 1000);

/** The rules that the contracts were deployed with: a new policy names them again, or it would drop them. */
function deployedRules() {
  const config = new URL('../../contracts/script/config/local.json', import.meta.url);
  const { moderation } = JSON.parse(readFileSync(config, 'utf8'));
  return moderation.map((rule) => ({ ...rule, action: rule.action === 'Block' ? 0 : 1 }));
}

/** A proposal that adds one moderation rule to those that were deployed. */
function proposeRule(dao, signer, title, phrase) {
  const rule = {
    phrase,
    action: 0,
    onOutput: false,
    message: 'The members voted not to answer this.',
  };
  const calls = [
    dao.call(dao.policies, 'adoptModeration', [{ subject: subjectOf('assistant'), rules: [...deployedRules(), rule] }]),
  ];
  const description = `# ${title}\n\nThe gateway answers messages that contain “${phrase}” with a fixed sentence.`;
  return dao.propose(signer, { description, calls });
}

async function executed(dao, voters) {
  const proposal = await proposeRule(dao, voters[0].signer, 'Do not help to fake documents', 'fake passport');
  await dao.pass(proposal, voters);
}

async function expired(dao, voters) {
  const proposal = await succeededOne(dao, voters[1].signer, voters, 'Do not write chain letters', 'chain letter');
  await dao.advanceTo(Number(await dao.governor.proposalExpiresAt(proposal.proposalId)) + 1);
}

async function defeated(dao, voters) {
  const proposal = await proposeRule(dao, voters[0].signer, 'Do not talk about the weather', 'weather');
  await dao.advanceToVoting(proposal);
  for (const { signer } of voters.slice(0, 3)) {
    await dao.castVote(signer, proposal, Support.against, 'People want to know whether to take an umbrella.');
  }
  await dao.castVote(voters[3].signer, proposal, Support.for, 'Small talk is a waste of tokens.');
  await dao.advanceToEnd(proposal);
}

async function canceled(dao) {
  const proposal = await proposeRule(dao, dao.signers[1], 'Do not mention competitors', 'competitor');
  await dao.cancel(dao.signers[1], proposal);
}

async function succeededOne(dao, signer, voters, title = 'Do not give medical doses', phrase = 'how many pills') {
  const proposal = await proposeRule(dao, signer, title, phrase);
  await dao.advanceToVoting(proposal);
  for (const voter of voters) await dao.castVote(voter.signer, proposal, Support.for, voter.reason);
  await dao.advanceToEnd(proposal);
  return proposal;
}

async function activeOne(dao, signer) {
  const proposal = await proposeRule(dao, signer, 'Do not write malware', 'write a virus');
  await dao.advanceToVoting(proposal);
  await dao.castVote(dao.signers[0], proposal, Support.for, 'This should not need a vote, but here we are.');
  await dao.castVote(dao.signers[1], proposal, Support.abstain, 'The rule is too broad for researchers.');
}
