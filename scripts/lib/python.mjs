import { spawnSync } from 'node:child_process';

const candidates = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10'];

/** Version of a Python as `[3, 11, 7]`, or null when there is none by that name. */
function versionOf(program) {
  const { status, stdout } = spawnSync(program, ['-c', 'import sys; print(*sys.version_info[:3])'], {
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim().split(' ').map(Number) : null;
}

/**
 * The Python that an environment is made with: `PYTHON`, or the first on the path that is new enough.
 * @param {{who?: string, leastMinor?: number}} [need]
 * @returns {{program: string, version: string}}
 */
export function findPython({ who = 'The worker needs', leastMinor = 10 } = {}) {
  const names = process.env.PYTHON ? [process.env.PYTHON] : candidates;
  const found = names.map((program) => ({ program, version: versionOf(program) })).filter(({ version }) => version);
  const fit = found.find(({ version }) => version[0] === 3 && version[1] >= leastMinor);
  if (fit) return { program: fit.program, version: fit.version.join('.') };
  const what =
    found.length > 0 ? `${found[0].program} is Python ${found[0].version.join('.')}` : `no ${names[0]} was found`;
  throw new Error(
    `${who} Python 3.${leastMinor} or newer, and ${what}: install it (Debian: apt-get install python3 python3-venv) and try again.`,
  );
}
