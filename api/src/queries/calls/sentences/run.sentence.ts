import type { Sentence } from './sentence.js';

export const rule: Sentence = (args) =>
  args.isUpheld === true
    ? `Upholds the challenge of run ${args.runId}: the run fails and the worker's bond goes to the challenger`
    : `Dismisses the challenge of run ${args.runId}: the run goes on and the challenger's bond goes to the worker`;

export const setWorker: Sentence = (args) =>
  args.isAdmitted === true ? `Admits the worker ${args.worker}` : `Dismisses the worker ${args.worker}`;
