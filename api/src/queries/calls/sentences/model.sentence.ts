import { formatBps } from '../../fixed-point.js';
import { readModel, readSubject } from '../policy-body.js';
import { formatSeconds, inForce, type Sentence } from './sentence.js';

type Job = Record<string, unknown>;

const part = (job: Job, name: string): Job =>
  job[name] !== null && typeof job[name] === 'object' ? (job[name] as Job) : {};

function jobInWords(job: Job): string {
  const facts = [
    `base ${part(job, 'base').name}`,
    `dataset ${part(job, 'dataset').name}`,
    `${part(job, 'training').steps} steps`,
    job.lora ? `LoRA r=${part(job, 'lora').r}` : null,
  ];
  return facts.filter((fact) => fact !== null && !fact.includes('undefined')).join(', ');
}

/** "Fine-tunes assistant: base mandate-tiny-1, dataset refuse-harmful-1, 80 steps, LoRA r=8; canary 20 % for 10 s" */
export const adoptModel: Sentence = (args, context) => {
  const body = args.policy as Job;
  const subject = readSubject(body);
  const { job, canaryBps, canarySeconds } = readModel(body);
  const canary = `canary ${formatBps(canaryBps)} for ${formatSeconds(canarySeconds)}`;
  const old = inForce(context, 'MODEL', subject);
  const replaced = old ? `; takes the place of version ${old.version} once both gates are passed` : '';
  if (!job)
    return `Orders a run for ${subject} whose job is not readable JSON, so no worker can carry it out; ${canary}`;
  return `Fine-tunes ${subject}: ${jobInWords(job)}; ${canary}${replaced}`;
};
