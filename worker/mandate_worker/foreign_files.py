"""Files that somebody else made, before any of them is opened: what they are called, what they are, how large."""

import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

MOST_FILES = 2000
_DEEPEST_FOLDER = 4
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,199}")
# More than this in holes, and seven eighths of the file: made to be long, not to be kept.
_LARGEST_HOLE_BYTES = 64 << 20


class FileRefused(Exception):
    """A file is not of a kind that is opened here; names it and says why."""


# For each file's path below its directory: how many bytes it may have, or None where there is no place for such a file.
Allowed = Callable[[str], int | None]


def check_directory(directory: Path, allowed: Allowed) -> dict[str, int]:
    """Path and size of every file below a directory; raises FileRefused before anything is opened."""
    if not stat.S_ISDIR(directory.lstat().st_mode):
        raise FileRefused(f"{directory.name} is not a directory")
    found: dict[str, int] = {}
    _look(directory, "", allowed, found, 0)
    folded: dict[str, str] = {}
    for name in found:
        other = folded.setdefault(name.casefold(), name)
        if other != name:
            raise FileRefused(f"{name} and {other} differ in case only")
    return found


def check_file(path: Path, most_bytes: int) -> int:
    """The size of one plain file, which nobody has to open to learn."""
    found = path.lstat()
    _check_plain(path.name, found, most_bytes)
    return found.st_size


def read_file(path: Path, most_bytes: int) -> bytes:
    """The bytes of one plain file. It is opened without following a link, and looked at as opened."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb") as file:
        _check_plain(path.name, os.fstat(descriptor), most_bytes)
        return file.read(most_bytes)


def _look(directory: Path, below: str, allowed: Allowed, found: dict[str, int], depth: int) -> None:
    before = len(found)
    with os.scandir(directory / below) as entries:
        for entry in entries:
            path = f"{below}/{entry.name}" if below else entry.name
            if not _NAME.fullmatch(entry.name):
                raise FileRefused(f"{ascii(path)[:200]} is not a name of plain letters, digits, dots and dashes")
            if entry.is_dir(follow_symlinks=False) and depth < _DEEPEST_FOLDER:
                _look(directory, path, allowed, found, depth + 1)
                continue
            most_bytes = allowed(path)
            status = entry.stat(follow_symlinks=False)
            if most_bytes is None and stat.S_ISREG(status.st_mode):
                raise FileRefused(f"there is no place for {path}")
            _check_plain(path, status, most_bytes or 0)
            found[path] = status.st_size
            if len(found) > MOST_FILES:
                raise FileRefused(f"there are more than {MOST_FILES} files")
    if len(found) == before:
        raise FileRefused(f"{below or directory.name} is an empty directory")


def _check_plain(name: str, status: os.stat_result, most_bytes: int) -> None:
    if stat.S_ISLNK(status.st_mode):
        raise FileRefused(f"{name} is a link")
    if not stat.S_ISREG(status.st_mode):
        raise FileRefused(f"{name} is neither a file nor a directory")
    if status.st_size == 0:
        raise FileRefused(f"{name} is empty")
    if status.st_size > most_bytes:
        raise FileRefused(f"{name} has {status.st_size} bytes; {most_bytes} are allowed")
    held = status.st_blocks * 512
    if status.st_size - held > _LARGEST_HOLE_BYTES and held < status.st_size // 8:
        raise FileRefused(f"{name} has {status.st_size} bytes and holds {held}: the rest are holes")
