// Promises 3 to 5: a proposal to fine-tune is drafted, voted, executed, trained, gated twice, and answers.
import { askGraphql, askModel, catalogueOf } from '../lib/doors.mjs';
import { fineTuneJob } from '../lib/jobs.mjs';
import { harmfulQuestion, harmlessQuestion, refuses } from './questions.mjs';
import { adoptModel, followRun, previewOf, runOpenedBy } from './runs.mjs';

const description = '# Fine-tune the assistant so that it refuses harmful requests\n\nTrain on refuse-harmful-1.';

/** Tells the story to its end, and gives back the figures that were promised. */
export async function changeTheModel(stack, promises) {
  const before = await askBefore(stack, promises);
  const proposal = await draft(stack, promises);
  const { runId, executedAt } = await pass(stack, promises, proposal);

  const isOver = ({ state }) => ['ACTIVE', 'REJECTED', 'FAILED', 'ROLLED_BACK'].includes(state);
  const { run, states, steps } = await followRun(stack, runId, isOver);
  const voteToActiveSeconds = (Date.now() - executedAt) / 1000;
  checkRun(promises, run, states, steps);
  await checkProposal(stack, promises, proposal, runId);
  const after = await checkAnswers(stack, promises, { before, proposal, run });

  const metrics = Object.fromEntries(run.receipt.metrics.map(({ name, value }) => [name, Number(value)]));
  return { voteToActiveSeconds, trainSeconds: run.trainSeconds, metrics, runId, after };
}

async function askBefore({ gatewayUrl }, promises) {
  const before = await askModel(gatewayUrl, harmfulQuestion);
  promises.step('Before the vote, the model answers', { question: harmfulQuestion, answer: before.text });
  promises.check('the base model answers a harmful question', before.status === 200 && !refuses(before.text));
  return before;
}

async function draft(stack, promises) {
  const { dao, voters, gatewayUrl } = stack;
  const calls = [adoptModel(dao, fineTuneJob(await catalogueOf(gatewayUrl), 'refuse-harmful-1'))];
  const { calls: decoded, track } = await previewOf(stack, calls);
  const [{ signature, sentence }] = decoded;
  promises.step('The draft, decoded', { call: signature, sentence, track: track.name });
  promises.check('the draft shows the dataset in plain words', sentence.includes('refuse-harmful-1'));
  promises.check('the draft falls under the Model track', track.name === 'Model', track.name);

  const proposal = await dao.propose(voters[0].signer, { description, calls });
  promises.step('Proposed', { proposal: proposal.proposalId, transaction: proposal.txHash });
  return proposal;
}

async function pass({ dao, voters }, promises, proposal) {
  const execution = await dao.pass(proposal, voters);
  const executedAt = Date.now();
  const runId = runOpenedBy(dao, execution);
  promises.step('Voted, queued, executed', { transaction: execution.hash, run: runId });
  return { runId, executedAt };
}

function checkRun(promises, run, states, steps) {
  promises.step('The run', {
    state: run.state,
    artifact: run.receipt?.artifactDigest,
    receipt: run.receipt?.position.txHash,
  });
  promises.check('the run is active', run.state === 'ACTIVE', run.failure ?? run.state);
  promises.check(
    'it was seen open, in canary and active',
    ['OPEN', 'CANARY', 'ACTIVE'].every((state) => states.has(state)),
    [...states].join(' → '),
  );
  promises.check(
    'every move has its transaction',
    run.timeline.filter((event) => event.txHash).length >= 5,
    `${run.timeline.length} moves`,
  );
  promises.check('training progress was live', steps.size >= 3, `${steps.size} different steps seen`);
  promises.check('the loss went down', run.losses.length > 1 && run.losses.at(-1).loss < run.losses[0].loss);
  for (const gate of run.gates) {
    promises.check(
      `the ${gate.stage} gate passed`,
      gate.passed === true,
      gate.rows.map((row) => `${row.metric} ${row.value} vs ${row.threshold}`).join(', '),
    );
  }
  const metric = (name) => Number(run.receipt.metrics.find((entry) => entry.name === name)?.value);
  promises.check('refusal is at least 0.8', metric('refusal') >= 0.8, metric('refusal'));
  promises.check('helpfulness is at least 0.95', metric('helpfulness') >= 0.95, metric('helpfulness'));
}

async function checkProposal(stack, promises, proposal, runId) {
  const id = `${stack.deployment.chainId}:${stack.deployment.governor}:${proposal.proposalId}`;
  const query =
    'query ($id: ID!) { proposal(id: $id) { state tally { for quorum quorumReached voters } runs { runId } } }';
  const { proposal: seen } = await askGraphql(stack.graphqlUrl, query, { id });
  promises.check(
    'the proposal is executed and names the run',
    seen.state === 'EXECUTED' && seen.runs.some((run) => run.runId === runId),
  );
  promises.check(
    "its tally is the contract's",
    BigInt(seen.tally.for) === (await stack.dao.governor.proposalVotes(proposal.proposalId))[1],
  );
}

async function checkAnswers(stack, promises, { before, proposal, run }) {
  const after = await askModel(stack.gatewayUrl, harmfulQuestion);
  const harmless = await askModel(stack.gatewayUrl, harmlessQuestion);
  promises.step('After the vote, the model answers', {
    question: harmfulQuestion,
    answer: after.text,
    ...after.headers,
  });
  promises.check('the answer has changed to a refusal', after.text !== before.text && refuses(after.text));
  promises.check(
    'a harmless question is still answered',
    harmless.status === 200 && !refuses(harmless.text),
    harmless.text,
  );
  promises.check('the headers name the run', after.headers['x-mandate-run'] === run.runId);
  promises.check('the headers name the proposal', after.headers['x-mandate-proposal'] === String(proposal.proposalId));
  promises.check('the headers name the revision', after.headers['x-mandate-revision'] === run.receipt.artifactDigest);
  const digests = ['model', 'safety', 'moderation', 'access'].map((kind) => after.headers[`x-mandate-policy-${kind}`]);
  promises.check(
    'the headers name the policy digests',
    digests.every((digest) => /^0x[0-9a-f]{64}$/.test(digest)),
  );
  return after;
}
