"""Attempts to get out of the sandbox, one function each; `python escapes.py NAME PLACES` says ESCAPED where it got out.

Run without a sandbox, those that do no harm do get through: that is how the tests know that they try in earnest.
"""

import ctypes
import errno
import fcntl
import json
import mmap
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

libc = ctypes.CDLL(None, use_errno=True)
PIECE_BYTES = 1 << 20


def dns(host: SimpleNamespace) -> bool:
    """Ask a name server of the host."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(1)
        asking.sendto(b"who", ("127.0.0.1", host.udp_port))
        return bool(asking.recv(16))


def tcp(host: SimpleNamespace) -> bool:
    """Reach a service on the host's loopback."""
    with socket.create_connection(("127.0.0.1", host.tcp_port), timeout=1):
        return True


def unix_socket(host: SimpleNamespace) -> bool:
    """Reach a daemon through its socket in /tmp, as Docker and PostgreSQL have one."""
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(host.unix_socket)
        return True


def abstract_socket(host: SimpleNamespace) -> bool:
    """Reach a daemon whose socket is no file."""
    with socket.socket(socket.AF_UNIX) as client:
        client.connect("\0" + host.abstract_socket)
        return True


def virtual_machine_socket(_: SimpleNamespace) -> bool:
    """Speak to the hypervisor, which no network namespace keeps apart."""
    with socket.socket(40, socket.SOCK_STREAM):
        return True


def own_environment(host: SimpleNamespace) -> bool:
    """Find a secret among one's own variables."""
    return host.secret in os.environ.values()


def others_environment(host: SimpleNamespace) -> bool:
    """Find a secret in /proc/1/environ, the parent's, or anyone's."""
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if host.secret.encode() in path.read_bytes():
                return True
        except OSError:
            continue
    return False


def secret_file(host: SimpleNamespace) -> bool:
    """Read a key in somebody's home."""
    return host.secret in Path(host.secret_file).read_text()


def another_run(host: SimpleNamespace) -> bool:
    """Read what lies beside the result directory."""
    return bool(list(Path(host.another_run).iterdir()))


def write_outside(host: SimpleNamespace) -> bool:
    """Leave a file where others will find it."""
    return Path(host.outside, "left-behind").write_text("here") > 0


def change_the_worker(_: SimpleNamespace) -> bool:
    """Open the interpreter's own packages for writing: the next run would execute them."""
    os.close(os.open(json.__file__, os.O_WRONLY))
    return True


def kernel_settings(_: SimpleNamespace) -> bool:
    """Open a setting of the kernel for writing; core_pattern names a program that the host's root runs."""
    os.close(os.open("/proc/sys/kernel/core_pattern", os.O_WRONLY))
    return True


def symlink(host: SimpleNamespace) -> bool:
    """Make a link to a secret for the host to read."""
    Path(host.out, "progress.jsonl").symlink_to(host.secret_file)
    return True


def symlink_race(host: SimpleNamespace) -> bool:
    """Swap a file and a link so fast that whoever checked the one opens the other."""
    target, link, until = Path(host.out, "result.json"), Path(host.out, "link"), time.monotonic() + 0.3
    swapped = threading.Event()

    def swap() -> None:
        while time.monotonic() < until:
            try:
                link.symlink_to(host.secret_file)
                link.replace(target)
                swapped.set()
            except OSError:
                target.write_text("{}")

    threads = [threading.Thread(target=swap) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return swapped.is_set()


def hard_link(host: SimpleNamespace) -> bool:
    """Give a file a second name."""
    Path(host.out, "one").write_text("")
    os.link(Path(host.out, "one"), Path(host.out, "two"))
    return True


def named_pipe(host: SimpleNamespace) -> bool:
    """Leave a pipe for the host to hang upon."""
    os.mkfifo(Path(host.out, "eval.json"))
    return True


def fork_bomb(host: SimpleNamespace) -> bool:
    """Start far more processes than a training needs."""
    children = []
    try:
        for _ in range(host.many_processes):
            child = os.fork()
            if child == 0:
                signal.pause()
            children.append(child)
        return _reached_in_peace(len(children) == host.many_processes)
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)


def allocation_at_once(_: SimpleNamespace) -> bool:
    """Ask for 64 GB."""
    with mmap.mmap(-1, 64 << 30):
        return True


def allocation_by_many(host: SimpleNamespace) -> bool:
    """Take memory in children, each of which takes little."""
    reading, writing = os.pipe()
    children = []
    for _ in range(8):
        child = os.fork()
        if child == 0:
            held = bytearray(os.urandom(1)) * (host.much_memory // 8)
            os.write(writing, b"x")
            signal.pause()
            del held
        children.append(child)
    os.close(writing)
    try:
        return _reached_in_peace(sum(len(os.read(reading, 1)) for _ in children) == len(children))
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)


def memory_without_owner(_: SimpleNamespace) -> bool:
    """Make a segment of shared memory, which is charged to nobody."""
    return libc.shmget(0, 1 << 20, 0o1600) != -1


