import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const processors = { x64: 'amd64', arm64: 'arm64' };

/**
 * Path of the real program of a Foundry tool: its npm wrapper would stand between us and the program's signals.
 * @param {'forge' | 'anvil'} tool
 */
export function foundryBinary(tool) {
  const name = `@foundry-rs/${tool}-${process.platform}-${processors[process.arch]}`;
  try {
    return require.resolve(`${name}/bin/${tool}`);
  } catch {
    throw new Error(`${tool} is not there for this machine: ${name} is not installed.`);
  }
}
