"""What a run hands back. All of it depends on the job alone, but for result.json, which also tells of the attempt."""

import enum
import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel, get_peft_model_state_dict
from safetensors.torch import save_file

from . import __version__
from .adapter_file import CARD, CONFIG, WEIGHTS
from .canonical import canonical_bytes, digest_of_bytes, digest_of_directory, manifest
from .evaluate import Measured
from .job import Job
from .model_card import model_card

BUILD_TYPE = "urn:mandate:worker:lora-sft:1"


@dataclass(frozen=True)
class Digests:
    """The three that a receipt carries."""

    artifact: str
    evaluation: str
    provenance: str


def write_artifact(out: Path, job: Job, model: PeftModel, before: Measured, after: Measured) -> Digests:
    """Write adapter/, eval.json, provenance.json and MANIFEST.json."""
    adapter = out / "adapter"
    adapter.mkdir(exist_ok=True)
    weights = {name: tensor.contiguous() for name, tensor in sorted(get_peft_model_state_dict(model).items())}
    save_file(weights, adapter / WEIGHTS, metadata={"format": "pt"})
    (adapter / CONFIG).write_bytes(canonical_bytes(_adapter_config(model, job)))
    (adapter / CARD).write_text(model_card(job, before.metrics, after.metrics), encoding="utf-8")
    files = manifest(adapter)
    (out / "MANIFEST.json").write_bytes(canonical_bytes(files))

    evaluation = canonical_bytes(_evaluation(job, before, after))
    (out / "eval.json").write_bytes(evaluation)

    artifact_digest = digest_of_directory(adapter)
    provenance = canonical_bytes(_provenance(job, artifact_digest, digest_of_bytes(evaluation)))
    (out / "provenance.json").write_bytes(provenance)
    return Digests(artifact_digest, digest_of_bytes(evaluation), digest_of_bytes(provenance))


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


def _evaluation(job: Job, before: Measured, after: Measured) -> dict[str, Any]:
    evaluation = job.document["evaluation"]
    return {"version": 1, "jobDigest": job.digest, **evaluation, "base": before.report(), "adapter": after.report()}


def _provenance(job: Job, artifact_digest: str, evaluation_digest: str) -> dict[str, Any]:
    """An in-toto statement with a SLSA v1 predicate, without times: a second run says the very same."""
    materials = {
        f"base/{job.base.name}": job.base.digest,
        f"datasets/{job.recipe.dataset.name}": job.recipe.dataset.digest,
        f"suites/{job.evaluation.suite}": job.evaluation.digest,
    }
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [_resource("adapter", artifact_digest), _resource("eval.json", evaluation_digest)],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": BUILD_TYPE,
                "externalParameters": {"job": job.document},
                "internalParameters": {},
                "resolvedDependencies": [_resource(name, digest) for name, digest in materials.items()],
            },
            "runDetails": {
                "builder": {"id": "urn:mandate:worker", "version": builder_version()},
                "metadata": {"invocationId": job.digest},
            },
        },
    }


def builder_version() -> dict[str, str]:
    """Everything whose change may change a digest."""
    packages = {name: version(name) for name in ("torch", "transformers", "peft", "safetensors", "numpy")}
    hardware = {"machine": platform.machine(), "vectors": torch.backends.cpu.get_cpu_capability()}
    return {"mandate-worker": __version__, "python": platform.python_version(), **packages, **hardware}


def _resource(name: str, digest: str) -> dict[str, Any]:
    return {"name": name, "digest": {"sha256": digest.removeprefix("sha256:")}}
