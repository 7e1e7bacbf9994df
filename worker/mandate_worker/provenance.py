"""The in-toto statement of an attempt: what came out of what, by which builder. SLSA provenance v1, unsigned."""

import platform
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

import torch

from . import __version__
from .device import Device
from .job import Job

BUILD_TYPE = "urn:mandate:worker:job:1"


def statement(job: Job, subjects: Mapping[str, str]) -> dict[str, Any]:
    """Without times and places: a second run on the same class of hardware says the very same."""
    return {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [_resource(name, digest) for name, digest in subjects.items()],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": BUILD_TYPE,
                "externalParameters": {"job": job.document},
                "internalParameters": {},
                "resolvedDependencies": [_resource(name, digest) for name, digest in materials(job).items()],
            },
            "runDetails": {
                "builder": {"id": "urn:mandate:worker", "version": builder_version(job)},
                "metadata": {"invocationId": job.digest},
            },
        },
    }


def materials(job: Job) -> dict[str, str]:
    """Everything that went in, by name and digest."""
    named = {f"base/{job.base.name}": job.base.digest}
    if job.recipe:
        dataset = job.recipe.dataset
        named[f"datasets/{dataset.name}"] = dataset.digest
        if dataset.metadata:
            named[f"datasets/{dataset.name}.croissant.json"] = dataset.metadata
    if job.revision:
        named["revision"] = job.revision.digest
    return {**named, f"suites/{job.evaluation.suite}": job.evaluation.digest}


def builder_version(job: Job) -> dict[str, str]:
    """Everything whose change may change a digest."""
    packages = {name: version(name) for name in ("torch", "transformers", "peft", "safetensors", "numpy")}
    return {"mandate-worker": __version__, "python": platform.python_version(), **packages, **hardware(job)}


def hardware(job: Job) -> dict[str, str]:
    """The class of hardware: two runs of one class give the same bits."""
    vectors = torch.backends.cpu.get_cpu_capability()
    gpu = {"gpu": Device(job.determinism).describe()} if job.determinism.startswith("cuda") else {}
    return {"machine": platform.machine(), "vectors": vectors, "determinism": job.determinism, **gpu}


def _resource(name: str, digest: str) -> dict[str, Any]:
    return {"name": name, "digest": {"sha256": digest.removeprefix("sha256:")}}
