"""The content address of a directory: the root of its UnixFS tree, so that any IPFS node gives and checks the same bytes.

Trees are made by the profile `unixfs-v1-2025` of IPIP-499 (https://github.com/ipfs/specs/pull/499): chunks of 1 MiB as raw
leaves, at most 1,024 links to a node, balanced. A directory so large that the profile would shard it is refused.
"""

import base64
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHUNK_BYTES = 1 << 20
LINKS_PER_NODE = 1024
LARGEST_DIRECTORY_BLOCK_BYTES = 256 << 10

_RAW = 0x55
_DAG_PB = 0x70
_DIRECTORY = 1
_FILE = 2


@dataclass(frozen=True)
class Node:
    """One block of a tree, without its bytes."""

    codec: int
    sha256: bytes
    #: bytes of the block and of all below it
    tree_bytes: int
    #: bytes of the file that it stands for
    file_bytes: int


def cid_text(node: Node) -> str:
    """The CID of a root, as it is written: `b` and base32 in lower case, without padding."""
    return _written(node.codec, node.sha256)


def cid_of(digest: str, *, is_directory: bool) -> str:
    """The CID under which a digest is kept: a directory's is its root, a file is one block."""
    return _written(_DAG_PB if is_directory else _RAW, bytes.fromhex(digest.removeprefix("sha256:")))


def _written(codec: int, sha256: bytes) -> str:
    return "b" + base64.b32encode(_cid(codec, sha256)).decode("ascii").lower().rstrip("=")


def _cid(codec: int, sha256: bytes) -> bytes:
    """Version 1, the codec, and a sha2-256 multihash of 32 bytes."""
    return bytes([1, codec, 0x12, 32]) + sha256


def root_of_directory(files: Mapping[str, Path | bytes]) -> Node:
    """The root of a directory with these files, each under its name from the directory on, with forward slashes."""
    tree: dict[str, Any] = {}
    for name, content in files.items():
        *folders, last = name.split("/")
        place = tree
        for folder in folders:
            place = place.setdefault(folder, {})
        place[last] = content
    return _directory(tree)


def root_of_file(content: Path | bytes) -> Node:
    """The root of one file, read in pieces: a leaf when it fits into one chunk."""
    with io.BytesIO(content) if isinstance(content, bytes) else content.open("rb") as file:
        level = [_leaf(chunk) for chunk in iter(lambda: file.read(CHUNK_BYTES), b"")] or [_leaf(b"")]
    while len(level) > 1:
        level = [_file(group) for group in _groups(level)]
    return level[0]


def _groups(level: list[Node]) -> Iterator[list[Node]]:
    for start in range(0, len(level), LINKS_PER_NODE):
        yield level[start : start + LINKS_PER_NODE]


def _leaf(chunk: bytes) -> Node:
    return Node(_RAW, hashlib.sha256(chunk).digest(), len(chunk), len(chunk))


def _file(parts: list[Node]) -> Node:
    size = sum(part.file_bytes for part in parts)
    sizes = b"".join(_field(4, part.file_bytes) for part in parts)
    data = _field(1, _FILE) + _field(3, size) + sizes
    return _node([("", part) for part in parts], data, size)


def _directory(tree: Mapping[str, Any]) -> Node:
    entries = [
        (name, _directory(below) if isinstance(below, dict) else root_of_file(below)) for name, below in tree.items()
    ]
    return _node(sorted(entries, key=lambda entry: entry[0].encode()), _field(1, _DIRECTORY), 0)


def _node(links: list[tuple[str, Node]], data: bytes, file_bytes: int) -> Node:
    """A dag-pb block (https://ipld.io/specs/codecs/dag-pb/spec/): its links, then its data."""
    block = b"".join(_bytes(2, _link(name, node)) for name, node in links) + _bytes(1, data)
    if not file_bytes and len(block) > LARGEST_DIRECTORY_BLOCK_BYTES:
        raise ValueError(f"a directory of {len(links)} entries is too large to be named by one block")
    below = sum(node.tree_bytes for _, node in links)
    return Node(_DAG_PB, hashlib.sha256(block).digest(), len(block) + below, file_bytes)


def _link(name: str, node: Node) -> bytes:
    return _bytes(1, _cid(node.codec, node.sha256)) + _bytes(2, name.encode()) + _field(3, node.tree_bytes)


def _field(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _bytes(number: int, value: bytes) -> bytes:
    return _varint(number << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
