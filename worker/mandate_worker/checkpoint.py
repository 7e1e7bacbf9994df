"""Where a killed attempt takes up again: weights, optimizer, number of the next step. safetensors and JSON, no pickle.

Random generators are not kept: every step seeds its own (see determinism.py and packing.Packer).
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from safetensors.torch import load_file, save_file

from .canonical import canonical_bytes
from .learning_state import LearningState

STEPS_BETWEEN = 20
WEIGHTS, OPTIMIZER, STATE = "weights.safetensors", "optimizer.safetensors", "state.json"


@dataclass(frozen=True)
class Checkpoint:
    """The checkpoint directory of one attempt's output. It belongs to one job: another job's is thrown away."""

    directory: Path
    job_digest: str

    def save(self, state: LearningState, next_step: int) -> None:
        """Write aside, then rename, so that a kill leaves the old one or none, never half of one."""
        aside = self.directory.with_suffix(".new")
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        save_file(state.weights(), aside / WEIGHTS)
        save_file(state.moments(), aside / OPTIMIZER)
        (aside / STATE).write_bytes(canonical_bytes({"jobDigest": self.job_digest, "nextStep": next_step}))
        shutil.rmtree(self.directory, ignore_errors=True)
        aside.rename(self.directory)

    def restore(self, state: LearningState) -> int:
        """Bring weights and optimizer back and return the next step; 0 where there is nothing to bring back."""
        next_step = self.next_step()
        if next_step:
            state.load(load_file(self.directory / WEIGHTS), load_file(self.directory / OPTIMIZER))
        return next_step

    def next_step(self) -> int:
        """The step that it was left before; 0 where it is not there or belongs to another job."""
        if not (self.directory / STATE).is_file():
            return 0
        state = json.loads((self.directory / STATE).read_bytes())
        if state["jobDigest"] == self.job_digest:
            return state["nextStep"]
        self.discard()
        return 0

    def discard(self) -> None:
        """Forget it."""
        shutil.rmtree(self.directory, ignore_errors=True)
