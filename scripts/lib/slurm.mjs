import fs from 'node:fs';
import path from 'node:path';
import { canInstallPackages, installPackages } from './debian-packages.mjs';

const programs = ['slurmctld', 'slurmd', 'slurmrestd', 'srun', 'scontrol'];
const packages = ['slurmctld', 'slurmd', 'slurmrestd', 'slurm-client', 'slurm-wlm-jwt-plugin'];

const isInstalled = (program) => {
  const directories = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/usr/bin'];
  return directories.some((directory) => fs.existsSync(path.join(directory, program)));
};
/** Debian keeps plugins in `/usr/lib/<machine>/slurm-wlm`, others in `/usr/lib64/slurm`. */
function hasTokens() {
  const roots = ['/usr/lib', '/usr/lib64'].filter((root) => fs.existsSync(root));
  const below = fs.existsSync('/usr/lib') ? fs.readdirSync('/usr/lib').map((name) => path.join('/usr/lib', name)) : [];
  const places = [...roots, ...below].flatMap((place) => [path.join(place, 'slurm-wlm'), path.join(place, 'slurm')]);
  return places.some((place) => fs.existsSync(path.join(place, 'auth_jwt.so')));
}

/** What the test of the engines lacks of Slurm on this machine. */
export function missingOfSlurm() {
  const missing = programs.filter((program) => !isInstalled(program));
  return missing.length > 0 || hasTokens() ? missing : ['auth_jwt.so'];
}

/** Brings Slurm's daemons, which the test starts by itself; throws one sentence where that is not for us to do. */
export async function ensureSlurm() {
  const missing = missingOfSlurm();
  // A node's daemon begins jobs in the name of their users, which only root may do.
  if (process.getuid?.() !== 0)
    throw new Error('The test of the engines runs a Slurm cluster and has to be root for it.');
  if (missing.length === 0) return;
  if (!canInstallPackages()) {
    throw new Error(
      `The test of the engines runs a Slurm cluster, and this machine lacks ${missing.join(', ')}: install Slurm with slurmrestd and its JWT plugin.`,
    );
  }
  console.error('Installing Slurm for the test of the engines, once: some seconds …');
  await installPackages('Slurm', packages);
}
