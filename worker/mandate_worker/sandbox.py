"""Runs a program under bubblewrap: no network, no secrets, one writable directory, and bounds watched from outside.

docs/sandbox.md says what holds and what does not.
"""

import fcntl
import json
import os
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, TextIO

from .sandbox_command import Sandbox, bubblewrap_command
from .sandbox_output import BoundedStream
from .sandbox_seccomp import UnknownProcessor, seccomp_program
from .sandbox_usage import Allowance, SpentAllowance, check_usage

OLDEST_BUBBLEWRAP = (0, 8)
MOST_OUTPUT_BYTES = 16 << 20
PIPE_BYTES = 1 << 20  # who says much is not slowed down by who listens
SECONDS_BETWEEN_LOOKS = 0.05

_HOW_TO_INSTALL = "install bubblewrap 0.8 or newer (Debian, Ubuntu: apt-get install bubblewrap)"
_HOW_TO_ENABLE = (
    "let this user make user namespaces: sysctl user.max_user_namespaces=15000, and where they are there,"
    " kernel.unprivileged_userns_clone=1 and kernel.apparmor_restrict_unprivileged_userns=0"
)


class SandboxUnavailable(Exception):
    """There is no working sandbox here, and nothing is run without one. Says how to get it."""


def require_sandbox() -> str:
    """The path of a bubblewrap that works on this machine, or SandboxUnavailable with what to do."""
    path = shutil.which("bwrap")
    if sys.platform != "linux" or path is None:
        raise SandboxUnavailable(f"there is no bubblewrap on this machine: {_HOW_TO_INSTALL}")
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    version = tuple(int(part) for part in re.findall(r"\d+", said)[:2])
    if version < OLDEST_BUBBLEWRAP:
        raise SandboxUnavailable(f"{said.strip() or path} is too old: {_HOW_TO_INSTALL}")
    return path


def check_sandbox() -> None:
    """Raise SandboxUnavailable unless a program can be run in a sandbox here and now."""
    nothing = Sandbox(readable=(), writable=None, limits={})
    least = Allowance(memory_bytes=1 << 30, processes=64, disk_bytes=0, files=0)
    code = SandboxedProcess(nothing, least, ["/usr/bin/true"], wall_seconds=30).run()
    if code != 0:
        raise SandboxUnavailable(f"a program that does nothing ended with {code} in the sandbox: {_HOW_TO_ENABLE}")


def is_inside_sandbox() -> bool:
    """Whether this process is one that runs in such a sandbox."""
    said = dict(
        re.findall(r"^(NoNewPrivs|Seccomp):\s+(\d)$", Path("/proc/self/status").read_text("ascii"), re.MULTILINE)
    )
    first = Path("/proc/1/comm").read_text("utf-8").strip()
    return said == {"NoNewPrivs": "1", "Seccomp": "2"} and first == "bwrap"


@dataclass
class SandboxedProcess:
    """One program in a sandbox. Leaving `run` early, by whatever way, ends all of its processes."""

    sandbox: Sandbox
    allowance: Allowance
    command: list[str]
    wall_seconds: float
    keep_open: tuple[int, ...] = ()
    stdin: int = subprocess.DEVNULL

    def run(self) -> int:
        """Start it, pass on what it says, watch what it takes, wait for its end."""
        with ExitStack() as closing:
            running = self._start(closing)
            with _ended_by_signals(running):
                self._watch(running)
            # What was written last has been seen by nobody yet.
            check_usage(running.init_pid, self.sandbox.writable, self.allowance)
            return running.exit_code()

    def _start(self, closing: ExitStack) -> "_Running":
        bubblewrap = require_sandbox()
        try:
            filter_read = _pipe_with(seccomp_program(), closing)
        except UnknownProcessor as error:
            raise SandboxUnavailable(str(error)) from error
        status_read, status_write = os.pipe()
        status = closing.enter_context(os.fdopen(status_read, "r", encoding="ascii"))
        process = subprocess.Popen(
            bubblewrap_command(bubblewrap, self.sandbox, filter_read, status_write, self.command),
            stdin=self.stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=(filter_read, status_write, *self.keep_open),
            # Not only --clearenv: what bubblewrap itself was given stands in /proc/1/environ of the sandbox.
            env={},
            preexec_fn=_go_first,
        )
        os.close(status_write)
        running = _Running(process, status)
        closing.callback(running.end)
        running.begin()
        return running

    def _watch(self, running: "_Running") -> None:
        """Until both of its streams are closed, which every process of it holds, and it has ended."""
        began = looked_at = time.monotonic()
        while running.pump(SECONDS_BETWEEN_LOOKS):
            now = time.monotonic()
            if now - looked_at < SECONDS_BETWEEN_LOOKS:
                continue
            if now - began > self.wall_seconds:
                raise SpentAllowance(f"limits.wallSeconds ({self.wall_seconds:g}) is spent")
            check_usage(running.init_pid, self.sandbox.writable, self.allowance)
            looked_at = time.monotonic()


