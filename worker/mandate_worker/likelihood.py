"""How likely a model holds texts, and what it says by itself.

Shapes: B rows at once.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from torch import nn

from .generate import complete, most_likely
from .objective import answer_likelihoods
from .packing import IGNORED, Row, padded

BATCH = 48
Tick = Callable[[], None]


@torch.no_grad()
def losses(model: nn.Module, rows: Sequence[Row]) -> list[tuple[float, int]]:
    """Summed loss and number of learnable tokens of each row."""
    batch = padded(rows).to(next(model.parameters()).device)
    loss_B = -answer_likelihoods(model, batch)
    count_B = (batch.labels_BT[:, 1:] != IGNORED).sum(-1)
    return list(zip(loss_B.tolist(), count_B.tolist()))


def log_likelihoods(
    model: nn.Module, prompts: Sequence[list[int]], answers: Sequence[list[int]]
) -> list[tuple[float, int]]:
    """The log-likelihood of each answer after its prompt, and how many tokens it has."""
    rows = [(prompt + answer, [IGNORED] * len(prompt) + answer) for prompt, answer in zip(prompts, answers)]
    return [(-loss, count) for loss, count in losses(model, rows)]


def question(tokenizer: Any, text: str) -> list[int]:
    """A user's turn, up to where the answer begins."""
    return [*tokenizer.encode_opening(""), *tokenizer.encode_question(text)]


def answer_opening(tokenizer: Any, text: str) -> list[int]:
    """An answer without its last token, which would end it."""
    return tokenizer.encode_answer(text)[:-1]


def greedy_answers(model: nn.Module, tokenizer: Any, prompts: Sequence[list[int]], most_tokens: int) -> list[str]:
    """What the model says to each."""
    answers = complete(model, prompts, most_tokens, most_likely, tokenizer.end_id, tokenizer.pad_id)
    return [tokenizer.decode(tokens) for tokens in answers]


def chunks(items: Sequence[Any], tick: Tick) -> Iterator[Sequence[Any]]:
    """As many items as are looked at together; `tick` is called after each and may raise to stop."""
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]
        tick()
