"""The training loop, for base and adapter alike.

Shapes: B rows of a batch, T tokens of a row, V words of the vocabulary.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from .data import IGNORED, Batch, Packer
from .determinism import seed_step

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

    def learning_rate_at(self, step: int) -> float:
        """Up in a line while warming, then down along a cosine."""
        if step < self.warmup_steps:
            return self.learning_rate * (step + 1) / self.warmup_steps
        done = (step - self.warmup_steps) / max(1, self.steps - self.warmup_steps)
        return self.learning_rate * (FINAL_SHARE + (1 - FINAL_SHARE) * (1 + math.cos(math.pi * done)) / 2)


def new_optimizer(model: nn.Module, schedule: Schedule) -> torch.optim.AdamW:
    """AdamW over what may learn; under an adapter the base is frozen."""
    learning = [parameter for parameter in model.parameters() if parameter.requires_grad]
    return torch.optim.AdamW(learning, lr=schedule.learning_rate, betas=(0.9, 0.99), weight_decay=0.0)


def train(
    model: nn.Module,
    optimizer: torch.optim.AdamW,
    packer: Packer,
    schedule: Schedule,
    first_step: int = 0,
) -> Iterator[tuple[int, float]]:
    """Learn from the packed rows, and after each step hand out its number and loss.

    A step depends on the seed, its number, the weights and the optimizer, on nothing else: one that begins at
    `first_step` with the same weights goes the same way as one that never stopped.
    """
    model.train()
    for step in range(first_step, schedule.steps):
        seed_step(schedule.seed, step)
        loss = train_step(model, optimizer, packer.batch(step), schedule.learning_rate_at(step))
        if not math.isfinite(loss):
            raise TrainingDiverged(f"the loss of step {step + 1} is {loss}; a lower learning rate may help")
        yield step, loss


def train_step(model: nn.Module, optimizer: torch.optim.AdamW, batch: Batch, learning_rate: float) -> float:
    """One step down the gradient."""
    for group in optimizer.param_groups:
        group["lr"] = learning_rate
    loss = mean_loss(model, batch)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


def mean_loss(model: nn.Module, batch: Batch) -> Tensor:
    """How surprised the model is by the next token of an answer, on average."""
    logits_BTV = model(input_ids=batch.tokens_BT, use_cache=False).logits
    said_BTV, truth_BT = logits_BTV[:, :-1], batch.labels_BT[:, 1:]
    return functional.cross_entropy(said_BTV.flatten(0, 1), truth_BT.flatten(), ignore_index=IGNORED)
