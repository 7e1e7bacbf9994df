"""What a step learns: answers (sft) or preferences (dpo), cut into shards whose losses add up to the batch's.

Shapes: B rows of a shard, N learnt tokens.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor, nn
from torch.nn import functional

from .loss import token_losses
from .packing import Batch, Packer
from .preferences import PairPacker

# A shard's part of the loss of its batch.
ShardLoss = Callable[[nn.Module], Tensor]


class Objective(Protocol):
    """Gives the shards of a step. A step depends on the seed and its number, a shard on nothing but its rows."""

    count: int

    def shards(self, step: int) -> Sequence[ShardLoss]:
        """As many losses as `count` says, to be added up in this order."""


@dataclass(frozen=True)
class AnswerObjective:
    """How surprised the model is by the next token of an answer, on average over the batch."""

    packer: Packer
    count: int = 1
    device: str = "cpu"

    def shards(self, step: int) -> Sequence[ShardLoss]:
        """Every shard divides by the tokens of the whole batch."""
        batch = self.packer.batch(step)
        tokens = max(1, batch.learnt_tokens)
        return [self._loss(batch.shard(index, self.count), tokens) for index in range(self.count)]

    def _loss(self, shard: Batch, tokens: int) -> ShardLoss:
        return lambda model: token_losses(model, shard.to(self.device))[0].sum() / tokens


@dataclass(frozen=True)
class PreferenceObjective:
    """Direct preference optimization: the chosen answer gains on the rejected one, measured from the base."""

    packer: PairPacker
    beta: float
    #: what the model is measured from; without one, the model itself with its adapter put aside
    reference: nn.Module | None = None
    count: int = 1
    device: str = "cpu"

    def shards(self, step: int) -> Sequence[ShardLoss]:
        """Every shard divides by the pairs of the whole batch."""
        chosen, rejected = self.packer.batch(step)
        parts = [(chosen.shard(index, self.count), rejected.shard(index, self.count)) for index in range(self.count)]
        return [self._loss(*part, pairs=len(chosen.tokens_BT)) for part in parts]

    def _loss(self, chosen: Batch, rejected: Batch, pairs: int) -> ShardLoss:
        chosen, rejected = chosen.to(self.device), rejected.to(self.device)

        def loss(model: nn.Module) -> Tensor:
            held_B = self._base_margin(model, chosen, rejected)
            gained_B = answer_likelihoods(model, chosen) - answer_likelihoods(model, rejected) - held_B
            return -functional.logsigmoid(self.beta * gained_B).sum() / pairs

        return loss

    @torch.no_grad()
    def _base_margin(self, model: nn.Module, chosen: Batch, rejected: Batch) -> Tensor:
        base = self.reference or model
        was_training = base.training
        base.eval()
        with nullcontext() if self.reference else model.disable_adapter():
            margin_B = answer_likelihoods(base, chosen) - answer_likelihoods(base, rejected)
        base.train(was_training)
        return margin_B


def answer_likelihoods(model: nn.Module, batch: Batch) -> Tensor:
    """The log-likelihood of each row's answer."""
    losses_N, rows_N = token_losses(model, batch)
    return -torch.zeros(len(batch.tokens_BT), device=losses_N.device).index_add(0, rows_N, losses_N)
