"""The job: what a worker is asked to do, read once and trusted afterwards."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .canonical import canonical_bytes, digest_of_bytes
from .schema import SchemaViolation, check


class JobRejected(Exception):
    """The job can never succeed as it stands; final. Names the field and the reason."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")


@dataclass(frozen=True)
class Base:
    """The model to start from."""

    source: str
    name: str
    revision: str | None
    digest: str
    files: tuple[dict[str, Any], ...] = ()

    def __post_init__(self) -> None:
        paths = [file["path"] for file in self.files]
        if paths != sorted(set(paths)):
            raise JobRejected("base.files", "is not sorted by path, each once")
        if self.source == "hub" and not all(path.endswith((".safetensors", ".json")) for path in paths):
            raise JobRejected("base.files", "a hub model is fetched as .safetensors and .json only")
        if self.source == "hub" and self.revision is None:
            raise JobRejected("base.revision", "a hub model needs the commit it is pinned to")
        if self.source == "local" and self.revision is not None:
            raise JobRejected("base.revision", "a local base has none: its digest names it")
        if self.source == "local" and "/" in self.name:
            raise JobRejected("base.name", "the name of a local base has no slash")


@dataclass(frozen=True)
class Dataset:
    """What to learn from."""

    name: str
    format: str
    digest: str
    license: str
    cid: str | None = None
    metadata: str | None = None


@dataclass(frozen=True)
class Revision:
    """A published adapter that is taken over as it is."""

    digest: str


@dataclass(frozen=True)
class Lora:
    """The shape of the adapter."""

    r: int
    alpha: int
    dropout_millionths: int
    target_modules: tuple[str, ...]


@dataclass(frozen=True)
class Dpo:
    """How preferences are learnt."""

    beta_millionths: int


@dataclass(frozen=True)
class Training:
    """How far and how fast to learn."""

    optimizer: str
    learning_rate_nanos: int
    steps: int
    batch_size: int
    context_tokens: int
    warmup_steps: int
    dtype: str
    seed: int
    packing: str | None = None
    shards: int = 1
    weight_decay_millionths: int = 0
    state_every_steps: int = 1

    def __post_init__(self) -> None:
        if self.warmup_steps > self.steps:
            raise JobRejected("training.warmupSteps", f"is above steps ({self.steps})")
        if self.batch_size % self.shards:
            raise JobRejected("training.shards", f"does not divide batchSize ({self.batch_size})")


@dataclass(frozen=True)
class Evaluation:
    """What to measure afterwards."""

    suite: str
    digest: str
    samples: int
    seed: int
    metrics: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limits:
    """When to give up. Neither changes the outcome."""

    wall_seconds: int
    memory_mib: int


@dataclass(frozen=True)
class Recipe:
    """How a revision is made. A job that adopts a published one has none."""

    objective: str
    dataset: Dataset
    training: Training
    lora: Lora | None
    dpo: Dpo | None

    def __post_init__(self) -> None:
        if self.dpo and self.training.packing not in (None, "none"):
            raise JobRejected("training.packing", "dpo compares answers one by one: none is the only packing it knows")

    @property
    def packing(self) -> str:
        """What holds where the job is silent."""
        return self.training.packing or ("none" if self.dpo else "stream")


@dataclass(frozen=True)
class Job:
    """All that decides the outcome, and the digest that names it."""

    digest: str
    document: dict[str, Any]
    subject: str
    base: Base
    evaluation: Evaluation
    determinism: str
    limits: Limits
    recipe: Recipe | None
    revision: Revision | None


def read_job(path: Path) -> Job:
    """Read a job file; raises JobRejected with the field's path."""
    try:
        return parse_job(json.loads(path.read_bytes(), object_pairs_hook=_without_repeats, parse_constant=_no_constant))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise JobRejected("document", "is not JSON") from error


def parse_job(document: Any) -> Job:
    """Check a document against the schema and the rules a schema cannot say."""
    try:
        check(document, "job")
    except SchemaViolation as error:
        raise JobRejected(error.field, error.reason) from error
    return Job(
        digest=digest_of_bytes(canonical_bytes(document)),
        document=document,
        subject=document["subject"],
        base=Base(**_fields(document["base"])),
        evaluation=Evaluation(**_fields(document["evaluation"])),
        determinism=document["determinism"],
        limits=Limits(**_fields(document["limits"])),
        recipe=None if document["objective"] == "adopt" else _recipe(document),
        revision=Revision(**document["revision"]) if "revision" in document else None,
    )


def _recipe(document: dict[str, Any]) -> Recipe:
    training = Training(**_fields(document["training"]))
    computes_in = "bfloat16" if "bf16" in document["determinism"] else "float32"
    if training.dtype != computes_in:
        raise JobRejected("training.dtype", f"determinism {document['determinism']} computes in {computes_in}")
    return Recipe(
        objective=document["objective"],
        dataset=Dataset(**_fields(document["dataset"])),
        training=training,
        lora=Lora(**_fields(document["lora"])) if "lora" in document else None,
        dpo=Dpo(**_fields(document["dpo"])) if "dpo" in document else None,
    )


def _fields(section: dict[str, Any]) -> dict[str, Any]:
    """JSON's learningRateNanos is Python's learning_rate_nanos; MiB is one word."""
    return {
        re.sub("(?=[A-Z][a-z]{2}|MiB)", "_", key).lower(): tuple(value) if isinstance(value, list) else value
        for key, value in section.items()
    }


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # Two readers may choose different ones of two equal keys, and then the digest would not say what was done.
    value = dict(pairs)
    if len(value) < len(pairs):
        names = [name for name, _ in pairs]
        raise JobRejected(next(name for name in names if names.count(name) > 1), "is given twice")
    return value


def _no_constant(name: str) -> Any:
    raise JobRejected("document", f"{name} is not JSON")
