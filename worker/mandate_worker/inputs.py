"""The read-only inputs of a run: where they lie, and proof that they are what the job names.

DIR/base/<name>/…   DIR/datasets/<name>.jsonl and <name>.croissant.json   DIR/suites/<name>/*
DIR/revisions/<64 hex digits>/… for what a job adopts
"""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import croissant
from .adapter_file import allowed_in_adapter
from .base_files import allowed_in_base, check_base
from .canonical import digest_of_directory, digest_of_file, digest_of_path, manifest
from .foreign_files import Allowed, FileRefused, check_directory, check_file
from .job import Dataset, Job, JobRejected, Revision
from .unixfs import cid_text, root_of_file

SHIPPED = Path(__file__).parent.parent / "data"
_LARGEST_DATASET, _LARGEST_SUITE, _LARGEST_TASK = 4 << 30, 64 << 20, 256 << 10


class InputMissing(Exception):
    """An input is not there; may be retried when it is."""


@dataclass(frozen=True)
class Inputs:
    """Paths whose bytes were compared with the job's digests."""

    base: Path
    suite: Path
    dataset: Path | None
    revision: Path | None


def verify_inputs(job: Job, directory: Path, hub_base: Path | None = None) -> Inputs:
    """Hash every input before anything is opened. A base from the hub lies elsewhere and is given."""
    base = _verified(
        hub_base or directory / "base" / job.base.name, job.base.digest, "base.digest", _in_directory(allowed_in_base)
    )
    check_base(base)
    if job.base.files and list(job.base.files) != manifest(base):
        raise JobRejected("base.files", f"is not what lies there: {_first_other(job.base.files, manifest(base))}")
    return Inputs(
        base=base,
        suite=_verified(
            directory / "suites" / job.evaluation.suite,
            job.evaluation.digest,
            "evaluation.digest",
            _in_directory(_allowed_in_suite),
        ),
        dataset=_verified_dataset(directory, job.recipe.dataset) if job.recipe else None,
        revision=_verified_revision(directory, job.revision) if job.revision else None,
    )


def _verified_dataset(directory: Path, dataset: Dataset) -> Path:
    path = _verified(
        directory / "datasets" / f"{dataset.name}.jsonl", dataset.digest, "dataset.digest", _one_file(_LARGEST_DATASET)
    )
    if dataset.cid and dataset.cid != cid_text(root_of_file(path)):
        raise JobRejected("dataset.cid", f"the bytes have the CID {cid_text(root_of_file(path))}")
    if dataset.metadata:
        beside = path.with_name(dataset.name + croissant.SUFFIX)
        croissant.check_metadata(_verified(beside, dataset.metadata, "dataset.metadata", _one_file(1 << 20)), dataset)
    return path


def _verified_revision(directory: Path, revision: Revision) -> Path:
    name = revision.digest.removeprefix("sha256:")
    path = directory / "revisions" / name
    return _verified(path, revision.digest, "revision.digest", _in_directory(allowed_in_adapter))


def _in_directory(allowed: Allowed) -> Callable[[Path], object]:
    return lambda path: check_directory(path, allowed)


def _one_file(most_bytes: int) -> Callable[[Path], object]:
    return lambda path: check_file(path, most_bytes)


def _allowed_in_suite(name: str) -> int | None:
    if name.endswith(".yaml"):
        return _LARGEST_TASK
    return _LARGEST_SUITE if name.endswith((".json", ".jsonl")) else None


def _first_other(named: Sequence[Any], found: Sequence[Any]) -> str:
    other = [file["path"] for file in [*named, *found] if file not in named or file not in found]
    return other[0] if other else "another order"


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
    metadata = digest_of_file(path.with_name(name + croissant.SUFFIX))
    return {"name": name, "digest": digest_of_file(path), "metadata": metadata, **about, "rows": rows}


def _verified(path: Path, digest: str, field: str, check: Callable[[Path], object]) -> Path:
    """Names, kinds and sizes first, which costs nothing; then every byte."""
    if not os.path.lexists(path):
        raise InputMissing(f"{path} is not there")
    try:
        check(path)
        found = digest_of_path(path)
    except (FileRefused, ValueError) as error:
        raise JobRejected(field, str(error)) from error
    if found != digest:
        raise JobRejected(field, f"the bytes have the digest {found}, the job names {digest}")
    return path
