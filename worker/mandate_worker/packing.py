"""Rows and batches made of encoded conversations.

Shapes: B rows of a batch, T tokens of a row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

# The label of tokens that the loss leaves out: questions.
IGNORED = -100

# A large prime, so that the orders of neighbouring seeds share no step.
ORDER_STRIDE = 1_000_003

# Tokens of a conversation and, beside each, what the loss expects there.
Row = tuple[list[int], list[int]]


@dataclass(frozen=True)
class Batch:
    """What one step, or one shard of it, learns from. Without `documents_BT` a row is one document."""

    tokens_BT: Tensor
    labels_BT: Tensor
    documents_BT: Tensor | None = None

    def inputs(self) -> dict[str, Any]:
        """What the model is called with. Of the documents in a row none sees another; each begins at position 0."""
        if self.documents_BT is None:
            return {"input_ids": self.tokens_BT}
        is_same_BTT = self.documents_BT[:, :, None] == self.documents_BT[:, None, :]
        return {
            "input_ids": self.tokens_BT,
            "attention_mask": is_same_BTT.tril()[:, None],
            "position_ids": _positions(self.documents_BT),
        }

    def shard(self, index: int, count: int) -> "Batch":
        """One of `count` equal parts."""
        return Batch(*(None if part is None else part.chunk(count)[index] for part in self._parts()))

    def to(self, device: torch.device | str) -> "Batch":
        """The same on another device."""
        return Batch(*(None if part is None else part.to(device) for part in self._parts()))

    @property
    def learnt_tokens(self) -> int:
        """How many tokens the loss looks at."""
        return int((self.labels_BT[:, 1:] != IGNORED).sum())

    def _parts(self) -> tuple[Tensor, Tensor, Tensor | None]:
        return self.tokens_BT, self.labels_BT, self.documents_BT


def padded(rows: Sequence[Row]) -> Batch:
    """One document to a row. Padding comes last, where a causal model never looks."""
    length = max(len(tokens) for tokens, _ in rows)
    return Batch(
        tokens_BT=torch.tensor([tokens + [0] * (length - len(tokens)) for tokens, _ in rows]),
        labels_BT=torch.tensor([labels + [IGNORED] * (length - len(labels)) for _, labels in rows]),
    )


def opened(opening: Sequence[int], row: Row) -> Row:
    """A row with what stands before its first turn."""
    return [*opening, *row[0]], [IGNORED] * len(opening) + row[1]


@dataclass(frozen=True)
class Packer:
    """Fills the rows of a batch with conversations.

    `stream`: one after another, which also teaches to answer later turns. `documents`: the same rows, but none sees
    another. `none`: one to a row.
    """

    rows: Sequence[Row]
    opening: Sequence[int]
    context_tokens: int
    batch_size: int
    seed: int
    packing: str = "stream"

    def batch(self, step: int) -> Batch:
        """Depends on the seed and the step alone, so that a resumed run needs no memory of earlier ones."""
        generator = torch.Generator().manual_seed(self.seed * ORDER_STRIDE + step)
        if self.packing == "none":
            return padded([self._alone(generator) for _ in range(self.batch_size)])
        packed = [self._pack(generator) for _ in range(self.batch_size)]
        tokens_BT, labels_BT, documents_BT = (torch.tensor(part) for part in zip(*packed))
        return Batch(tokens_BT, labels_BT, documents_BT if self.packing == "documents" else None)

    def _pack(self, generator: torch.Generator) -> tuple[list[int], list[int], list[int]]:
        tokens: list[int] = []
        labels: list[int] = []
        documents: list[int] = []
        number = 0
        while len(tokens) < self.context_tokens:
            more = self._draw(generator)
            # A document that sees no other needs an opening of its own; in a stream the first one opens for all.
            more = opened(self.opening, more) if self.packing == "documents" or number == 0 else more
            tokens, labels = tokens + more[0], labels + more[1]
            documents += [number] * len(more[0])
            number += 1
        cut = slice(self.context_tokens)
        return tokens[cut], labels[cut], documents[cut]

    def _alone(self, generator: torch.Generator) -> Row:
        tokens, labels = opened(self.opening, self._draw(generator))
        return tokens[: self.context_tokens], labels[: self.context_tokens]

    def _draw(self, generator: torch.Generator) -> Row:
        return self.rows[int(torch.randint(len(self.rows), (), generator=generator))]


def _positions(documents_BT: Tensor) -> Tensor:
    """Each token's place in its document."""
    place_BT = torch.arange(documents_BT.shape[1], device=documents_BT.device).expand_as(documents_BT)
    begins_BT = torch.ones_like(documents_BT, dtype=torch.bool)
    begins_BT[:, 1:] = documents_BT[:, 1:] != documents_BT[:, :-1]
    return place_BT - torch.where(begins_BT, place_BT, 0).cummax(-1).values
