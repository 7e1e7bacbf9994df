import { spawn } from 'node:child_process';

// A shell stands between us and the program. It reads a pipe that only we hold open: when we end in any way, SIGKILL included,
// the read returns, and the shell stops the program. A program that ignores the stop signal is killed after the grace period.
// What the program leaves running in its session ends with it, a directory of scrap goes, and a last command is run. When we
// are gone nobody reads what the shell has to say of a killed program: it must not die of that.
const supervisor = `
signal=$1; grace=$2; scrap=$3; afterwards=$4; shift 4
"$@" 3<&- </dev/null &
program=$!
trap '' PIPE
(
  read -r _ <&3
  kill -s "$signal" $program 2>/dev/null
  while kill -0 $program 2>/dev/null && [ $grace -gt 0 ]; do sleep 1; grace=$((grace - 1)); done
  kill -s KILL $program 2>/dev/null
) >/dev/null 2>&1 &
exec 3<&-
trap 'kill -s "$signal" $program 2>/dev/null' TERM INT HUP
wait $program; status=$?
while kill -0 $program 2>/dev/null; do wait $program; status=$?; done
trap '' TERM
kill -s TERM 0
eval "$afterwards"
[ -z "$scrap" ] || rm -rf "$scrap"
exit $status
`;

/** A word that a shell takes as it is. */
const quoted = (word) => `'${word.replaceAll("'", "'\\''")}'`;

const observers = [];

/** Tells, from now on, the process number of each supervisor that is started: it lives as long as its program. */
export function observeSupervisors(observe) {
  observers.push(observe);
}

/**
 * Starts a program that cannot outlive this process.
 * @param {string} program
 * @param {string[]} args
 * @param {{stopSignal?: 'TERM' | 'INT', graceSeconds?: number, scrap?: string, afterwards?: string[], cwd?: string, env?: NodeJS.ProcessEnv,
 *   uid?: number, gid?: number}} [options]
 *   `afterwards` is run when the program has ended, whatever ended it and us;
 *   `INT` only for programs that install their own handler: a background program of a shell starts with SIGINT ignored
 */
export function supervise(
  program,
  args,
  { stopSignal = 'TERM', graceSeconds = 10, scrap = '', afterwards = [], ...options } = {},
) {
  // A session of its own: Ctrl-C in the terminal reaches us alone, and we stop the programs in our order.
  const settings = [stopSignal, String(graceSeconds), scrap, afterwards.map(quoted).join(' ')];
  const child = spawn('/bin/sh', ['-c', supervisor, 'supervise', ...settings, program, ...args], {
    ...options,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  if (child.pid) for (const observe of observers) observe(child.pid);
  const exited = new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (code) => resolve(code ?? 1));
  });
  // Its write end breaks when the program ends by itself; that is no error of ours.
  child.stdio[3]?.on('error', () => {});
  const stop = async () => {
    child.stdio[3]?.destroy();
    await exited;
  };
  return { child, exited, stop };
}

/** Calls `onLine` for every line that the stream brings. */
export function eachLine(stream, onLine) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    for (const line of lines) onLine(line);
  });
  stream.on('end', () => rest && onLine(rest));
}
