import math
from typing import Any

import pytest
import torch
from torch import nn
from torch.nn import functional

from mandate_worker.group import Group
from mandate_worker.job import Lora
from mandate_worker.loss import token_losses
from mandate_worker.model import add_lora, new_tiny_model
from mandate_worker.objective import AnswerObjective
from mandate_worker.packing import Packer
from mandate_worker.train import Schedule, Trainer, TrainingDiverged

ROWS = [([2, 300 + index, 3, 310 + index, 4], [-100, -100, -100, 310 + index, 4]) for index in range(4)]
PACKER = Packer(rows=ROWS, opening=[1], context_tokens=16, batch_size=4, seed=3)
SCHEDULE = Schedule(learning_rate=0.01, steps=3, warmup_steps=0, seed=3)


def learn(model: nn.Module, schedule: Schedule) -> list[float]:
    """All steps; the loss of each."""
    trainer = Trainer(model, AnswerObjective(PACKER), schedule)
    return [loss for _, loss in trainer.steps(trainer.new_optimizer())]


def test_the_loss_is_that_of_the_reference() -> None:
    model = new_tiny_model(400, seed=1).eval()
    batch = PACKER.batch(0)

    reference = model(input_ids=batch.tokens_BT, labels=batch.labels_BT).loss

    assert torch.allclose(token_losses(model, batch)[0].mean(), reference)


def test_the_loss_ignores_questions() -> None:
    model = new_tiny_model(400, seed=1).eval()
    batch = PACKER.batch(0)
    logits_BTV = model(input_ids=batch.tokens_BT).logits
    answers_BT = batch.labels_BT[:, 1:] != -100

    by_hand = functional.cross_entropy(logits_BTV[:, :-1][answers_BT], batch.tokens_BT[:, 1:][answers_BT])

    assert torch.allclose(token_losses(model, batch)[0].mean(), by_hand)


def test_learns_a_tiny_batch_by_heart() -> None:
    model = new_tiny_model(400, seed=1)
    schedule = Schedule(learning_rate=0.003, steps=60, warmup_steps=2, seed=3)

    losses = learn(model, schedule)

    assert losses[0] > 5
    assert losses[-1] < 0.1


def test_an_adapter_leaves_the_base_as_it_was() -> None:
    base = new_tiny_model(400, seed=1)
    before = {name: tensor.clone() for name, tensor in base.state_dict().items()}
    model = add_lora(base, Lora(r=2, alpha=4, dropout_millionths=0, target_modules=("q_proj", "v_proj")), seed=5)

    learn(model, SCHEDULE)

    after = {
        name.replace("base_layer.", ""): tensor for name, tensor in base.state_dict().items() if "lora" not in name
    }
    assert all(torch.equal(after[name], tensor) for name, tensor in before.items())


def test_stops_when_the_loss_is_no_number() -> None:
    model = new_tiny_model(400, seed=1)
    with torch.no_grad():
        model.model.norm.weight.fill_(math.nan)

    with pytest.raises(TrainingDiverged, match="the loss of step 1 is nan"):
        learn(model, SCHEDULE)


def test_the_learning_rate_warms_up_and_then_falls() -> None:
    schedule = Schedule(learning_rate=1.0, steps=100, warmup_steps=10, seed=0)

    assert schedule.learning_rate_at(0) == pytest.approx(0.1)
    assert schedule.learning_rate_at(9) == schedule.learning_rate_at(10) == 1.0
    assert schedule.learning_rate_at(55) == pytest.approx(0.55)
    assert schedule.learning_rate_at(99) == pytest.approx(0.1, abs=0.01)


def test_processes_that_cannot_share_the_shards_are_told_so() -> None:
    with pytest.raises(ValueError, match=r"^2 processes cannot share 3 shards \(training.shards\)"):
        Trainer(new_tiny_model(400, seed=1), AnswerObjective(PACKER, count=3), SCHEDULE, group=Group(0, 2))


@pytest.mark.parametrize("size", [1, 2, 4])
def test_gradients_are_added_in_the_order_of_the_shards_whoever_computed_them(size: int) -> None:
    """Big and small numbers, whose sum shows in which order it was made."""
    model = nn.Linear(1, 1, bias=False)
    factors = [1e8, 1.0, -1e8, 1.0]
    objective = FixedObjective(factors)
    trainers = [Trainer(model, objective, SCHEDULE, group=FixedGroup(rank, size)) for rank in range(size)]
    for first in range(0, 4, size):
        FixedGroup.rounds.append([torch.tensor([factor]) for factor in factors[first : first + size]])

    trainers[0].sum_gradients(0)

    expected = torch.tensor(0.0)
    for factor in factors:
        expected = expected + torch.tensor(factor)
    assert expected.item() != sum(factors)
    assert model.weight.grad is not None and model.weight.grad.item() == expected.item()


class FixedObjective:
    """Shards whose gradients are the factors."""

    def __init__(self, factors: list[float]) -> None:
        self.factors, self.count = factors, len(factors)

    def shards(self, step: int) -> list[Any]:
        return [lambda model, factor=factor: (model.weight * factor).sum() for factor in self.factors]


class FixedGroup(Group):
    """A group of one whose other members have answered already."""

    rounds: list[list[torch.Tensor]] = []

    def gather(self, tensor: torch.Tensor) -> list[torch.Tensor]:
        if tensor.dim() == 0:
            return [tensor] * self.size
        gathered = self.rounds.pop(0)
        assert torch.equal(gathered[self.rank], tensor)
        return gathered