def scratch_memory(host: SimpleNamespace) -> bool:
    """Fill /tmp, which is memory."""
    path = Path("/tmp", f"scratch-{os.getpid()}")
    try:
        _fill(path, host.much_scratch)
        return _reached_in_peace(True)
    finally:
        path.unlink()


def million_files(host: SimpleNamespace) -> bool:
    """Make files until the disk has no more of them."""
    for number in range(host.many_files):
        Path(host.out, str(number)).touch()
    return _reached_in_peace(True)


def large_file(host: SimpleNamespace) -> bool:
    """Write one file until the disk is full."""
    _fill(Path(host.out, "large"), host.large_file)
    return _reached_in_peace(True)


def large_files(host: SimpleNamespace) -> bool:
    """Write many, none of which is too large."""
    for number in range(16):
        _fill(Path(host.out, f"part-{number}"), host.large_file // 16)
    return _reached_in_peace(True)


def files_without_names(host: SimpleNamespace) -> bool:
    """Write files that nobody finds: open, removed."""
    held = []
    for number in range(16):
        path = Path(host.out, f"part-{number}")
        file = path.open("wb")
        path.unlink()
        for _ in range(host.large_file // 16 // PIECE_BYTES):
            file.write(os.urandom(PIECE_BYTES))
        file.flush()
        held.append(file)
    return _reached_in_peace(True)


def kill_host_process(host: SimpleNamespace) -> bool:
    """End a process of the host."""
    os.kill(host.victim, signal.SIGKILL)
    return True


def ptrace(host: SimpleNamespace) -> bool:
    """Take over a process of the host."""
    attach, detach = 16, 17
    if libc.ptrace(attach, host.victim, None, None) != 0:
        return False
    os.waitpid(host.victim, 0x40000000)
    return libc.ptrace(detach, host.victim, None, None) == 0


def trace_oneself(_: SimpleNamespace) -> bool:
    """Use ptrace at all: a way around filters of older kernels."""
    return libc.ptrace(0, 0, None, None) == 0


def mount(_: SimpleNamespace) -> bool:
    """Mount something upon the machine."""
    place = Path("/tmp", f"mount-{os.getpid()}")
    place.mkdir()
    try:
        return libc.mount(b"none", bytes(place), b"tmpfs", 0, None) == 0
    finally:
        libc.umount2(bytes(place), 2)
        place.rmdir()


def new_user_namespace(_: SimpleNamespace) -> bool:
    """Become root in a namespace of one's own, where the kernel's less tested half is open."""
    return libc.unshare(0x10000000) == 0


def new_user_namespace_by_clone(_: SimpleNamespace) -> bool:
    """The same by clone, which makes a process at once."""
    numbers = {"x86_64": 56, "aarch64": 220}
    child = libc.syscall(numbers[os.uname().machine], 0x10000000 | signal.SIGCHLD, 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    return child > 0


def raw_device(_: SimpleNamespace) -> bool:
    """Open the disk itself, or the kernel's log, or make a device for it."""
    for name in ("vda", "sda", "nvme0n1", "mem", "kmsg"):
        try:
            os.close(os.open(f"/dev/{name}", os.O_RDONLY))
            return True
        except OSError:
            continue
    device = f"/tmp/device-{os.getpid()}"
    os.mknod(device, 0o20600, os.makedev(1, 11))
    os.unlink(device)
    return True


def type_into_the_terminal(_: SimpleNamespace) -> bool:
    """Type a command into the terminal that the worker was started from."""
    fcntl.ioctl(0, 0x5412, b"#")
    return True


def keyring(_: SimpleNamespace) -> bool:
    """Read the kernel's keyrings, which no namespace separates."""
    numbers = {"x86_64": 250, "aarch64": 219}
    return libc.syscall(numbers[os.uname().machine], 0, -4, 1) != -1


def ring_of_calls(_: SimpleNamespace) -> bool:
    """Hand calls to the kernel past every filter; one that gets so far is told that its address is bad."""
    return libc.syscall(425, 1, None) == -1 and ctypes.get_errno() == errno.EFAULT


def _fill(path: Path, size: int) -> None:
    with path.open("wb") as file:
        for _ in range(size // PIECE_BYTES):
            file.write(os.urandom(PIECE_BYTES))


def _reached_in_peace(reached: bool) -> bool:
    """Whether it holds what it took for as long as a look from outside may take."""
    time.sleep(0.5)
    return reached


def main(name: str, places: str) -> None:
    """Make one attempt."""
    try:
        escaped = globals()[name](SimpleNamespace(**json.loads(places)))
    except (OSError, MemoryError) as error:
        print(f"refused: {type(error).__name__} {error}")
    else:
        print("ESCAPED" if escaped else f"refused: {os.strerror(ctypes.get_errno())}")


if __name__ == "__main__":
    main(*sys.argv[1:])
