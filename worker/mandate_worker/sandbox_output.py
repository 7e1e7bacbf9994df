"""What a sandboxed program says, passed on up to a bound; beyond it only the end is kept, which tells how it ended."""

import os
from dataclasses import dataclass

READ_BYTES = 1 << 20
TAIL_BYTES = 16 << 10


@dataclass
class BoundedStream:
    """Copies a pipe to a file descriptor: its first bytes as they come, its last ones when it closes."""

    source: int
    target: int
    most_bytes: int
    _passed_on: int = 0
    _left_out: int = 0
    _tail: bytes = b""
    first_words: bytes = b""

    def pump(self) -> bool:
        """Take what is there; false when the other side has closed."""
        piece = os.read(self.source, READ_BYTES)
        if not piece:
            self._finish()
            return False
        # A sentence may come in pieces.
        self.first_words = (self.first_words + piece[:TAIL_BYTES])[:TAIL_BYTES]
        room = max(0, self.most_bytes - self._passed_on)
        self._write(piece[:room])
        self._passed_on += min(room, len(piece))
        rest = piece[room:]
        self._left_out += len(rest)
        self._tail = (self._tail + rest[-TAIL_BYTES:])[-TAIL_BYTES:]
        return True

    def _finish(self) -> None:
        if self._left_out > len(self._tail):
            self._write(f"\n[{self._left_out - len(self._tail)} bytes are left out here]\n".encode())
        self._write(self._tail)
        self._tail, self._left_out = b"", 0

    def _write(self, content: bytes) -> None:
        while content:
            content = content[os.write(self.target, content) :]
