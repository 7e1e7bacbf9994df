import { type ScheduledStart, worldSize } from './scheduler.js';

/** What the script of a start is made of. */
export interface StartScriptParts {
  readonly scheduled: ScheduledStart;
  /** Which start of the attempt it is, from 1. */
  readonly start: number;
  readonly leaseSeconds: number;
  /** Starts the script's `rank` part once per process, when there are several. */
  readonly launcher: readonly string[];
  readonly command: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly passedOn: readonly string[];
}

/** What a launcher tells each process of a training, as torch names it, and by which interface a node reaches the others. */
const rendezvous = [
  ...['RANK', 'LOCAL_RANK', 'WORLD_SIZE', 'MASTER_ADDR', 'MASTER_PORT'],
  ...['GLOO_SOCKET_IFNAME', 'NCCL_SOCKET_IFNAME'],
];

/** A word that a shell takes as it is. */
export const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/**
 * The script of one start, for a POSIX shell on a node. The scheduler may run it twice, late, or on a node that it has
 * given up; files in the attempt's directory see to it that of all starts only one works, and that it is the newest:
 *
 * - Whoever makes `process.<n>` first is the nth start. Whoever finds it there only watches over the first, so that the
 *   scheduler believes the job to run as long as it does, and ends with it.
 * - Before its worker begins, a start waits until each earlier one is over: for its word, or until it has been silent for a
 *   whole lease. One that never began is kept from it.
 * - A start is heard by `lease.<n>`, which counts up every second; silence is told by watching it, not by clocks, which
 *   differ between machines. A start that finds a successor or the mark `stopped`, or that could not write for half a
 *   lease, ends its worker. It also dies with the process that beats for it.
 */
export function startScript(parts: StartScriptParts): string {
  const several = worldSize(parts.scheduled.resources) > 1;
  return `#!/bin/sh
# One start of an attempt, written by Mandate; see docs/engines.md.
cd ${quoted(parts.scheduled.directory)} || exit 78
n=${parts.start}
lease=${parts.leaseSeconds}
${workerFunction(parts)}
${passingOn}
${several ? rankPart : ''}
${fence}
${several ? launched(parts.launcher) : direct}
${ending}`;
}

/** Replaces the shell by the worker, which sees nothing of the node's environment but what is named here. */
const workerFunction = ({ command, workingDirectory, environment, passedOn }: StartScriptParts): string => {
  const told = Object.entries(environment).map(([name, value]) => quoted(`${name}=${value}`));
  return `
worker() {
  cd ${quoted(workingDirectory)} || exit 126
  set --
  for name in ${[...passedOn, ...rendezvous].join(' ')}; do
    eval "value=\\\${$name-}"
    if [ -n "$value" ]; then set -- "$@" "$name=$value"; fi
  done
  exec env -i "$@" ${[...told, ...command.map(quoted)].join(' ')}
}`;
};

/**
 * `run <out> <err> <command>` runs a command; `code` is how it ended. A request to end is passed on, and made good after
 * two seconds: Ray kills us after three.
 */
const passingOn = `
child= killer= isEnding=
terminate() {
  kill -TERM "$child" 2>/dev/null
  (trap '' TERM; sleep 2; kill -KILL "$child") > /dev/null 2>&1 &
  killer=$!
}
end() {
  [ -n "$isEnding" ] && return
  isEnding=1
  [ -z "$child" ] || terminate
}
trap end TERM INT
run() {
  out=$1 err=$2
  shift 2
  "$@" >> "$out" 2>> "$err" < /dev/null &
  child=$!
  [ -z "$isEnding" ] || terminate
  while :; do
    wait "$child"
    code=$?
    kill -0 "$child" 2>/dev/null || break
  done
  [ -z "$killer" ] || kill -KILL "$killer" 2>/dev/null
}`;

/**
 * What each process of a training does. The first one's words and exit code are the attempt's, unless one of them was
 * killed: the others fail of that. One that was made to end because another one did has no ending of its own.
 */
const rankPart = `
if [ "$1" = rank ]; then
  if [ "$RANK" != 0 ]; then
    run "stdout.$RANK.log" "stderr.$RANK.log" worker
  else
    run stdout.log stderr.log worker
  fi
  if [ -z "$isEnding" ]; then
    [ "$code" != 137 ] || : > "killed.$n"
  elif [ "$code" != 0 ]; then
    code=1
  fi
  [ "$RANK" != 0 ] || echo "$code" > "rank0.$n"
  exit "$code"
fi`;

const fence = `
self=$$
is_taken() { ! (set -C; echo "$(uname -n) $self \${SLURM_JOB_ID-}" > "$1") 2>/dev/null; }
is_newest() { [ ! -e "process.$((n + 1))" ] && [ ! -e "submission.$((n + 1))" ]; }

# Waits until a start has ended or was silent for a whole lease.
until_over() {
  heard= silent=0
  while [ ! -e "over.$1" ] && [ $silent -lt $lease ] && [ -z "$isEnding" ]; do
    sleep 1
    now=$(cat "lease.$1" 2>/dev/null)
    if [ "$now" = "$heard" ]; then silent=$((silent + 1)); else silent=0 heard=$now; fi
  done
}

if is_taken "process.$n"; then
  until_over $n
  [ -e "over.$n" ]
  exit
fi

beat() {
  trap '' TERM
  count=0 failures=0
  while kill -0 $self; do
    count=$((count + 1))
    if echo $count > "lease.$n"; then failures=0; else failures=$((failures + 1)); fi
    if [ -e stopped ] || ! is_newest || [ $failures -ge $((lease / 2)) ]; then kill -TERM $self; fi
    sleep 1
  done
  kill -KILL 0
}
beat > /dev/null 2>&1 &
beating=$!

# What is left of our process group is killed. In /proc, the group is the third field behind the name.
read -r line < /proc/$self/stat
set -- \${line##*) }
group=$3
end_others() {
  for directory in /proc/[0-9]*; do
    { read -r line < "$directory/stat"; } 2>/dev/null || continue
    pid=\${directory#/proc/}
    set -- \${line##*) }
    if [ "$3" = "$group" ] && [ "$pid" != $self ]; then kill -KILL "$pid" 2>/dev/null; fi
  done
}

earlier=1
while [ $earlier -lt $n ]; do
  if is_taken "process.$earlier"; then until_over $earlier; else : > "over.$earlier"; fi
  earlier=$((earlier + 1))
done
code=75
if is_newest && [ ! -e stopped ] && [ -z "$isEnding" ]; then`;

const direct = `  run stdout.log stderr.log worker
fi`;

const launched = (launcher: readonly string[]): string => `
  MASTER_ADDR=$(uname -n)
  MASTER_PORT=$((10000 + \${SLURM_JOB_ID:-0} % 20000))
  export MASTER_ADDR MASTER_PORT
  run launch.log launch.log ${launcher.map(quoted).join(' ')}
  if [ -s "rank0.$n" ]; then
    read -r first < "rank0.$n"
    [ "$first" = 0 ] || code=$first
  else
    tail -n 5 launch.log >> stderr.log
  fi
  [ ! -e "killed.$n" ] || code=137
fi`;

/** One that was made to end says nothing of how: it is stopped or lost, by what is known of who did it. */
const ending = `
kill -KILL $beating 2>/dev/null
end_others
if [ $code = 0 ] || { [ -z "$isEnding" ] && [ $code != 75 ]; }; then
  echo "$code" > "exit.$n.part" && mv "exit.$n.part" "exit.$n"
fi
: > "over.$n"
exit "$code"
`;
