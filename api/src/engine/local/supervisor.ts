import { spawn } from 'node:child_process';
import { printOwnStart } from './process-identity.js';

/** A command with where and with what it runs. Nothing of our own environment reaches it unless it is named here. */
export interface SupervisedCommand {
  /** Where the supervisor keeps its files. */
  readonly directory: string;
  /** Which start it is. If there is a record of it already, somebody else is the supervisor. */
  readonly start: number;
  readonly workingDirectory: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The record is created exclusively: of two supervisors of one start the second leaves without a trace.
 * The exit code appears whole, by rename, when the worker has ended. Logs are
 * continued, so that whoever reads them by a cursor misses nothing of a start that was lost.
 */
const script = `
dir=$1; start=$2; cwd=$3; shift 3
set -C
{ echo $$; ${printOwnStart}; } > "$dir/process.$start" || exit 0
set +C
( cd "$cwd" || exit 126; exec "$@" ) >> "$dir/stdout.log" 2>> "$dir/stderr.log" < /dev/null
echo $? > "$dir/exit.$start.part"
mv "$dir/exit.$start.part" "$dir/exit.$start"
`;

/** Starts a command that outlives us, as the leader of a session and process group of its own. */
export async function startSupervised(work: SupervisedCommand): Promise<void> {
  const places = [work.directory, String(work.start), work.workingDirectory];
  const child = spawn('sh', ['-c', script, 'mandate-attempt', ...places, ...work.command], {
    detached: true,
    stdio: 'ignore',
    env: { ...work.environment },
  });
  await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  child.unref();
}
