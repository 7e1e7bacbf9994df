import json
from pathlib import Path
from typing import Any

import pytest

from mandate_worker.job import JobRejected, parse_job, read_job
from mandate_worker.schema import read_schema
from tests.conftest import run_worker
from tests.jobs import job_document


def every_field(schema: dict[str, Any], path: str = "") -> list[str]:
    """All dotted paths of an object schema."""
    fields = []
    for key, inner in schema.get("properties", {}).items():
        fields += [path + key, *every_field(inner, f"{path}{key}.")]
    return fields


FIELDS = every_field(read_schema("job"))


@pytest.mark.parametrize("field", FIELDS)
def test_rejects_a_job_that_lacks_a_field_by_its_path(field: str) -> None:
    with pytest.raises(JobRejected, match=f"^{field}: is missing$"):
        parse_job(job_document(changes={field: ...}))


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", [True, 1.5, -1, "", [], {}, float("nan"), "x" * 200], ids=repr)
def test_rejects_a_value_that_no_field_takes(field: str, value: Any) -> None:
    with pytest.raises(JobRejected, match=f"^{field}"):
        parse_job(job_document(changes={field: value}))


@pytest.mark.parametrize("section", ["", "base.", "dataset.", "lora.", "training.", "evaluation.", "limits."])
def test_rejects_an_unknown_field_by_its_path(section: str) -> None:
    with pytest.raises(JobRejected, match=f"^{section}surprise: is unknown$"):
        parse_job(job_document(changes={f"{section}surprise": 1}))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"training.warmupSteps": 25}, "training.warmupSteps: is above steps"),
        ({"base.source": "hub", "base.name": "some/model"}, "base.revision: a hub model needs the commit"),
        ({"base.revision": "a" * 40}, "base.revision: a local base has none"),
        ({"base.name": "some/model"}, "base.name: the name of a local base has no slash"),
        ({"base.name": "../model"}, "base.name: does not match"),
        ({"dataset.name": "..%2f"}, "dataset.name: does not match"),
        ({"dataset.digest": "sha256:" + "0" * 64 + "\n"}, "dataset.digest: does not match"),
        ({"lora.targetModules": ["q_proj", "q_proj"]}, "lora.targetModules: names something twice"),
        ({"training.seed": 1 << 32}, "training.seed: is above 4294967295"),
        ({"version": True}, "version: is not 1"),
    ],
)
def test_rejects_what_cannot_be_meant(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(JobRejected, match=f"^{sentence}"):
        parse_job(job_document(changes=changes))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"version":1,"version":1}', '{"version":NaN}', "\ud800"])
def test_rejects_what_is_no_json_object(tmp_path: Path, text: str) -> None:
    path = tmp_path / "job.json"
    path.write_bytes(text.encode("utf-8", errors="surrogatepass"))

    with pytest.raises(JobRejected):
        read_job(path)


def test_names_a_job_by_its_content_not_by_its_spelling() -> None:
    document = job_document()
    other_order = dict(reversed(document.items()))

    assert parse_job(document).digest == parse_job(other_order).digest
    assert parse_job(document).digest != parse_job(job_document(changes={"training.seed": 12})).digest


def test_ends_with_exit_code_2_and_the_field_as_the_last_line(tmp_path: Path) -> None:
    path = tmp_path / "job.json"
    path.write_text(json.dumps(job_document(changes={"lora.r": 0})))

    code, _, err = run_worker("train", "--job", path, "--inputs", tmp_path, "--out", tmp_path / "out")

    assert code == 2
    assert json.loads(err.splitlines()[-1]) == {"rejected": "lora.r: is below 1"}
    assert not (tmp_path / "out").exists()
