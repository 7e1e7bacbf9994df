"""Canonical JSON (RFC 8785) and the digests made from it."""

import hashlib
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .unixfs import root_of_directory


def canonical_bytes(value: Any) -> bytes:
    """The one spelling of a JSON value: sorted keys, no spaces, numbers as ECMAScript writes them."""
    return _spell(value).encode("utf-8")


def digest_of_bytes(content: bytes) -> str:
    """How the project writes a sha256."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def digest_of_file(path: Path) -> str:
    """The digest of a file's bytes."""
    return "sha256:" + _sha256_of_file(path)


def manifest(directory: Path) -> list[dict[str, Any]]:
    """Path, size and sha256 of every file below, sorted by path. A link is refused: it can point outside."""
    return [
        {"path": name, "size": (directory / name).stat().st_size, "sha256": _sha256_of_file(directory / name)}
        for name in sorted(_files_below(directory))
    ]


def digest_of_directory(directory: Path) -> str:
    """The digest of a directory: the sha256 of the root of its UnixFS tree, which is the digest in its CID."""
    return digest_of_files({name: directory / name for name in _files_below(directory)})


def digest_of_files(files: Mapping[str, Path | bytes]) -> str:
    """The digest of a directory with these files, some of which may be in memory."""
    return "sha256:" + root_of_directory(files).sha256.hex()


def digest_of_path(path: Path) -> str:
    """The digest of whatever lies there, file or directory."""
    return digest_of_directory(path) if path.is_dir() else digest_of_file(path)


def _files_below(directory: Path) -> list[str]:
    for path in directory.rglob("*"):
        if path.is_symlink():
            raise ValueError(f"{path.relative_to(directory)} is a link")
    return [path.relative_to(directory).as_posix() for path in directory.rglob("*") if path.is_file()]


def _sha256_of_file(path: Path) -> str:
    sha256 = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            sha256.update(block)
    return sha256.hexdigest()


def _spell(value: Any) -> str:
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", errors="surrogatepass"))
        return "{" + ",".join(f"{_spell(key)}:{_spell(value[key])}" for key in keys) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(_spell(item) for item in value) + "]"
    if isinstance(value, float):
        return _spell_float(value)
    return json.dumps(value, ensure_ascii=False)


def _spell_float(value: float) -> str:
    """ECMAScript's Number::toString: plain digits from 1e-6 up to 1e21, an exponent beyond."""
    if not math.isfinite(value):
        raise ValueError(f"{value} has no place in JSON")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent_text = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    point = len(whole) + int(exponent_text or 0)
    digits = whole + fraction
    stripped = digits.lstrip("0")
    point -= len(digits) - len(stripped)
    digits = stripped.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    tail = f".{digits[1:]}" if count > 1 else ""
    return f"{sign}{digits[0]}{tail}e{point - 1:+d}"
