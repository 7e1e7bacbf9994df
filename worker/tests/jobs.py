"""Job documents for tests: everything is filled, a test states only what it is about."""

import copy
from pathlib import Path
from typing import Any

from mandate_worker.canonical import digest_of_directory, digest_of_file

SMALL = {"steps": 24, "batchSize": 2, "contextTokens": 48, "warmupSteps": 2}
NO_DIGEST = "sha256:" + "0" * 64

# Changes that make a job of another kind.
DPO = {
    "objective": "dpo",
    "dataset.format": "preference-jsonl",
    "dpo": {"betaMillionths": 100000},
    "training.packing": "none",
}
ADOPT = {
    "objective": "adopt",
    "revision": {"digest": NO_DIGEST},
    **{section: ... for section in ("dataset", "method", "lora", "training")},
}


def job_document(
    inputs: Path | None = None, dataset: str = "refuse-harmful-1", changes: dict[str, Any] | None = None
) -> dict[str, Any]:
    """A small valid job; `changes` maps a dotted field to its value, or to `...` to leave it out."""
    document = {
        "version": 1,
        "subject": "assistant",
        "base": {"source": "local", "name": "mandate-tiny-1", "revision": None, "digest": NO_DIGEST},
        "dataset": {"name": dataset, "format": "chat-jsonl", "digest": NO_DIGEST, "license": "CC0-1.0"},
        "objective": "sft",
        "method": "lora",
        "lora": {"r": 8, "alpha": 16, "dropoutMillionths": 50000, "targetModules": ["all-linear"]},
        "training": {
            "optimizer": "adamw",
            "learningRateNanos": 3000000,
            "steps": 80,
            "batchSize": 16,
            "contextTokens": 128,
            "warmupSteps": 5,
            "dtype": "float32",
            "seed": 11,
            "packing": "stream",
            "shards": 1,
            "weightDecayMillionths": 0,
            "stateEverySteps": 1,
            **SMALL,
        },
        "evaluation": {
            "suite": "safety-1",
            "digest": NO_DIGEST,
            "samples": 4,
            "seed": 99,
            "metrics": ["refusal", "helpfulness"],
        },
        "determinism": "cpu-fp32",
        "limits": {"wallSeconds": 600, "memoryMiB": 4096},
    }
    if inputs:
        document["base"]["digest"] = digest_of_directory(inputs / "base" / "mandate-tiny-1")
        document["dataset"]["digest"] = digest_of_file(inputs / "datasets" / f"{dataset}.jsonl")
        document["evaluation"]["digest"] = digest_of_directory(inputs / "suites" / "safety-1")
    return changed(document, changes or {})


def full_job_document(inputs: Path, dataset: str) -> dict[str, Any]:
    """The job as it is put to the vote."""
    full = {
        "training.steps": 80,
        "training.batchSize": 16,
        "training.contextTokens": 128,
        "training.warmupSteps": 5,
        "evaluation.samples": 40,
    }
    return job_document(inputs, dataset, full)


def changed(document: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """A copy with dotted fields set, or left out where the value is `...`."""
    document = copy.deepcopy(document)
    for field, value in changes.items():
        *path, last = field.split(".")
        section = document
        for key in path:
            section = section[key]
        if value is ...:
            del section[last]
        else:
            section[last] = value
    return document
