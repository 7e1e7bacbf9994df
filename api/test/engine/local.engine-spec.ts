import { describe } from '@jest/globals';
import { engineContract } from './engine-contract.js';

describe('the local engine', () => {
  engineContract(() => ({ EXECUTOR_ENGINE: 'local' }));
});
