import { spawn } from 'node:child_process';
import { printOwnStart } from './process-identity.js';

/** A command with where and with what it runs. Nothing of our own environment reaches it unless it is named here. */
export interface SupervisedCommand {
  /** Where the supervisor keeps its files. */
  readonly directory: string;
  readonly workingDirectory: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * `process` is created exclusively: of two supervisors of one attempt the second leaves without a trace.
 * `exit` appears whole, by rename, when the worker has ended.
 */
const script = `
dir=$1; cwd=$2; shift 2
set -C
{ echo $$; ${printOwnStart}; } > "$dir/process" || exit 0
set +C
( cd "$cwd" || exit 126; exec "$@" ) > "$dir/stdout.log" 2> "$dir/stderr.log" < /dev/null
echo $? > "$dir/exit.part"
mv "$dir/exit.part" "$dir/exit"
`;

/** Starts a command that outlives us, as the leader of a session and process group of its own. */
export async function startSupervised(work: SupervisedCommand): Promise<void> {
  const child = spawn('sh', ['-c', script, 'mandate-attempt', work.directory, work.workingDirectory, ...work.command], {
    detached: true,
    stdio: 'ignore',
    env: { ...work.environment },
  });
  await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  child.unref();
}
