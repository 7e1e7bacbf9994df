"""Conversations from JSONL, and the batches made of them.

Shapes: B rows of a batch, T tokens of a row.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

# The label of tokens that the loss leaves out: questions.
IGNORED = -100

# Two different large primes, so that data order and dropout of one seed never share a stream.
_ORDER_STRIDE = 1_000_003


class DataError(ValueError):
    """A file of conversations does not say what it should; carries the line."""


@dataclass(frozen=True)
class Message:
    """One turn."""

    role: str
    content: str

    def __post_init__(self) -> None:
        if self.role not in ("system", "user", "assistant"):
            raise DataError(f"role {self.role!r} is not one of system, user, assistant")
        if not isinstance(self.content, str) or not self.content.strip():
            raise DataError("content is not a text with something in it")

    @classmethod
    def read(cls, value: Any) -> "Message":
        """Read `{"role", "content"}`."""
        if not isinstance(value, dict) or set(value) != {"role", "content"}:
            raise DataError("a message has role and content and nothing else")
        return cls(role=value["role"], content=value["content"])


@dataclass(frozen=True)
class Conversation:
    """Turns in order: perhaps a system message, then user and assistant by turns."""

    messages: tuple[Message, ...]

    def __post_init__(self) -> None:
        turns = [message.role for message in self.messages]
        turns = turns[1:] if turns[:1] == ["system"] else turns
        if not turns or any(role != ("user", "assistant")[index % 2] for index, role in enumerate(turns)):
            raise DataError("messages are not user and assistant by turns, after at most one system message")

    @classmethod
    def read(cls, value: Any) -> "Conversation":
        """Read `{"messages": [{"role", "content"}]}`; anything beside is refused."""
        if not isinstance(value, dict) or not isinstance(value.get("messages"), list) or set(value) != {"messages"}:
            raise DataError('expected {"messages": [...]} and nothing beside it')
        return cls(tuple(Message.read(message) for message in value["messages"]))


# Tokens of a conversation and, beside each, what the loss expects there.
Row = tuple[list[int], list[int]]


@dataclass(frozen=True)
class Batch:
    """What one step learns from."""

    tokens_BT: Tensor
    labels_BT: Tensor


def read_conversations(path: Path) -> tuple[Conversation, ...]:
    """All conversations of a chat-jsonl file, each with question and answer."""
    rows = read_rows(path)
    conversations = []
    for number, row in rows:
        try:
            conversation = Conversation.read(row)
        except DataError as error:
            raise DataError(f"line {number}: {error}") from error
        if conversation.messages[-1].role != "assistant":
            raise DataError(f"line {number}: the last message is not the assistant's")
        conversations.append(conversation)
    return tuple(conversations)


def read_rows(path: Path) -> list[tuple[int, Any]]:
    """The JSON values of a JSONL file with their line numbers."""
    rows = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            rows.append((number, json.loads(line)))
        except ValueError as error:
            raise DataError(f"line {number}: not JSON") from error
    if not rows:
        raise DataError("no line in it")
    return rows


def encode(conversation: Conversation, tokenizer: Any) -> Row:
    """Tokens and labels of a conversation. Only answers are learnt."""
    tokens: list[int] = []
    labels: list[int] = []
    for message in conversation.messages:
        if message.role == "assistant":
            turn = tokenizer.encode_answer(message.content)
            labels += turn
        else:
            turn = tokenizer.encode_question(message.content) if message.role == "user" else []
            labels += [IGNORED] * len(turn)
        tokens += turn
    return tokens, labels


@dataclass(frozen=True)
class Packer:
    """Fills the rows of a batch with conversations, one after another, which also teaches to answer later turns."""

    rows: Sequence[Row]
    opening: Sequence[int]
    context_tokens: int
    batch_size: int
    seed: int

    def batch(self, step: int) -> Batch:
        """Depends on the seed and the step alone, so that a resumed run needs no memory of earlier ones."""
        generator = torch.Generator().manual_seed(self.seed * _ORDER_STRIDE + step)
        packed = [self._pack(generator) for _ in range(self.batch_size)]
        return Batch(
            tokens_BT=torch.tensor([tokens for tokens, _ in packed]),
            labels_BT=torch.tensor([labels for _, labels in packed]),
        )

    def _pack(self, generator: torch.Generator) -> Row:
        tokens, labels = list(self.opening), [IGNORED] * len(self.opening)
        while len(tokens) < self.context_tokens:
            index = int(torch.randint(len(self.rows), (), generator=generator))
            tokens += self.rows[index][0]
            labels += self.rows[index][1]
        return tokens[: self.context_tokens], labels[: self.context_tokens]
