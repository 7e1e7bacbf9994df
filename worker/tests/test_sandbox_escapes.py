"""Every attempt is made for real: first without a sandbox, where it gets through, then inside, where it must not."""

import json
import os
import pty
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mandate_worker.sandbox_usage import _namespace
from tests import escapes, run_sandboxed

WORKER = Path(__file__).parent.parent
SECRET = "correct horse battery staple"
IS_ROOT = os.geteuid() == 0

# What they try to take, inside and without: enough to be noticed, little enough to do no harm where nothing stops it.
INSIDE = {"many_processes": 4000, "many_files": 1_000_000, "large_file": 10 << 30, "much_memory": 64 << 30}
OUTSIDE = {"many_processes": 80, "many_files": 1200, "large_file": 80 << 20, "much_memory": 640 << 20}
SCRATCH = {"much_scratch": 300 << 20}


@dataclass
class Host:
    """A machine with things that nobody in the sandbox shall reach."""

    places: dict[str, Any]
    out: Path
    victim: subprocess.Popen[bytes]


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """Services that answer, a secret, another run, a process that is to live, an empty result directory."""
    secret_file = tmp_path / "home" / ".ssh" / "id_ed25519"
    secret_file.parent.mkdir(parents=True)
    secret_file.write_text(SECRET)
    out, another = tmp_path / "run-1" / "result", tmp_path / "run-2" / "result"
    out.mkdir(parents=True)
    another.mkdir(parents=True)
    (another / "result.json").write_text("{}")
    abstract, socket_file = f"mandate-test-{os.getpid()}", tmp_path / ".s.PGSQL.5432"
    listening = [socket.create_server(("127.0.0.1", 0)), *(socket.socket(socket.AF_UNIX) for _ in range(2))]
    listening[1].bind(str(socket_file))
    listening[2].bind("\0" + abstract)
    names = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    names.bind(("127.0.0.1", 0))
    threading.Thread(target=_answer, args=(names,), daemon=True).start()
    victim = subprocess.Popen(["sleep", "600"])
    for one in listening[1:]:
        one.listen()
    yield Host(
        {
            "tcp_port": listening[0].getsockname()[1],
            "udp_port": names.getsockname()[1],
            "unix_socket": str(socket_file),
            "abstract_socket": abstract,
            "secret": SECRET,
            "secret_file": str(secret_file),
            "another_run": str(another),
            "outside": str(tmp_path / "home"),
            "out": str(out),
            "victim": victim.pid,
            **SCRATCH,
        },
        out,
        victim,
    )
    victim.kill()
    victim.wait()
    for one in (*listening, names):
        one.close()


def _answer(names: socket.socket) -> None:
    try:
        while True:
            names.sendto(b"127.0.0.1", names.recvfrom(16)[1])
    except OSError:
        return  # closed: the test is over


def command(name: str, host: Host, amounts: dict[str, int]) -> list[str]:
    return [sys.executable, escapes.__file__, name, json.dumps({**host.places, **amounts})]


def run(arguments: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "API_KEY": SECRET, "PYTHONPATH": str(WORKER)}
    return subprocess.run(
        arguments, env=environment, capture_output=True, text=True, timeout=120, check=False, **options
    )


def sandboxed(arguments: list[str], host: Host, **more: Any) -> list[str]:
    plan = {"readable": [escapes.__file__], "out": str(host.out), "command": arguments, **more}
    return [sys.executable, run_sandboxed.__file__, json.dumps(plan)]


ALL = [
    name for name, one in vars(escapes).items() if callable(one) and getattr(one, "__module__", "") == escapes.__name__
]
ATTEMPTS = [name for name in ALL if name != "main" and not name.startswith("_")]
# Without a sandbox these would need the machine's root, a hypervisor, or more memory than there may be.
HARMFUL = {"allocation_at_once", "virtual_machine_socket"}
NEED_ROOT = {"kernel_settings", "mount", "raw_device", "type_into_the_terminal", "ptrace"}
# The terminal is a test of its own; the others end in the sentence of whoever watches.
OF_THEIR_OWN = {"type_into_the_terminal"}
WATCHED = {
    "fork_bomb": "more than 64 processes and threads were started",
    "allocation_by_many": "limits.memoryMiB (512) is spent",
    "million_files": "the result directory has more than 1000 files",
    "large_files": "the result directory is larger than 64 MiB",
    "files_without_names": "the result directory is larger than 64 MiB",
}


@pytest.mark.parametrize("name", sorted(set(ATTEMPTS) - HARMFUL - OF_THEIR_OWN - (set() if IS_ROOT else NEED_ROOT)))
def test_gets_through_without_a_sandbox(name: str, host: Host) -> None:
    done = run(command(name, host, OUTSIDE))

    assert "ESCAPED" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("name", sorted(set(ATTEMPTS) - OF_THEIR_OWN - set(WATCHED)))
