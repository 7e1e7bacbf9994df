"""Where a job computes, and in what: its determinism class, made real."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import torch


class DeviceMissing(Exception):
    """This machine is not of the class that the job names; another may be."""


@dataclass(frozen=True)
class Device:
    """A determinism class on this machine."""

    determinism: str

    @property
    def kind(self) -> str:
        """cpu or cuda."""
        return self.determinism.split("-")[0]

    @property
    def dtype(self) -> torch.dtype:
        """What the model computes in."""
        return torch.bfloat16 if "bf16" in self.determinism else torch.float32

    @property
    def repeats(self) -> bool:
        """Whether a second run on the same hardware gives the same bits."""
        return self.kind == "cpu" or self.determinism.endswith("-deterministic")

    def assert_here(self) -> None:
        """Raise DeviceMissing where the machine has no such device."""
        if self.kind == "cuda" and not torch.cuda.is_available():
            raise DeviceMissing(f"determinism {self.determinism} needs an NVIDIA GPU, and this machine shows none")

    def autocast(self) -> AbstractContextManager[None]:
        """What learns stays in float32; the multiplications are done in the job's dtype."""
        return torch.autocast(self.kind, dtype=self.dtype) if self.dtype is not torch.float32 else nullcontext()

    def describe(self) -> str:
        """As result.json names it."""
        return torch.cuda.get_device_name() if self.kind == "cuda" else "cpu"
