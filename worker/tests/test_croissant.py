import json
from pathlib import Path
from typing import Any

import pytest

from mandate_worker.canonical import digest_of_file
from mandate_worker.croissant import check_metadata
from mandate_worker.inputs import SHIPPED, verify_inputs
from mandate_worker.job import Dataset, JobRejected, parse_job
from mandate_worker.unixfs import cid_text, root_of_file
from tests.jobs import NO_DIGEST, job_document

SHIPPED_DATASETS = sorted((SHIPPED / "datasets").glob("*.jsonl"))
DATASET = Dataset("one", "chat-jsonl", NO_DIGEST, "CC0-1.0")
METADATA = {
    "conformsTo": "http://mlcommons.org/croissant/1.0",
    "license": "CC0-1.0",
    "distribution": [{"sha256": "0" * 64}],
}


@pytest.mark.parametrize("path", SHIPPED_DATASETS, ids=lambda path: path.stem)
def test_the_shipped_metadata_describe_the_shipped_files(path: Path) -> None:
    dataset = Dataset(path.stem, "chat-jsonl", digest_of_file(path), "CC0-1.0")

    check_metadata(path.with_suffix(".croissant.json"), dataset)


@pytest.mark.parametrize(
    "license",
    [
        "CC0-1.0",
        ["MIT", "CC0-1.0"],
        "https://spdx.org/licenses/CC0-1.0.html",
        {"url": "https://spdx.org/licenses/CC0-1.0"},
    ],
    ids=str,
)
def test_takes_a_licence_however_it_is_written(tmp_path: Path, license: Any) -> None:
    check_metadata(write(tmp_path, {**METADATA, "license": license}), DATASET)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"license": None}, "dataset.metadata: names no license"),
        ({"license": []}, "dataset.metadata: names no license"),
        ({"license": "MIT"}, "dataset.license: is CC0-1.0, the metadata says MIT"),
        ({"distribution": []}, "dataset.metadata: describes no file with the sha256"),
        ({"distribution": [{"sha256": "1" * 64}]}, "dataset.metadata: describes no file with the sha256"),
        ({"conformsTo": "something"}, "dataset.metadata: does not say that it conforms"),
    ],
)
def test_refuses_metadata_that_say_otherwise(tmp_path: Path, change: dict[str, Any], sentence: str) -> None:
    with pytest.raises(JobRejected, match=f"^{sentence}"):
        check_metadata(write(tmp_path, {**METADATA, **change}), DATASET)


@pytest.mark.parametrize("text", ["", "[]", "{"])
def test_refuses_what_is_no_metadata(tmp_path: Path, text: str) -> None:
    (tmp_path / "one.croissant.json").write_text(text)

    with pytest.raises(JobRejected, match="^dataset.metadata: "):
        check_metadata(tmp_path / "one.croissant.json", DATASET)


def write(directory: Path, metadata: dict[str, Any]) -> Path:
    path = directory / "one.croissant.json"
    path.write_text(json.dumps(metadata))
    return path


def test_a_job_pins_metadata_and_content_address(sapling: Path) -> None:
    path = sapling / "datasets" / "refuse-harmful-1.jsonl"
    right = {
        "dataset.metadata": digest_of_file(path.with_suffix(".croissant.json")),
        "dataset.cid": cid_text(root_of_file(path)),
    }
    assert verify_inputs(parse_job(job_document(sapling, changes=right)), sapling).dataset == path

    for field, wrong in (("dataset.metadata", NO_DIGEST), ("dataset.cid", "bafkreiaaaaaaaaaaaaaaaaaaaaaaaaaaaa")):
        with pytest.raises(JobRejected, match=f"^{field}: the bytes have"):
            verify_inputs(parse_job(job_document(sapling, changes={**right, field: wrong})), sapling)


def test_a_base_whose_files_are_named_is_compared_file_by_file(sapling: Path) -> None:
    named = [{"path": "config.json", "size": 1, "sha256": "0" * 64}]

    with pytest.raises(JobRejected, match="^base.files: is not what lies there: config.json"):
        verify_inputs(parse_job(job_document(sapling, changes={"base.files": named})), sapling)
