"""The command line of bubblewrap: what a sandboxed program sees of this machine, and nothing beside it."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from . import sandbox_limits

SCRATCH_BYTES = 256 << 20  # of /tmp, and as much again of /dev/shm: both are memory
_USER = "1000"

# All that an environment may hand in: how to compute, never who somebody is.
_PASSED_ON = (
    "MANDATE_WORKER_THREADS",
    "MANDATE_WORKER_TRACE",
    "MKL_CBWR",
    "OMP_WAIT_POLICY",
    "CUDA_VISIBLE_DEVICES",
    "CUBLAS_WORKSPACE_CONFIG",
    "NVIDIA_VISIBLE_DEVICES",
)
_SYSTEM = ("/usr", "/bin", "/lib", "/lib32", "/lib64", "/sbin", "/etc/ld.so.cache", "/etc/alternatives")
_NAMES = ("/etc/hosts", "/etc/resolv.conf", "/etc/nsswitch.conf", "/etc/host.conf")
_MEETING = (
    "RANK",
    "LOCAL_RANK",
    "WORLD_SIZE",
    "MASTER_ADDR",
    "MASTER_PORT",
    "GLOO_SOCKET_IFNAME",
    "NCCL_SOCKET_IFNAME",
)
_NVIDIA = ("nvidiactl", "nvidia-uvm", "nvidia-uvm-tools", "nvidia-modeset")


@dataclass(frozen=True)
class Sandbox:
    """What a program may see and take."""

    readable: tuple[Path, ...]
    writable: Path | None
    limits: Mapping[str, int]
    # Parts of the writable directory that are not.
    read_only_again: tuple[Path, ...] = ()
    devices: bool = False
    # Only for processes that have to meet on other machines: they see the whole network, as if there were no sandbox.
    network: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)


def bubblewrap_command(bubblewrap: str, sandbox: Sandbox, seccomp: int, status: int, command: list[str]) -> list[str]:
    """The whole line. `seccomp` is read from and `status` written to: inherited file descriptors."""
    return [
        bubblewrap,
        *("--unshare-user", "--disable-userns", "--unshare-pid", "--unshare-ipc", "--unshare-cgroup-try"),
        *(() if sandbox.network else ("--unshare-net", "--unshare-uts")),
        *("--die-with-parent", "--new-session", "--cap-drop", "ALL", "--uid", _USER, "--gid", _USER),
        *("--seccomp", str(seccomp), "--json-status-fd", str(status)),
        *_environment(sandbox),
        *_machine(sandbox),
        *(word for path in _python_paths() for word in ("--ro-bind", path, path)),
        *(word for path in sandbox.readable for word in ("--ro-bind", str(path), str(path))),
        *(("--bind", str(sandbox.writable), str(sandbox.writable)) if sandbox.writable else ()),
        *(word for path in sandbox.read_only_again for word in ("--ro-bind", str(path), str(path))),
        # Last: what bubblewrap builds the view upon is memory, and would take any number of files.
        *("--remount-ro", "/dev", "--remount-ro", "/"),
        *("--chdir", "/tmp", "--", *_limited(sandbox.limits, command)),
    ]


def _machine(sandbox: Sandbox) -> Iterator[str]:
    for path in _SYSTEM:
        if os.path.islink(path) and not path.startswith("/etc"):
            yield from ("--symlink", os.readlink(path), path)
        elif os.path.exists(path):
            yield from ("--ro-bind", path, path)
    yield from ("--proc", "/proc", "--dev", "/dev")
    # Settings of the kernel are files that belong to root, and a worker that root started is still root to them.
    yield from ("--remount-ro", "/proc")
    for scratch in ("/dev/shm", "/tmp"):
        yield from ("--perms", "1777", "--size", str(SCRATCH_BYTES), "--tmpfs", scratch)
    # How many cores there are and which vectors they have: what the numeric libraries ask for when they start.
    yield from ("--ro-bind-try", "/sys/devices/system/cpu", "/sys/devices/system/cpu")
    for path in _NAMES if sandbox.network else ():
        yield from ("--ro-bind-try", path, path)
    if sandbox.devices:
        numbered = [entry.name for entry in os.scandir("/dev") if entry.name.removeprefix("nvidia").isdecimal()]
        for name in sorted([*numbered, *_NVIDIA]):
            yield from ("--dev-bind-try", f"/dev/{name}", f"/dev/{name}")
        for path in ("/proc/driver/nvidia", "/sys/bus/pci", "/sys/devices", "/sys/class/drm", "/sys/module/nvidia"):
            yield from ("--ro-bind-try", path, path)


def _environment(sandbox: Sandbox) -> Iterator[str]:
    names = (*_PASSED_ON, *(_MEETING if sandbox.network else ()))
    passed_on = {name: os.environ[name] for name in names if name in os.environ}
    given = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": "/tmp",
        "TMPDIR": "/tmp",
        "USER": "worker",
        "LOGNAME": "worker",
        "PYTHONPATH": os.pathsep.join([str(_package_root()), *_python_path()]),
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "HF_HUB_OFFLINE": "1",
    }
    yield "--clearenv"
    for name, value in {**passed_on, **given, **sandbox.environment}.items():
        yield from ("--setenv", name, value)


def _python_paths() -> list[str]:
    """Where the interpreter, its packages and the worker lie, but for what lies below another, or below /usr."""
    wanted = {sys.prefix, sys.base_prefix, sys.exec_prefix, *_python_path()}
    worker = _package_root()
    wanted |= {str(worker / name) for name in ("mandate_worker", "schema", "data")}
    real = {path for path in (os.path.abspath(path) for path in wanted) if os.path.exists(path)}
    return sorted(path for path in real if not any(path.startswith(f"{above}/") for above in {*real, "/usr"} - {path}))


def _python_path() -> list[str]:
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    return [path for path in given if path and os.path.isabs(path) and Path(path) != _package_root()]


def _package_root() -> Path:
    return Path(__file__).resolve().parent.parent


def _limited(limits: Mapping[str, int], command: list[str]) -> list[str]:
    program = os.path.abspath(sandbox_limits.__file__)
    return [sys.executable, "-I", "-S", program, json.dumps(dict(limits)), *command]
