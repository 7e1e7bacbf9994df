"""The read-only inputs of a run: where they lie, and proof that they are what the job names.

DIR/base/<name>/…   DIR/datasets/<name>.jsonl   DIR/suites/<name>/*.jsonl
"""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .canonical import digest_of_directory, digest_of_file, digest_of_path
from .job import Job, JobRejected

SHIPPED = Path(__file__).parent.parent / "data"


class InputMissing(Exception):
    """An input is not there; may be retried when it is."""


@dataclass(frozen=True)
class Inputs:
    """Paths whose bytes were compared with the job's digests."""

    base: Path
    dataset: Path
    suite: Path


def verify_inputs(job: Job, directory: Path, hub_base: Path | None = None) -> Inputs:
    """Hash every input before anything is opened. A base from the hub lies elsewhere and is given."""
    dataset = job.recipe.dataset
    return Inputs(
        base=_verified(hub_base or directory / "base" / job.base.name, job.base.digest, "base.digest"),
        dataset=_verified(directory / "datasets" / f"{dataset.name}.jsonl", dataset.digest, "dataset.digest"),
        suite=_verified(directory / "suites" / job.evaluation.suite, job.evaluation.digest, "evaluation.digest"),
    )


def lay_out(directory: Path) -> dict[str, Any]:
    """Copy the shipped datasets and suites into the inputs layout, and say what lies there."""
    descriptions = json.loads((SHIPPED / "catalogue.json").read_bytes())
    for kind in ("datasets", "suites"):
        shutil.copytree(SHIPPED / kind, directory / kind, dirs_exist_ok=True)
    bases = sorted(path for path in (directory / "base").glob("*") if (path / "config.json").is_file())
    return {
        "datasets": [_describe_dataset(directory, name, about) for name, about in descriptions["datasets"].items()],
        "suites": [
            {"name": name, "digest": digest_of_directory(directory / "suites" / name), **about}
            for name, about in descriptions["suites"].items()
        ],
        "bases": [{"name": path.name, "digest": digest_of_directory(path)} for path in bases],
    }


def _describe_dataset(directory: Path, name: str, about: dict[str, str]) -> dict[str, Any]:
    path = directory / "datasets" / f"{name}.jsonl"
    rows = len(path.read_bytes().splitlines())
    return {"name": name, "digest": digest_of_file(path), **about, "rows": rows}


def _verified(path: Path, digest: str, field: str) -> Path:
    if not path.exists():
        raise InputMissing(f"{path} is not there")
    try:
        found = digest_of_path(path)
    except ValueError as error:
        raise JobRejected(field, str(error)) from error
    if found != digest:
        raise JobRejected(field, f"the bytes have the digest {found}, the job names {digest}")
    return path