@dataclass
class _Running:
    process: subprocess.Popen[bytes]
    status: TextIO
    init_pid: int = 0
    _pidfd: int | None = None
    _open: dict[int, BoundedStream] = field(default_factory=dict)
    _complaint: BoundedStream | None = None

    def begin(self) -> None:
        """Learn which process is the first of the sandbox."""
        assert self.process.stdout and self.process.stderr
        said, complaint = self.process.stdout.fileno(), self.process.stderr.fileno()
        self._complaint = BoundedStream(complaint, 2, MOST_OUTPUT_BYTES)
        self._open = {said: BoundedStream(said, 1, MOST_OUTPUT_BYTES), complaint: self._complaint}
        for number in self._open:
            fcntl.fcntl(number, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        line = self.status.readline()
        if not line:
            raise SandboxUnavailable(_why(self.process.communicate()[1]))
        self.init_pid = json.loads(line)["child-pid"]
        with suppress(ProcessLookupError):
            self._pidfd = os.pidfd_open(self.init_pid)

    def pump(self, seconds: float) -> bool:
        """Pass on what it says for so long; false when it has ended."""
        ready, _, _ = select.select(list(self._open), [], [], seconds)
        for number in ready:
            if not self._open[number].pump():
                del self._open[number]
        return bool(self._open) or self.process.poll() is None

    def exit_code(self) -> int:
        """The program's own, or 128 and a signal's number; bubblewrap tells it only when there was a program."""
        code = self.process.wait()
        if code < 0:
            return 128 - code  # bubblewrap itself was killed, and with it the program
        if "exit-code" not in self.status.read():
            assert self._complaint
            raise SandboxUnavailable(_why(self._complaint.first_words))
        return code

    def end(self) -> None:
        """The kernel ends every process of a namespace with its first; bubblewrap ends when the last is gone."""
        if self._pidfd is not None:
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            os.close(self._pidfd)
            self._pidfd = None
        else:
            self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe:
                pipe.close()


def _go_first() -> None:
    """When the machine's memory runs out it is the sandbox that goes, not something else."""
    with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
        file.write("1000")


def _pipe_with(content: bytes, closing: ExitStack) -> int:
    """A pipe that holds a few bytes, to be inherited."""
    reading, writing = os.pipe()
    closing.callback(os.close, reading)
    os.write(writing, content)
    os.close(writing)
    return reading


def _why(complaint: bytes) -> str:
    last = complaint.decode(errors="replace").strip().splitlines()[-1:] or ["it said nothing"]
    return f"bubblewrap cannot make a sandbox here ({last[0].removeprefix('bwrap: ')}): {_HOW_TO_ENABLE}"


class _ended_by_signals:  # noqa: N801
    """While it lasts, a signal that ends us ends the sandbox first, so that nothing is written after we are gone."""

    _SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

    def __init__(self, running: _Running) -> None:
        self._running = running
        self._before: dict[int, Any] = {}

    def __enter__(self) -> None:
        self._before = {number: signal.signal(number, self._pass_on) for number in self._SIGNALS}

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _pass_on(self, number: int, _: FrameType | None) -> None:
        self._running.end()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
