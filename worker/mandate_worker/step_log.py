"""steps.jsonl: the loss of every step, and every few steps the hash of what learns. Two show where runs part."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .learning_state import NO_STATE


class StepLogBroken(ValueError):
    """A steps.jsonl does not say what it should; carries the line."""


@dataclass(frozen=True)
class StepLine:
    """One step. Not every step carries a state: hashing a large adapter takes a while."""

    step: int
    loss: float
    state: str | None

    def spell(self) -> str:
        """As it stands in the file."""
        state = {} if self.state is None else {"state": self.state}
        return json.dumps({"step": self.step, "loss": self.loss, **state}, allow_nan=False)


@dataclass
class StepLog:
    """The file while it is written."""

    path: Path
    state: str = NO_STATE

    def keep(self, count: int) -> None:
        """Forget all but the first lines, and go on from the state that the last of them carries."""
        lines = self.path.read_text("utf-8").splitlines(keepends=True)[:count] if self.path.exists() else []
        self.path.write_text("".join(lines), "utf-8")
        states = [line.state for line in read_steps(self.path) if line.state] if lines else []
        self.state = states[-1] if states else NO_STATE

    def append(self, step: int, loss: float, state: str | None) -> None:
        """One more step; `state` where it was hashed."""
        self.state = state or self.state
        with self.path.open("a", encoding="utf-8") as file:
            file.write(StepLine(step, loss, state).spell() + "\n")


def count_lines(path: Path) -> int:
    """How many whole lines there are."""
    return path.read_bytes().count(b"\n") if path.exists() else 0


def read_steps(path: Path) -> tuple[StepLine, ...]:
    """All lines, numbered from 1 without a gap."""
    lines: list[StepLine] = []
    for number, text in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            lines.append(_line(json.loads(text), number))
        except (ValueError, TypeError, KeyError) as error:
            raise StepLogBroken(f"{path.name}, line {number}: is no line of a step log") from error
    return tuple(lines)


def _line(value: Any, number: int) -> StepLine:
    line = StepLine(value["step"], value["loss"], value.get("state"))
    if line.step != number or not math.isfinite(line.loss) or set(value) - {"step", "loss", "state"}:
        raise ValueError(number)
    return line


def first_difference(left: Sequence[StepLine], right: Sequence[StepLine]) -> tuple[int, int] | None:
    """The last step on which two logs agree and the first hashed one on which they do not; None where they never part.

    States are chained, so agreement at a step means agreement at every earlier one: half of the rest is ruled out by
    each comparison, and a dispute over a million steps is settled by twenty.
    """
    pairs = [(one, other) for one, other in zip(left, right) if one.state and other.state]
    low, high = 0, len(pairs)
    while low < high:
        middle = (low + high) // 2
        if pairs[middle][0].state == pairs[middle][1].state:
            low = middle + 1
        else:
            high = middle
    agreed = pairs[low - 1][0].step if low else 0
    if low < len(pairs):
        return agreed, pairs[low][0].step
    return None if len(left) == len(right) else (agreed, min(len(left), len(right)) + 1)
