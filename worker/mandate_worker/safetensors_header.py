"""The header of a safetensors file, read without the library: what passes holds tensors and no byte beside."""

import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from .strict_json import NotStrictJson, parse_strictly

LARGEST_HEADER_BYTES = 4 << 20  # of 35,000 tensors; a Llama of 70 billion weights has 723
_MOST_DIMENSIONS = 4
_BYTES_OF = {"F32": 4, "F16": 2, "BF16": 2}
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,255}")


class WeightsRefused(Exception):
    """A weight file is not what it should be; says where."""


@dataclass(frozen=True)
class TensorEntry:
    """One tensor of a header."""

    kind: str
    shape: tuple[int, ...]
    begin: int
    end: int


def read_header(path: Path) -> dict[str, TensorEntry]:
    """The tensors of a file by name."""
    with path.open("rb") as file:
        return check_header(file, path.stat().st_size)


def check_header(file: BinaryIO, size: int) -> dict[str, TensorEntry]:
    """The tensors by name; raises WeightsRefused unless they fill the file, each byte once."""
    first = file.read(8)
    if len(first) < 8:
        raise WeightsRefused("it is too short for a safetensors file")
    (length,) = struct.unpack("<Q", first)
    if length > LARGEST_HEADER_BYTES:
        raise WeightsRefused(f"its header would have {length} bytes; it is no safetensors file, or made to be refused")
    if 8 + length > size:
        raise WeightsRefused(f"its header of {length} bytes ends beyond the file")
    try:
        header = parse_strictly(file.read(length))
    except NotStrictJson as error:
        raise WeightsRefused(f"its header {error}") from error
    return _read_entries(header, size - 8 - length)


def _read_entries(header: Any, room: int) -> dict[str, TensorEntry]:
    if not isinstance(header, dict):
        raise WeightsRefused("its header is no object")
    about = header.pop("__metadata__", {})
    if not isinstance(about, dict) or not all(isinstance(value, str) for value in about.values()):
        raise WeightsRefused("its __metadata__ is not texts by name")
    entries = {name: _read_entry(name, value) for name, value in header.items()}
    if not entries:
        raise WeightsRefused("there is no tensor in it")
    _check_layout(entries, room)
    return entries


def _read_entry(name: str, value: Any) -> TensorEntry:
    shown = ascii(name)[:100]
    if not _NAME.fullmatch(name):
        raise WeightsRefused(f"{shown} is no name of a tensor")
    if not isinstance(value, dict) or set(value) != {"dtype", "shape", "data_offsets"}:
        raise WeightsRefused(f"{shown} has not dtype, shape and data_offsets and nothing else")
    kind, shape, offsets = value["dtype"], value["shape"], value["data_offsets"]
    if kind not in _BYTES_OF if isinstance(kind, str) else True:
        raise WeightsRefused(f"{shown} is of dtype {ascii(kind)[:40]}; only {', '.join(_BYTES_OF)} are opened")
    if not _are_counts(shape, _MOST_DIMENSIONS):
        raise WeightsRefused(f"{shown} has no shape of at most {_MOST_DIMENSIONS} whole numbers")
    if not _are_counts(offsets, 2) or len(offsets) != 2:
        raise WeightsRefused(f"{shown} has no data_offsets of two whole numbers")
    count = 1
    for length in shape:
        count *= length
    if offsets[1] - offsets[0] != count * _BYTES_OF[kind]:
        raise WeightsRefused(f"{shown} takes {offsets[1] - offsets[0]} bytes; its shape says {count * _BYTES_OF[kind]}")
    return TensorEntry(kind, tuple(shape), offsets[0], offsets[1])


def _are_counts(value: Any, most: int) -> bool:
    if not isinstance(value, list) or len(value) > most:
        return False
    return all(type(number) is int and 0 <= number < 1 << 48 for number in value)


def _check_layout(entries: dict[str, TensorEntry], room: int) -> None:
    """One after another, no hole, no overlap, to the last byte: there is no place for anything else."""
    reached = 0
    for name, entry in sorted(entries.items(), key=lambda item: (item[1].begin, item[1].end)):
        if entry.begin != reached:
            kind = "overlaps another" if entry.begin < reached else "leaves a hole before it"
            raise WeightsRefused(f"{name} {kind}")
        reached = entry.end
    if reached != room:
        raise WeightsRefused(f"its tensors end at {reached} of {room} bytes")
