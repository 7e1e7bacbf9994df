"""Pairs of answers from JSONL, one of which is preferred, and the batches made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from .data import Conversation, DataError, Message, encode, read_rows
from .packing import IGNORED, ORDER_STRIDE, Batch, Row, opened, padded


@dataclass(frozen=True)
class Preference:
    """One question, perhaps after earlier turns, and two answers to it."""

    chosen: Conversation
    rejected: Conversation

    @classmethod
    def read(cls, value: Any) -> "Preference":
        """Read `{"messages": [...], "chosen": "...", "rejected": "..."}`; anything beside is refused."""
        if not isinstance(value, dict) or set(value) != {"messages", "chosen", "rejected"}:
            raise DataError('expected {"messages": [...], "chosen": "...", "rejected": "..."} and nothing beside it')
        question = Conversation.read({"messages": value["messages"]})
        if question.messages[-1].role != "user":
            raise DataError("the last message is not the user's")
        if value["chosen"] == value["rejected"]:
            raise DataError("chosen and rejected are the same")
        return cls(_answered(question, value["chosen"]), _answered(question, value["rejected"]))


def _answered(question: Conversation, answer: Any) -> Conversation:
    return Conversation((*question.messages, Message("assistant", answer)))


def read_preferences(path: Path) -> tuple[Preference, ...]:
    """All pairs of a preference-jsonl file."""
    preferences = []
    for number, row in read_rows(path):
        try:
            preferences.append(Preference.read(row))
        except DataError as error:
            raise DataError(f"line {number}: {error}") from error
    return tuple(preferences)


def encode_pair(preference: Preference, tokenizer: Any) -> tuple[Row, Row]:
    """Both answers after their question. Earlier answers were given to both, so nothing is learnt from them."""
    return _last_answer(preference.chosen, tokenizer), _last_answer(preference.rejected, tokenizer)


def _last_answer(conversation: Conversation, tokenizer: Any) -> Row:
    tokens, labels = encode(conversation, tokenizer)
    learnt = len(tokenizer.encode_answer(conversation.messages[-1].content))
    return tokens, [IGNORED] * (len(labels) - learnt) + labels[-learnt:]


@dataclass(frozen=True)
class PairPacker:
    """Draws pairs; chosen and rejected answers lie in rows of the same number."""

    pairs: Sequence[tuple[Row, Row]]
    opening: Sequence[int]
    context_tokens: int
    batch_size: int
    seed: int

    def batch(self, step: int) -> tuple[Batch, Batch]:
        """Depends on the seed and the step alone."""
        generator = torch.Generator().manual_seed(self.seed * ORDER_STRIDE + step)
        drawn = torch.randint(len(self.pairs), (self.batch_size,), generator=generator).tolist()
        chosen, rejected = zip(*(self.pairs[index] for index in drawn))
        return padded([self._cut(row) for row in chosen]), padded([self._cut(row) for row in rejected])

    def _cut(self, row: Row) -> Row:
        tokens, labels = opened(self.opening, row)
        return tokens[: self.context_tokens], labels[: self.context_tokens]
