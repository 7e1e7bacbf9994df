"""What a run shows while it works, and when it has to give up."""

import json
import math
import resource
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path

from .environment import rank_and_size
from .job import Limits

# Enough for a live curve, little enough for a million steps.
_SECONDS_BETWEEN_LINES = 0.2


class LimitExceeded(Exception):
    """The run took more time or memory than its job allows."""


@dataclass
class Progress:
    """Appends to progress.jsonl; a reader may follow it line by line."""

    path: Path
    _phase: str = ""
    _phase_began: float = 0.0
    _first_step: int = 0
    _written_at: float = -math.inf

    def show(self, phase: str, step: int, steps: int, loss: float | None = None) -> None:
        """Write a line, unless the last one is very fresh and this one neither begins nor ends a phase."""
        if rank_and_size()[0]:
            return  # of many processes the first one speaks
        now = time.monotonic()
        begins = phase != self._phase
        if begins:
            self._phase, self._phase_began, self._first_step = phase, now, step
        if not begins and step < steps and now - self._written_at < _SECONDS_BETWEEN_LINES:
            return
        self._written_at = now
        line = {
            "at": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "phase": phase,
            "step": step,
            "steps": steps,
            "loss": None if loss is None else round(loss, 6),
            "secondsLeft": self._seconds_left(now, step, steps),
        }
        with self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, allow_nan=False) + "\n")

    def _seconds_left(self, now: float, step: int, steps: int) -> float | None:
        done = step - self._first_step
        return None if done <= 0 else round((now - self._phase_began) / done * (steps - step), 1)


@dataclass(frozen=True)
class Budget:
    """Time and memory that a job allows."""

    limits: Limits
    began: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        """Raise LimitExceeded when it is spent."""
        if self.seconds() > self.limits.wall_seconds:
            raise LimitExceeded(f"limits.wallSeconds ({self.limits.wall_seconds}) is spent")
        if peak_memory_mib() > self.limits.memory_mib:
            raise LimitExceeded(f"limits.memoryMiB ({self.limits.memory_mib}) is spent")

    def seconds(self) -> float:
        """Since the run began."""
        return time.monotonic() - self.began


def peak_memory_mib() -> float:
    """The most memory this process ever held. Linux counts in KiB, macOS in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / (1 << 20)
