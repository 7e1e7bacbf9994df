"""The Croissant metadata beside a dataset: its licence and its hash have to be those that the job names."""

import json
from pathlib import Path
from typing import Any

from .job import Dataset, JobRejected

SUFFIX = ".croissant.json"
_SPDX = "https://spdx.org/licenses/"


def check_metadata(path: Path, dataset: Dataset) -> None:
    """Raise JobRejected where metadata whose bytes were verified says otherwise than the job, or nothing."""
    said = _read(path)
    licenses = [_license(one) for one in _listed(said.get("license"))]
    if not licenses:
        raise JobRejected("dataset.metadata", "names no license")
    if dataset.license not in licenses:
        raise JobRejected("dataset.license", f"is {dataset.license}, the metadata says {', '.join(licenses)}")
    hashes = {one.get("sha256") for one in _listed(said.get("distribution")) if isinstance(one, dict)}
    if dataset.digest.removeprefix("sha256:") not in hashes:
        raise JobRejected("dataset.metadata", "describes no file with the sha256 of the dataset")


def _read(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_bytes())
    except ValueError as error:
        raise JobRejected("dataset.metadata", "is not JSON") from error
    conforms = " ".join(map(str, _listed(said.get("conformsTo")))) if isinstance(said, dict) else ""
    if "mlcommons.org/croissant/" not in conforms:
        raise JobRejected("dataset.metadata", "does not say that it conforms to Croissant")
    return said


def _listed(value: Any) -> list[Any]:
    """JSON-LD writes one thing bare and several as a list."""
    return [] if value in (None, "", []) else value if isinstance(value, list) else [value]


def _license(value: Any) -> str:
    """An SPDX identifier, also where it is written as SPDX's address or as a work with a name."""
    if isinstance(value, dict):
        value = value.get("@id") or value.get("url") or value.get("name") or ""
    return str(value).removeprefix(_SPDX).removesuffix(".html").removesuffix(".json")