def test_does_not_get_out(name: str, host: Host) -> None:
    done = run(sandboxed(command(name, host, INSIDE), host))

    assert done.stdout.startswith("refused: ") and done.returncode == 0, done.stdout + done.stderr
    assert_host_lives(host)


@pytest.mark.parametrize(("name", "sentence"), sorted(WATCHED.items()))
def test_is_ended_when_it_takes_too_much(name: str, sentence: str, host: Host) -> None:
    done = run(sandboxed(command(name, host, {**INSIDE, "large_file": 1 << 30}), host))

    refused_by_kernel = done.stdout.startswith(
        "refused: "
    )  # a limit of the process was there before the look from outside
    assert refused_by_kernel or done.stderr.splitlines()[-1] == sentence, done.stdout + done.stderr
    assert "ESCAPED" not in done.stdout
    assert_host_lives(host)


def assert_host_lives(host: Host) -> None:
    assert host.victim.poll() is None
    assert Path(host.places["secret_file"]).read_text() == SECRET
    assert not Path(host.places["outside"], "left-behind").exists()
    assert all(path.is_dir() or (path.is_file() and not path.is_symlink()) for path in host.out.rglob("*"))


def test_ten_gigabytes_of_output_do_not_fill_the_disk(host: Host, tmp_path: Path) -> None:
    shout = (
        "import os; piece = b'x' * (1 << 20); [os.write(1, piece) for _ in range(10 << 10)]; os.write(2, b'the end')"
    )
    with (tmp_path / "stdout.log").open("wb") as log:
        done = subprocess.run(
            sandboxed([sys.executable, "-c", shout], host),
            env={**os.environ, "PYTHONPATH": str(WORKER)},
            stdout=log,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert done.returncode == 0 and done.stderr.endswith(b"the end")
    assert (tmp_path / "stdout.log").stat().st_size < 17 << 20
    assert b"bytes are left out here" in (tmp_path / "stdout.log").read_bytes()[-(20 << 10) :]


@pytest.mark.skipif(not IS_ROOT, reason="a kernel of today lets only root type into terminals at all")
def test_types_into_no_terminal(host: Host) -> None:
    _, terminal = pty.openpty()

    assert "ESCAPED" in run(command("type_into_the_terminal", host, {}), stdin=terminal).stdout
    inside = sandboxed(command("type_into_the_terminal", host, {}), host, stdin=True)
    assert run(inside, stdin=terminal).stdout.startswith("refused: PermissionError")


DAEMON = """
import os, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for number in range(3): os.close(number)
        while True: time.sleep(0.01)
    os._exit(0)
os.wait()
print(os.readlink("/proc/self/ns/pid"), flush=True)
if sys.argv[1] == "stay": time.sleep(600)
"""


@pytest.mark.parametrize("ending", ["exit", "SIGTERM", "SIGKILL"])
def test_no_daemon_survives_the_worker(ending: str, host: Host) -> None:
    inside = [sys.executable, "-c", DAEMON, "leave" if ending == "exit" else "stay"]
    environment = {**os.environ, "PYTHONPATH": str(WORKER)}
    worker = subprocess.Popen(sandboxed(inside, host), env=environment, stdout=subprocess.PIPE, text=True)
    assert worker.stdout
    namespace = worker.stdout.readline().strip()
    assert namespace.startswith("pid:[")

    if ending != "exit":
        assert len(processes_in(namespace)) > 2
        worker.send_signal(getattr(signal, ending))
    # The pipe closes when the last process that holds it is gone; the daemon holds none.
    worker.stdout.read()
    worker.wait()
    wait_until_gone(namespace)

    assert processes_in(namespace) == []


@pytest.mark.parametrize("depth", [1, 2, 3], ids=["bubblewrap", "the first process", "the program"])
def test_who_is_killed_from_outside_ends_by_that_signal(depth: int, host: Host) -> None:
    inside = [sys.executable, "-c", "import signal; print('here', flush=True); signal.pause()"]
    environment = {**os.environ, "PYTHONPATH": str(WORKER)}
    worker = subprocess.Popen(
        sandboxed(inside, host), env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert worker.stdout and worker.stderr
    assert worker.stdout.readline() == "here\n"
    pid = worker.pid
    for _ in range(depth):
        pid = int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])

    os.kill(pid, signal.SIGKILL)

    assert worker.wait() == 128 + signal.SIGKILL
    assert worker.stderr.read() == ""


def processes_in(namespace: str) -> list[int]:
    """Those that run; one that has ended and that nobody has asked for is none."""
    pids = [int(name) for name in os.listdir("/proc") if name.isdecimal()]
    return [pid for pid in pids if _namespace(pid) == namespace and _is_running(pid)]


def _is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def wait_until_gone(namespace: str) -> None:
    """The kernel needs a moment to end them; a daemon would stay for ever."""
    for pid in processes_in(namespace):
        try:
            descriptor = os.pidfd_open(pid)
        except OSError:
            continue
        select.select([descriptor], [], [], 10)
        os.close(descriptor)
