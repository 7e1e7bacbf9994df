import { spawn } from 'node:child_process';
import { printOwnStart } from './process-identity.js';

/** A command with where and with what it runs. Nothing of our own environment reaches it unless it is named here. */
export interface SupervisedCommand {
  /** Where the supervisor keeps its files. */
  readonly directory: string;
  /** Where it says who it is. If the file is there already, somebody else is the supervisor. */
  readonly record: string;
  readonly workingDirectory: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * The record is created exclusively: of two supervisors of one start the second leaves without a trace.
 * `exit` appears whole, by rename, when the worker has ended.
 */
const script = `
dir=$1; record=$2; cwd=$3; shift 3
set -C
{ echo $$; ${printOwnStart}; } > "$record" || exit 0
set +C
( cd "$cwd" || exit 126; exec "$@" ) > "$dir/stdout.log" 2> "$dir/stderr.log" < /dev/null
echo $? > "$dir/exit.part"
mv "$dir/exit.part" "$dir/exit"
`;

/** Starts a command that outlives us, as the leader of a session and process group of its own. */
export async function startSupervised(work: SupervisedCommand): Promise<void> {
  const places = [work.directory, work.record, work.workingDirectory];
  const child = spawn('sh', ['-c', script, 'mandate-attempt', ...places, ...work.command], {
    detached: true,
    stdio: 'ignore',
    env: { ...work.environment },
  });
  await new Promise<void>((resolve, reject) => child.once('spawn', resolve).once('error', reject));
  child.unref();
}
