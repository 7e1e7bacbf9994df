"""`train` as everyone starts it: what needs the network comes first, then the same command again inside the sandbox."""

import argparse
import os
import sys
from pathlib import Path

from .inputs import InputMissing
from .job import Job, read_job
from .sandbox import SandboxedProcess, SandboxUnavailable, is_inside_sandbox, require_sandbox
from .sandbox_command import Sandbox
from .sandbox_usage import Allowance

# Chains that live on a developer's machine, where nothing is at stake: anvil and Hardhat, Ganache.
LOCAL_CHAINS = (31337, 1337)

_MOST_PROCESSES = 512
_MOST_FILES = 10_000
_GRACE_SECONDS = 30  # the training looks at the clock itself, and has the better sentence
_ADDRESS_SPACE_BYTES = 16 << 30  # beside what is held: libraries and the stacks of many threads, mapped and not used
_RESULT_BYTES = 2 << 30


def may_train_here(options: argparse.Namespace) -> bool:
    """Whether this very process is to train: it is inside, or nobody has anything to lose."""
    if options.inside_sandbox:
        if not is_inside_sandbox():
            raise SandboxUnavailable("--inside-sandbox is what the worker says to itself in there, and this is outside")
        return True
    if not options.insecure_no_sandbox:
        return False
    if options.chain_id not in LOCAL_CHAINS:
        raise SandboxUnavailable(
            f"--insecure-no-sandbox is for a local chain ({' or '.join(map(str, LOCAL_CHAINS))}), named by --chain-id;"
            f" this is {options.chain_id or 'not named'}: leave it away and install bubblewrap"
        )
    return True


def train_in_sandbox(options: argparse.Namespace) -> int:
    """Run the command in a sandbox and return its exit code."""
    job, inputs, out = read_job(options.job), options.inputs.resolve(), options.out.resolve()
    require_sandbox()
    if not inputs.is_dir():
        raise InputMissing(f"{inputs} is not there")
    out.mkdir(parents=True, exist_ok=True)
    hub_base = _fetch(job, out)
    base = hub_base or inputs / "base" / job.base.name
    process = SandboxedProcess(
        sandbox=Sandbox(
            readable=(options.job.resolve(), inputs),
            writable=out,
            read_only_again=(hub_base,) if hub_base else (),
            limits=_limits(job, base),
            devices=_needs_cuda(job),
            network=int(os.environ.get("WORLD_SIZE", "1")) > 1,
        ),
        allowance=_allowance(job, base),
        command=_command(options, inputs, out, hub_base),
        wall_seconds=job.limits.wall_seconds + _GRACE_SECONDS,
    )
    return process.run()


def _fetch(job: Job, out: Path) -> Path | None:
    from .hub import fetch_from_hub

    return fetch_from_hub(job.base, out / "base") if job.base.source == "hub" else None


def _command(options: argparse.Namespace, inputs: Path, out: Path, hub_base: Path | None) -> list[str]:
    command = [sys.executable, "-m", "mandate_worker", "train", "--inside-sandbox"]
    command += ["--job", str(options.job.resolve()), "--inputs", str(inputs), "--out", str(out)]
    command += ["--attempt", str(options.attempt)]
    command += ["--run-id", options.run_id] if options.run_id else []
    command += ["--keep-checkpoints"] if options.keep_checkpoints else []
    return [*command, "--hub-base", str(hub_base)] if hub_base else command


def _needs_cuda(job: Job) -> bool:
    return job.determinism.startswith("cuda")


def _limits(job: Job, base: Path) -> dict[str, int]:
    """What each process may take; how much all of them together may, `_allowance` says."""
    limits = {
        "RLIMIT_CORE": 0,
        "RLIMIT_CPU": (job.limits.wall_seconds + _GRACE_SECONDS) * (os.cpu_count() or 1),
        "RLIMIT_FSIZE": _result_bytes(job, base),
        "RLIMIT_MEMLOCK": 8 << 20,
        "RLIMIT_MSGQUEUE": 0,
        "RLIMIT_NOFILE": 1024,
        "RLIMIT_NPROC": _MOST_PROCESSES,
    }
    # CUDA maps the memory of every card into each process.
    return limits if _needs_cuda(job) else {**limits, "RLIMIT_AS": 2 * _memory_bytes(job) + _ADDRESS_SPACE_BYTES}


def _allowance(job: Job, base: Path) -> Allowance:
    return Allowance(_memory_bytes(job), _MOST_PROCESSES, disk_bytes=_result_bytes(job, base), files=_MOST_FILES)


def _memory_bytes(job: Job) -> int:
    return job.limits.memory_mib << 20


def _result_bytes(job: Job, base: Path) -> int:
    """Room for two checkpoints, weights and moments, and the result; where every weight learns, each has it all."""
    size = sum(path.lstat().st_size for path in base.rglob("*")) if base.is_dir() else 0
    return _RESULT_BYTES + size * (20 if job.document.get("method") == "full" else 5)
