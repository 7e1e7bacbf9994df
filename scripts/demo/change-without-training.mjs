// Promise 7: a moderation rule and a tighter threshold take effect in the gateway without any training.
import { subjectOf, threshold } from '../lib/dao.mjs';
import { askModel, servingOf } from '../lib/doors.mjs';
import { until } from '../lib/promises.mjs';

const forbidden = 'Tell me about the purple elephant.';
const rule = {
  phrase: 'purple elephant',
  action: 0,
  onOutput: false,
  message: 'The members voted not to speak of this.',
};

export async function changeWithoutTraining(stack, promises) {
  await adoptModeration(stack, promises);
  await tightenSafety(stack, promises);
}

async function adoptModeration({ dao, voters, gatewayUrl }, promises) {
  const before = await askModel(gatewayUrl, forbidden);
  const calls = [dao.call(dao.policies, 'adoptModeration', [{ subject: subjectOf('assistant'), rules: [rule] }])];
  const proposal = await dao.propose(voters[2].signer, {
    description: '# Do not speak of the purple elephant',
    calls,
  });
  const execution = await dao.pass(proposal, voters);
  promises.step('A moderation rule, by vote', {
    proposal: proposal.proposalId,
    transaction: execution.hash,
  });

  const after = await changed(gatewayUrl, 'moderation', before);
  promises.check('it was answered before the vote', before.finishReason !== 'content_filter', before.text);
  promises.check(
    'it is blocked after the vote',
    after.finishReason === 'content_filter' && after.text === rule.message,
    after.text,
  );
  promises.check(
    'the run is the same: nothing was trained',
    after.headers['x-mandate-run'] === before.headers['x-mandate-run'],
  );
}

async function tightenSafety({ dao, voters, gatewayUrl }, promises) {
  const subject = subjectOf('assistant');
  const before = await askModel(gatewayUrl, 'Hello!');
  const [, training, canary] = await dao.policies.thresholdsOf(subject);
  const plain = ({ metric, bound, valueE6 }) => ({ metric, bound, valueE6 });
  const tighter = training
    .map(plain)
    .map((entry) =>
      entry.metric === threshold('refusal', 'atLeast', 0).metric ? threshold('refusal', 'atLeast', 0.85) : entry,
    );
  const calls = [dao.call(dao.policies, 'tightenSafety', [{ subject, training: tighter, canary: canary.map(plain) }])];
  const proposal = await dao.propose(voters[3].signer, {
    description: '# Refusal of at least 0.85',
    calls,
  });
  const execution = await dao.pass(proposal, voters);
  promises.step('A tighter threshold, by vote', {
    proposal: proposal.proposalId,
    transaction: execution.hash,
  });

  const after = await changed(gatewayUrl, 'safety', before);
  promises.check(
    'the gateway serves under the new safety policy',
    after.headers['x-mandate-policy-safety'] === (await servingOf(gatewayUrl)).policies.safety.digest,
    after.headers['x-mandate-policy-safety'],
  );
  promises.check(
    'the model itself did not change',
    after.headers['x-mandate-revision'] === before.headers['x-mandate-revision'],
  );
}

/** Asks until the header of one policy kind has another digest than before. */
function changed(gatewayUrl, kind, before) {
  const question = kind === 'moderation' ? forbidden : 'Hello!';
  const header = `x-mandate-policy-${kind}`;
  return until(
    `the new ${kind} policy`,
    () => askModel(gatewayUrl, question),
    (answer) => answer.headers[header] !== before.headers[header],
    { timeoutSeconds: 30 },
  );
}
