"""Runs a command in the sandbox as the worker does; its argument is `{"readable": […], "out": …, "command": […]}`."""

import json
import sys
from pathlib import Path

from mandate_worker.sandbox import SandboxedProcess
from mandate_worker.sandbox_command import Sandbox
from mandate_worker.sandbox_usage import Allowance, SpentAllowance

PROCESSES, FILES, DISK_BYTES, MEMORY_BYTES = 64, 1000, 64 << 20, 512 << 20
LIMITS = {
    "RLIMIT_CORE": 0,
    "RLIMIT_NOFILE": 1024,
    "RLIMIT_FSIZE": DISK_BYTES,
    "RLIMIT_NPROC": PROCESSES,
    "RLIMIT_AS": 4 << 30,
}


def main(asked: str) -> int:
    """Run it and pass its exit code on; what it took too much of is said on stderr."""
    plan = json.loads(asked)
    sandbox = Sandbox(tuple(map(Path, plan["readable"])), Path(plan["out"]), LIMITS)
    allowance = Allowance(MEMORY_BYTES, PROCESSES, DISK_BYTES, FILES)
    stdin = 0 if plan.get("stdin") else -3
    try:
        return SandboxedProcess(sandbox, allowance, plan["command"], plan.get("wallSeconds", 60), stdin=stdin).run()
    except SpentAllowance as error:
        print(error, file=sys.stderr)
        return 99


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
