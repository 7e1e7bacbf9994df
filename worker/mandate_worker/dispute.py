"""Two runs of one job that part: where, and which of them is right, re-executing only from where they last agreed."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors.torch import load_file

from .canonical import canonical_bytes
from .checkpoint import OPTIMIZER, STATE, WEIGHTS, Checkpoint
from .learning_state import NO_STATE, digest_of_state
from .step_log import StepLine, first_difference, read_steps

AGREED, PARTED = 0, 3

# Runs the job, going on from the checkpoint that lies in its output directory, and returns train's exit code.
Rerun = Callable[[], int]


@dataclass(frozen=True)
class Side:
    """One run in a dispute: its log, and the checkpoints that it kept."""

    name: str
    log: tuple[StepLine, ...]
    directory: Path | None = None

    @classmethod
    def read(cls, name: str, path: Path) -> "Side":
        """A result directory, or its steps.jsonl alone."""
        return cls(name, read_steps(path / "steps.jsonl"), path) if path.is_dir() else cls(name, read_steps(path))

    def state_at(self, step: int) -> str | None:
        """The hash that the log gives for a step."""
        return NO_STATE if step == 0 else self.log[step - 1].state if step <= len(self.log) else None

    def checkpoint_until(self, step: int) -> tuple[int, Path] | None:
        """The last kept checkpoint up to a step whose bytes are what the log says of it."""
        kept = (self.directory / "checkpoints").glob("*") if self.directory else []
        numbers = sorted((int(one.name) for one in kept if one.name.isdecimal()), reverse=True)
        for number in numbers:
            if number <= step and self._is_as_logged(number):
                return number, self.directory / "checkpoints" / str(number)
        return None

    def _is_as_logged(self, number: int) -> bool:
        if self.state_at(number) is None:
            return False
        before = [line.state for line in self.log[: number - 1] if line.state]
        kept = self.directory / "checkpoints" / str(number)
        files = load_file(kept / WEIGHTS), load_file(kept / OPTIMIZER)
        return digest_of_state(before[-1] if before else NO_STATE, *files) == self.state_at(number)


@dataclass(frozen=True)
class Dispute:
    """Where two runs part, found by binary search over the chained states."""

    left: Side
    right: Side

    def parting(self) -> tuple[int, int] | None:
        """The last agreed and the first differing hashed step."""
        return first_difference(self.left.log, self.right.log)

    def settle(self, out: Path, job_digest: str, rerun: Rerun) -> dict[str, Any] | int:
        """Run the job from the last agreed checkpoint on, and say whose state at the first differing step is right.

        Where the job cannot be run, train's exit code is all there is to say.
        """
        agreed, differing = self.parting() or (0, 0)
        start = self._lay_checkpoint(out, agreed, job_digest)
        if code := rerun():
            return code
        truth = Side.read("re-execution", out).state_at(differing)
        right = [side.name for side in (self.left, self.right) if side.state_at(differing) == truth]
        return {"reexecutedFromStep": start + 1, "right": right[0] if right else "neither"}

    def _lay_checkpoint(self, out: Path, agreed: int, job_digest: str) -> int:
        """Put the last agreed checkpoint where an attempt looks for its own, with the log up to there."""
        found = [one for side in (self.left, self.right) if (one := side.checkpoint_until(agreed))]
        if not found:
            return 0
        number, kept = max(found)
        place = Checkpoint(out / "checkpoint", job_digest).directory
        place.mkdir(parents=True)
        for name in (WEIGHTS, OPTIMIZER):
            shutil.copyfile(kept / name, place / name)
        (place / STATE).write_bytes(canonical_bytes({"jobDigest": job_digest, "nextStep": number}))
        lines = "".join(line.spell() + "\n" for line in self.left.log[:number])
        (out / "steps.jsonl").write_text(lines, "utf-8")
        return number
