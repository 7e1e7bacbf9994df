"""What the processes of a sandbox hold at this moment, read from outside: memory, processes, bytes and files."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Allowance:
    """How much all of a sandbox's processes may hold together."""

    memory_bytes: int
    processes: int
    disk_bytes: int
    files: int
    # However much is allowed, the disk is not filled: it is not this sandbox's alone.
    disk_left_bytes: int = 1 << 30


class SpentAllowance(Exception):
    """A sandbox holds more than it is allowed."""


def check_usage(init_pid: int, writable: Path | None, allowance: Allowance) -> None:
    """Raise SpentAllowance with a sentence when the sandbox whose first process is `init_pid` holds too much."""
    pids = _processes_of(init_pid, allowance.processes)
    if len(pids) > allowance.processes:
        raise SpentAllowance(f"more than {allowance.processes} processes and threads were started")
    memory = sum(map(_resident_bytes, pids)) + _scratch_bytes(init_pid)
    # Memory that processes share is counted in each: only where that is too much is the exact figure worth its price.
    if memory > allowance.memory_bytes and _exact_bytes(pids) + _scratch_bytes(init_pid) > allowance.memory_bytes:
        raise SpentAllowance(f"limits.memoryMiB ({allowance.memory_bytes >> 20}) is spent")
    if writable is not None:
        _check_disk(pids, writable, allowance)


def _check_disk(pids: list[int], writable: Path, allowance: Allowance) -> None:
    size, files = _below(str(writable), allowance.files)
    if files > allowance.files:
        raise SpentAllowance(f"the result directory has more than {allowance.files} files")
    if size + _removed_bytes(pids) > allowance.disk_bytes:
        raise SpentAllowance(f"the result directory is larger than {allowance.disk_bytes >> 20} MiB")
    disk = os.statvfs(writable)
    if disk.f_bavail * disk.f_frsize < allowance.disk_left_bytes:
        raise SpentAllowance(
            f"the disk of the result directory has less than {allowance.disk_left_bytes >> 20} MiB left"
        )


def _processes_of(init_pid: int, most: int) -> list[int]:
    """Everything in the same process namespace, with a count of threads that ends where it is too much."""
    namespace = _namespace(init_pid)
    found, threads = [], 0
    for name in os.listdir("/proc"):
        if namespace is None or not name.isdecimal() or _namespace(int(name)) != namespace:
            continue
        threads += _threads(int(name))
        found.append(int(name))
        if threads > most:
            return found + [0] * (threads - len(found))
    return found


def _namespace(pid: int) -> str | None:
    try:
        return os.readlink(f"/proc/{pid}/ns/pid")
    except OSError:
        return None  # it has ended, or is somebody else's


def _threads(pid: int) -> int:
    try:
        return os.stat(f"/proc/{pid}/task").st_nlink - 2
    except OSError:
        return 0


def _resident_bytes(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * _PAGE_BYTES
    except (OSError, IndexError):
        return 0


def _exact_bytes(pids: list[int]) -> int:
    """Shared pages are divided among those who share them."""
    total = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
                total += next(int(line.split()[1]) << 10 for line in file if line.startswith("Pss:"))
        except (OSError, StopIteration):
            continue
    return total


def _scratch_bytes(init_pid: int) -> int:
    """What lies in the sandbox's own file systems is memory too, an empty file no less."""
    total = 0
    for place in ("tmp", "dev/shm"):
        try:
            held = os.statvfs(f"/proc/{init_pid}/root/{place}")
        except OSError:
            continue
        total += (held.f_blocks - held.f_bfree) * held.f_frsize + (held.f_files - held.f_ffree) * 1024
    return total


def _below(directory: str, most_files: int) -> tuple[int, int]:
    """Bytes and entries under a directory; the count ends soon after the bound, for there may be millions."""
    size, files, folders = 0, 0, [directory]
    while folders and files <= most_files:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    files += 1
                    if files > most_files:
                        break
                    size += entry.stat(follow_symlinks=False).st_blocks * 512
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
        except OSError:
            continue  # removed meanwhile
    return size, files


def _removed_bytes(pids: list[int]) -> int:
    """Files without a name that are still open take room like any other."""
    seen = {}
    for pid in pids:
        try:
            numbers = os.listdir(f"/proc/{pid}/fd")
        except OSError:
            continue
        for number in numbers:
            try:
                found = os.stat(f"/proc/{pid}/fd/{number}")
            except OSError:
                continue
            if stat.S_ISREG(found.st_mode) and found.st_nlink == 0:
                seen[found.st_dev, found.st_ino] = found.st_blocks * 512
    return sum(seen.values())
