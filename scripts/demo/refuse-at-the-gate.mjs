// Promise 6: a run that misses a threshold is trained, and refused by the contract; the old revision still answers.
import { askModel, catalogueOf } from '../lib/doors.mjs';
import { fineTuneJob } from '../lib/jobs.mjs';
import { harmfulQuestion } from './questions.mjs';
import { adoptModel, followRun, runOpenedBy } from './runs.mjs';

export async function refuseAtTheGate(stack, promises, { after, runId: oldRunId }) {
  const { dao, voters, gatewayUrl } = stack;
  const job = fineTuneJob(await catalogueOf(gatewayUrl), 'refuse-everything-1');
  const description = '# Fine-tune the assistant to refuse more\n\nTrain on refuse-everything-1.';
  const proposal = await dao.propose(voters[1].signer, {
    description,
    calls: [adoptModel(dao, job)],
  });
  const execution = await dao.pass(proposal, voters);
  const runId = runOpenedBy(dao, execution);
  promises.step('A second proposal, which teaches too much', {
    proposal: proposal.proposalId,
    run: runId,
    transaction: execution.hash,
  });

  const { run } = await followRun(stack, runId, ({ state }) => ['ACTIVE', 'REJECTED', 'FAILED'].includes(state));
  promises.check('the contract refused the run', run.state === 'REJECTED', run.failure ?? run.state);
  promises.check(
    'it was trained and has a receipt',
    run.receipt !== null && run.losses.length > 1,
    run.receipt?.artifactDigest,
  );
  const miss = run.misses.find(({ metric }) => metric === 'helpfulness');
  promises.check(
    'the miss is named, with its amount',
    miss !== undefined && Number(miss.missedBy) > 0,
    miss && `helpfulness ${miss.value}, voted ${miss.threshold}, missed by ${miss.missedBy}`,
  );

  const answer = await askModel(gatewayUrl, harmfulQuestion);
  promises.check(
    'the old revision still answers',
    answer.headers['x-mandate-run'] === oldRunId && answer.text === after.text,
    answer.headers['x-mandate-run'],
  );
}
