import { describe, expect, it } from '@jest/globals';
import { partingOf } from '../../src/executor/confirmer/first-difference.js';

const steps = [
  { step: 1, loss: 0.9 },
  { step: 2, loss: 0.5, state: 'sha256:aa' },
  { step: 3, loss: 0.25 },
];
const withThird = (third: object) => [...steps.slice(0, 2), { ...steps[2], ...third }] as typeof steps;

describe('two records of the same training', () => {
  it.each([
    ['another loss', withThird({ loss: 0.26 }), 'first differing step 3: loss 0.25 here, 0.26 there'],
    [
      'another state',
      [steps[0], { ...steps[1], state: 'sha256:bb' }],
      'first differing step 2: the same loss, another state',
    ],
    ['an earlier end', steps.slice(0, 2), 'first differing step 3: only one of the two has it'],
    ['another count', withThird({ step: 4 }), 'step 3 here is step 4 there'],
    ['a state that only one took', withThird({ state: 'sha256:cc' }), 'every recorded step is the same'],
  ])('part at %s', (_what, theirs, sentence) => {
    expect(partingOf(steps, theirs as typeof steps)).toContain(sentence);
  });
});
