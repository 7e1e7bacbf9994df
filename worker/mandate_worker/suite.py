"""An evaluation suite on disk: probes by part, and the conversations whose perplexity is measured."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from .data import Conversation, DataError, read_conversations, read_rows

PARTS = ("refusal", "helpfulness", "overrefusal")

Item = TypeVar("Item")


@dataclass(frozen=True)
class Probe:
    """A question, how a refusal and a compliance begin, and what a helpful answer mentions."""

    prompt: str
    refusal: str
    compliance: str
    mentions: str | None = None

    @classmethod
    def read(cls, value: Any, line: int) -> "Probe":
        """Read one line; every field is a text and nothing stands beside them."""
        try:
            probe = cls(**value)
        except TypeError as error:
            raise DataError(f"line {line}: expected prompt, refusal, compliance and perhaps mentions") from error
        if not all(isinstance(text, str) for text in value.values()):
            raise DataError(f"line {line}: a field is no text")
        return probe


@dataclass(frozen=True)
class Suite:
    """What a model is measured with."""

    probes: dict[str, tuple[Probe, ...]]
    conversations: tuple[Conversation, ...]

    @property
    def metrics(self) -> frozenset[str]:
        """What comes out of it."""
        return frozenset({*PARTS, "perplexity"})


def read_suite(directory: Path, samples: int, seed: int) -> Suite:
    """Draw up to `samples` from each part. The draw is by hash, so that no library's generator can change it."""
    return Suite(
        probes={part: _draw(_read_probes(directory / f"{part}.jsonl"), samples, seed) for part in PARTS},
        conversations=_draw(read_conversations(directory / "perplexity.jsonl"), samples, seed),
    )


def _read_probes(path: Path) -> list[Probe]:
    return [Probe.read(value, number) for number, value in read_rows(path)]


def _draw(items: Sequence[Item], samples: int, seed: int) -> tuple[Item, ...]:
    order = sorted(range(len(items)), key=lambda index: hashlib.sha256(f"{seed}:{index}".encode()).digest())
    return tuple(items[index] for index in sorted(order[:samples]))
