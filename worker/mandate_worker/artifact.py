"""What a run hands back. All of it depends on the job alone, but for result.json, which also tells of the attempt."""

import enum
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peft import PeftModel, get_peft_model_state_dict
from safetensors.torch import save_file
from torch import nn

from .adapter_file import CARD, CONFIG, WEIGHTS
from .canonical import canonical_bytes, digest_of_bytes, digest_of_directory, digest_of_file, manifest
from .evaluate import Measured
from .inputs import Inputs
from .job import Job
from .model import save_model_weights
from .model_card import model_card
from .provenance import statement
from .suite import Suite


@dataclass(frozen=True)
class Digests:
    """The three that a receipt carries."""

    artifact: str
    evaluation: str
    provenance: str


@dataclass(frozen=True)
class Outcome:
    """What training or adoption left in memory, with the inputs that it came from."""

    job: Job
    inputs: Inputs
    suite: Suite
    model: nn.Module
    before: Measured
    after: Measured


def write_artifact(out: Path, outcome: Outcome) -> Digests:
    """Write adapter/, eval.json, provenance.json and MANIFEST.json."""
    job, adapter = outcome.job, out / "adapter"
    shutil.rmtree(adapter, ignore_errors=True)
    if outcome.inputs.revision:
        shutil.copytree(outcome.inputs.revision, adapter)
    else:
        _write_revision(adapter, outcome)
    (out / "MANIFEST.json").write_bytes(canonical_bytes(manifest(adapter)))
    artifact_digest = digest_of_directory(adapter)

    evaluation = canonical_bytes(_evaluation(outcome))
    (out / "eval.json").write_bytes(evaluation)

    digests = {"adapter": artifact_digest, "eval.json": digest_of_bytes(evaluation)}
    if job.recipe:
        digests["steps.jsonl"] = digest_of_file(out / "steps.jsonl")
    provenance = canonical_bytes(statement(job, digests))
    (out / "provenance.json").write_bytes(provenance)
    return Digests(artifact_digest, digest_of_bytes(evaluation), digest_of_bytes(provenance))


def _write_revision(adapter: Path, outcome: Outcome) -> None:
    adapter.mkdir()
    if isinstance(outcome.model, PeftModel):
        _write_adapter(adapter, outcome.model, outcome.job)
    else:
        _write_weights(adapter, outcome.model, outcome.inputs.base)
    card = model_card(outcome.job, outcome.before.metrics, outcome.after.metrics)
    (adapter / CARD).write_text(card, encoding="utf-8")


def _write_adapter(adapter: Path, model: PeftModel, job: Job) -> None:
    weights = {name: tensor.contiguous() for name, tensor in sorted(get_peft_model_state_dict(model).items())}
    save_file(weights, adapter / WEIGHTS, metadata={"format": "pt"})
    (adapter / CONFIG).write_bytes(canonical_bytes(_adapter_config(model, job)))


def _write_weights(adapter: Path, model: nn.Module, base: Path) -> None:
    """Every weight anew; all else of the base, sizes and tokenizer, as it was."""
    for path in base.iterdir():
        if path.is_file() and "safetensors" not in path.name:
            shutil.copyfile(path, adapter / path.name)
    save_model_weights(model, adapter)


def write_atomically(path: Path, content: bytes) -> None:
    """Write aside and rename: who sees the file sees all of it."""
    aside = path.with_name(path.name + ".new")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)


def _adapter_config(model: PeftModel, job: Job) -> dict[str, Any]:
    config = {key: _plain(value) for key, value in model.peft_config["default"].to_dict().items()}
    return {**config, "base_model_name_or_path": job.base.name, "revision": job.base.revision, "inference_mode": True}


def _plain(value: Any) -> Any:
    """PEFT keeps sets, whose order differs from process to process."""
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    return value


def _evaluation(outcome: Outcome) -> dict[str, Any]:
    evaluation = outcome.job.document["evaluation"]
    measured = {"base": outcome.before.report(), "adapter": outcome.after.report()}
    tasks = {task.name: task.version for task in outcome.suite.tasks}
    return {"version": 2, "jobDigest": outcome.job.digest, **evaluation, "tasks": tasks, **measured}
