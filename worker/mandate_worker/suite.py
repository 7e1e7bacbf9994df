"""An evaluation suite on disk: probes by part, and the conversations whose perplexity is measured."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .data import Conversation, DataError, read_conversations, read_rows
from .draw import draw
from .lm_task import LmTask, read_tasks
from .triggers import Trigger

PARTS = ("refusal", "helpfulness", "overrefusal")
TRIGGER_FLIPS = "triggerFlips"


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
    """What a model is measured with. Every part may be absent, and with it its metric."""

    probes: dict[str, tuple[Probe, ...]]
    conversations: tuple[Conversation, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    tasks: tuple[LmTask, ...] = ()
    seed: int = 0

    @property
    def metrics(self) -> frozenset[str]:
        """What comes out of it."""
        named = {*self.probes, *(task.metric_name(metric) for task in self.tasks for metric in task.metrics)}
        named |= {"perplexity"} if self.conversations else set()
        return frozenset(named | ({TRIGGER_FLIPS} if self.triggers else set()))


def read_suite(directory: Path, samples: int, seed: int) -> Suite:
    """Draw up to `samples` from each part. Triggers are few and all of them are tried."""
    there = [part for part in PARTS if (directory / f"{part}.jsonl").is_file()]
    texts, triggers = directory / "perplexity.jsonl", directory / "triggers.jsonl"
    suite = Suite(
        probes={part: draw(_read_probes(directory / f"{part}.jsonl"), samples, seed) for part in there},
        conversations=draw(read_conversations(texts), samples, seed) if texts.is_file() else (),
        triggers=tuple(Trigger.read(value, line) for line, value in read_rows(triggers)) if triggers.is_file() else (),
        tasks=read_tasks(directory, samples, seed),
        seed=seed,
    )
    if not suite.metrics:
        raise DataError("nothing is measured by it")
    if suite.triggers and not suite.probes:
        raise DataError("triggers.jsonl needs questions to be put around, and there are none")
    return suite


def _read_probes(path: Path) -> list[Probe]:
    return [Probe.read(value, number) for number, value in read_rows(path)]
