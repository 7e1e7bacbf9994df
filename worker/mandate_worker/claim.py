"""What somebody says came out of a job: a worker's result directory, or the receipt that was put on chain."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .canonical import canonical_bytes, digest_of_bytes, digest_of_directory, digest_of_file
from .job import Job, JobRejected, parse_job, read_job


class ClaimBroken(ValueError):
    """The claim cannot be read, or contradicts itself; nothing has to be run to know it."""


@dataclass(frozen=True)
class Claim:
    """The job and what came out of it. A receipt has no steps and does not name its hardware."""

    job: Job
    artifact_digest: str
    evaluation_digest: str
    metrics: Mapping[str, float]
    hardware: Mapping[str, str] | None = None
    steps: Path | None = None


def read_claim(path: Path, job_file: Path | None = None) -> Claim:
    """Read a result directory or a receipt; a receipt needs the job beside it."""
    try:
        return _of_directory(path) if path.is_dir() else _of_receipt(path, job_file)
    except (OSError, KeyError, TypeError, AttributeError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ClaimBroken(f"{path} is no result directory and no receipt: {error!r}") from error


def _of_directory(directory: Path) -> Claim:
    result = json.loads((directory / "result.json").read_bytes())
    definition, details = _statement(directory)
    job = parse_job(definition["externalParameters"]["job"])
    found = {
        "jobDigest": job.digest,
        "artifactDigest": digest_of_directory(directory / "adapter"),
        "evaluationDigest": digest_of_file(directory / "eval.json"),
        "provenanceDigest": digest_of_file(directory / "provenance.json"),
    }
    for name, digest in found.items():
        if result[name] != digest:
            raise ClaimBroken(f"result.json says {name} {result[name]}, the bytes beside it have {digest}")
    return Claim(
        job=job,
        artifact_digest=found["artifactDigest"],
        evaluation_digest=found["evaluationDigest"],
        metrics=result["metrics"],
        hardware=details["builder"]["version"],
        steps=directory / "steps.jsonl" if job.recipe else None,
    )


def _statement(directory: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    predicate = json.loads((directory / "provenance.json").read_bytes())["predicate"]
    return predicate["buildDefinition"], predicate["runDetails"]


def _of_receipt(path: Path, job_file: Path | None) -> Claim:
    receipt = json.loads(path.read_bytes())
    if job_file is None:
        raise ClaimBroken("a receipt does not hold the job: name it with --job")
    return Claim(
        job=read_job(job_file),
        artifact_digest=_digest(receipt["artifactDigest"]),
        evaluation_digest=_digest(receipt["evaluationDigest"]),
        metrics={_text(one["name"]): int(one["valueE6"]) / 1e6 for one in receipt["metrics"]},
    )


def write_job(job: Job, path: Path) -> None:
    """The canonical bytes that the digest covers."""
    content = canonical_bytes(job.document)
    if digest_of_bytes(content) != job.digest:
        raise JobRejected("document", "has another digest than its canonical bytes")
    path.write_bytes(content)


def _digest(text: str) -> str:
    return "sha256:" + text.removeprefix("sha256:").removeprefix("0x").lower()


def _text(bytes32: str) -> str:
    """The contract's names are bytes, padded with zeros."""
    return bytes.fromhex(bytes32.removeprefix("0x")).rstrip(b"\0").decode() if bytes32.startswith("0x") else bytes32
