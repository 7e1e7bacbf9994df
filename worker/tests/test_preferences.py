import json
from pathlib import Path
from typing import Any

import pytest
import torch
from torch.nn import functional

from mandate_worker.data import DataError
from mandate_worker.job import Lora
from mandate_worker.model import add_lora, new_tiny_model
from mandate_worker.objective import PreferenceObjective
from mandate_worker.packing import IGNORED
from mandate_worker.preferences import PairPacker, Preference, encode_pair, read_preferences
from mandate_worker.tokenizer import WordTokenizer
from mandate_worker.train import Schedule, Trainer

LORA = Lora(r=4, alpha=8, dropout_millionths=0, target_modules=("all-linear",))
QUESTION = {"role": "user", "content": "q"}
ANSWER = {"role": "assistant", "content": "yes"}


def pair(question: int, chosen: int, rejected: int) -> Any:
    def row(answer: int) -> Any:
        return [2, question, 3, answer, 4], [IGNORED] * 3 + [answer, 4]

    return row(chosen), row(rejected)


PAIRS = [pair(300 + index, 310 + index, 320 + index) for index in range(4)]
PACKER = PairPacker(pairs=PAIRS, opening=[1], context_tokens=16, batch_size=4, seed=3)


def by_hand(model: Any, reference: Any, beta: float, step: int) -> torch.Tensor:
    """The loss as the paper writes it, from whole logits."""

    def likelihood(of: Any, batch: Any) -> torch.Tensor:
        logits = torch.log_softmax(of(input_ids=batch.tokens_BT).logits[:, :-1], -1)
        truth = batch.labels_BT[:, 1:]
        return (logits.gather(-1, truth.clamp(min=0)[..., None]).squeeze(-1) * (truth != IGNORED)).sum(-1)

    chosen, rejected = PACKER.batch(step)
    gained = likelihood(model, chosen) - likelihood(model, rejected)
    held = likelihood(reference, chosen) - likelihood(reference, rejected)
    return -functional.logsigmoid(beta * (gained - held)).mean()


@pytest.mark.parametrize("is_adapter", [True, False], ids=["adapter", "every-weight"])
def test_loss_and_gradients_are_those_of_the_reference(is_adapter: bool) -> None:
    reference = new_tiny_model(400, seed=1).requires_grad_(False)
    model = add_lora(new_tiny_model(400, seed=1), LORA, seed=2) if is_adapter else new_tiny_model(400, seed=1)
    learning = [one for one in model.parameters() if one.requires_grad]
    with torch.no_grad():
        for one in learning:
            one.add_(0.02 * torch.randn(one.shape, generator=torch.Generator().manual_seed(5)))
    objective = PreferenceObjective(PACKER, 0.3, None if is_adapter else reference)

    said, expected = objective.shards(0)[0](model), by_hand(model, reference, 0.3, 0)

    assert torch.allclose(said, expected, atol=1e-5)
    pairs = zip(torch.autograd.grad(said, learning), torch.autograd.grad(expected, learning))
    assert all(torch.allclose(one, other, atol=1e-5) for one, other in pairs)


def test_learns_to_prefer_by_heart() -> None:
    model = add_lora(new_tiny_model(400, seed=1), LORA, seed=2)
    objective = PreferenceObjective(PACKER, 0.5, count=2)
    trainer = Trainer(model, objective, Schedule(learning_rate=0.01, steps=25, warmup_steps=2, seed=3))

    losses = [loss for _, loss in trainer.steps(trainer.new_optimizer())]

    assert losses[0] == pytest.approx(0.6931, abs=1e-3)  # nothing gained yet: the logarithm of 2
    assert losses[-1] < 0.05


def test_nothing_is_learnt_from_what_both_answers_share() -> None:
    words = WordTokenizer(words=("q", "yes", "no"))
    turns = [QUESTION, ANSWER, QUESTION]
    line = {"messages": turns, "chosen": "yes", "rejected": "no"}

    chosen, rejected = encode_pair(Preference.read(line), words)

    assert [label for label in chosen[1] if label != IGNORED] == words.encode_answer("yes")
    assert [label for label in rejected[1] if label != IGNORED] == words.encode_answer("no")
    assert chosen[0][:-2] == rejected[0][:-2]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ({"messages": [QUESTION]}, "line 1: expected"),
        ({"messages": [QUESTION], "chosen": "a", "rejected": "b", "x": 1}, "line 1: expected"),
        ({"messages": [QUESTION], "chosen": "a", "rejected": "a"}, "line 1: chosen and rejected are the same"),
        ({"messages": [QUESTION], "chosen": 1, "rejected": "a"}, "line 1: content is not a text"),
        ({"messages": [QUESTION, ANSWER], "chosen": "a", "rejected": "b"}, "line 1: the last"),
    ],
)
def test_says_which_line_of_a_dataset_is_wrong(tmp_path: Path, line: Any, sentence: str) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text(json.dumps(line))

    with pytest.raises(DataError, match=f"^{sentence}"):
        read_preferences(path)
