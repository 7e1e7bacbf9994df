"""The training loop, for base, adapter and full fine-tune alike."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from .determinism import seed_shard
from .device import Device
from .group import Group
from .job import Training
from .objective import Objective

FINAL_SHARE = 0.1  # of the learning rate, reached at the last step


class TrainingDiverged(Exception):
    """The loss is no number any more."""


@dataclass(frozen=True)
class Schedule:
    """How far and how fast to learn. Everything here changes the outcome, so all of it comes from the job."""

    learning_rate: float
    steps: int
    warmup_steps: int
    seed: int
    weight_decay: float = 0.0

    @classmethod
    def of(cls, training: Training) -> "Schedule":
        """As a job says it, in whole numbers."""
        return cls(
            learning_rate=training.learning_rate_nanos / 1e9,
            steps=training.steps,
            warmup_steps=training.warmup_steps,
            seed=training.seed,
            weight_decay=training.weight_decay_millionths / 1e6,
        )

    def learning_rate_at(self, step: int) -> float:
        """Up in a line while warming, then down along a cosine."""
        if step < self.warmup_steps:
            return self.learning_rate * (step + 1) / self.warmup_steps
        done = (step - self.warmup_steps) / max(1, self.steps - self.warmup_steps)
        return self.learning_rate * (FINAL_SHARE + (1 - FINAL_SHARE) * (1 + math.cos(math.pi * done)) / 2)


@dataclass(frozen=True)
class Trainer:
    """A model and how it learns. Any number of processes that divides the shards takes the very same steps."""

    model: nn.Module
    objective: Objective
    schedule: Schedule
    device: Device = Device("cpu-fp32")
    group: Group = field(default_factory=Group)

    def __post_init__(self) -> None:
        if self.objective.count % self.group.size:
            size, count = self.group.size, self.objective.count
            raise ValueError(f"{size} processes cannot share {count} shards (training.shards)")

    def new_optimizer(self) -> torch.optim.AdamW:
        """AdamW over what may learn; under an adapter the base is frozen."""
        return torch.optim.AdamW(
            self._learning(),
            lr=self.schedule.learning_rate,
            betas=(0.9, 0.99),
            weight_decay=self.schedule.weight_decay,
            fused=self.device.kind == "cuda",
        )

    def steps(self, optimizer: torch.optim.Optimizer, first_step: int = 0) -> Iterator[tuple[int, float]]:
        """Learn, and after each step hand out its number and loss.

        A step depends on the seed, its number, the weights and the optimizer, on nothing else: one that begins at
        `first_step` with the same weights goes the same way as one that never stopped.
        """
        self.model.train()
        for step in range(first_step, self.schedule.steps):
            loss = self._step(optimizer, step)
            if not math.isfinite(loss):
                raise TrainingDiverged(f"the loss of step {step + 1} is {loss}; a lower learning rate may help")
            yield step, loss

    def _step(self, optimizer: torch.optim.Optimizer, step: int) -> float:
        """One step down the gradient."""
        for group in optimizer.param_groups:
            group["lr"] = self.schedule.learning_rate_at(step)
        loss = self.sum_gradients(step)
        nn.utils.clip_grad_norm_(self._learning(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        return loss

    def sum_gradients(self, step: int) -> float:
        """Leave the gradient of the batch in the parameters and return its loss.

        The shards' gradients are added one by one in the order of their numbers, whoever computed them: floating-point
        addition is not associative, so a sum that the processes made among themselves would depend on their number.
        """
        shards = self.objective.shards(step)
        learning = self._learning()
        loss = torch.zeros((), dtype=torch.float64)
        for first in range(0, len(shards), self.group.size):
            mine = first + self.group.rank
            seed_shard(self.schedule.seed, step, mine)
            with self.device.autocast():
                own = shards[mine](self.model)
            flat = _flat(torch.autograd.grad(own, learning))
            for gathered in self.group.gather(flat):
                _add(gathered, learning)
            for part in self.group.gather(own.detach().float()):
                loss += part.cpu()
        return loss.item()

    def _learning(self) -> list[nn.Parameter]:
        return [parameter for parameter in self.model.parameters() if parameter.requires_grad]


def _flat(gradients: tuple[Tensor, ...]) -> Tensor:
    return torch.cat([gradient.reshape(-1) for gradient in gradients])


def _add(flat: Tensor, learning: list[nn.Parameter]) -> None:
    for parameter, part in zip(learning, flat.split([parameter.numel() for parameter in learning])):
        gradient = part.view_as(parameter)
        parameter.grad = gradient if parameter.grad is None else parameter.grad.add_(gradient)
