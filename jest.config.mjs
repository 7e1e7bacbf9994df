// One jest project per kind of test; `node scripts/jest.mjs <project> [jest arguments]` runs one of them.
import { swcForApi, swcForWeb } from './scripts/lib/jest-transforms.mjs';

const shared = {
  rootDir: import.meta.dirname,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  // TypeScript sources name their imports by the emitted `.js`; jest runs the sources.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/contracts/out', '<rootDir>/.data', '<rootDir>/.venv'],
};

const node = { ...shared, testEnvironment: 'node', transform: { '^.+\\.ts$': swcForApi } };

export default {
  watchman: false,
  testTimeout: 30_000,
  projects: [
    { ...node, displayName: 'api-unit', testMatch: ['<rootDir>/api/**/*.spec.ts'] },
    { ...node, displayName: 'api-integration', testMatch: ['<rootDir>/api/**/*.int-spec.ts'] },
    { ...node, displayName: 'engines', testMatch: ['<rootDir>/api/**/*.engine-spec.ts'] },
    { ...node, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.e2e.ts'] },
    {
      ...shared,
      displayName: 'web',
      testEnvironment: '<rootDir>/scripts/lib/jest-environment-browser.mjs',
      testMatch: ['<rootDir>/web/src/**/*.spec.ts', '<rootDir>/web/src/**/*.spec.tsx'],
      transform: { '^.+\\.tsx?$': swcForWeb },
      moduleNameMapper: { ...shared.moduleNameMapper, '\\.css$': '<rootDir>/scripts/lib/empty-stylesheet.mjs' },
    },
  ],
};
