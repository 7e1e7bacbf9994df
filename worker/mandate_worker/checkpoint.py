"""Where a killed attempt takes up again: weights, optimizer, number of the next step. safetensors and JSON, no pickle.

Random generators are not kept: every step seeds its own (see determinism.py and data.Packer).
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import nn

from .canonical import canonical_bytes

STEPS_BETWEEN = 20


@dataclass(frozen=True)
class Checkpoint:
    """The checkpoint directory of one attempt's output. It belongs to one job: another job's is thrown away."""

    directory: Path
    job_digest: str

    def save(self, model: nn.Module, optimizer: torch.optim.Optimizer, next_step: int) -> None:
        """Write aside, then rename, so that a kill leaves the old one or none, never half of one."""
        aside = self.directory.with_suffix(".new")
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        save_file(_learning(model), aside / "weights.safetensors")
        save_file(_moments(optimizer), aside / "optimizer.safetensors")
        (aside / "state.json").write_bytes(canonical_bytes({"jobDigest": self.job_digest, "nextStep": next_step}))
        shutil.rmtree(self.directory, ignore_errors=True)
        aside.rename(self.directory)

    def restore(self, model: nn.Module, optimizer: torch.optim.Optimizer) -> int:
        """Bring weights and optimizer back and return the next step; 0 where there is nothing to bring back."""
        if not (self.directory / "state.json").is_file():
            return 0
        state = json.loads((self.directory / "state.json").read_bytes())
        if state["jobDigest"] != self.job_digest:
            self.discard()
            return 0
        weights = load_file(self.directory / "weights.safetensors")
        with torch.no_grad():
            for name, parameter in _learning(model).items():
                parameter.copy_(weights[name])
        _restore_moments(optimizer, load_file(self.directory / "optimizer.safetensors"))
        return state["nextStep"]

    def discard(self) -> None:
        """Forget it."""
        shutil.rmtree(self.directory, ignore_errors=True)


def _learning(model: nn.Module) -> dict[str, torch.Tensor]:
    return {name: parameter.data for name, parameter in model.named_parameters() if parameter.requires_grad}


def _moments(optimizer: torch.optim.Optimizer) -> dict[str, torch.Tensor]:
    states = optimizer.state_dict()["state"]
    return {f"{index}.{name}": value for index, state in states.items() for name, value in state.items()}


def _restore_moments(optimizer: torch.optim.Optimizer, moments: dict[str, torch.Tensor]) -> None:
    states: dict[int, dict[str, torch.Tensor]] = {}
    for key, value in moments.items():
        index, name = key.split(".")
        states.setdefault(int(index), {})[name] = value
    optimizer.load_state_dict({**optimizer.state_dict(), "state": states})
