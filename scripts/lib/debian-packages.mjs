import { spawnSync } from 'node:child_process';
import { runInstaller, whyItFailed } from './install.mjs';

/** Whether this is a Debian whose packages are ours to install. */
export function canInstallPackages() {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Installs packages of Debian, as root; throws one sentence when that fails. */
export async function installPackages(what, packages) {
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  await runInstaller('apt-get update', 'apt-get', ['update', '-q'], options);
  const args = ['install', '-yq', '--no-install-recommends', ...packages];
  const { isDone, output } = await runInstaller(what, 'apt-get', args, options);
  if (!isDone) throw whyItFailed(what, output);
}
