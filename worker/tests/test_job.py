import json
from pathlib import Path
from typing import Any

import pytest

from mandate_worker.job import JobRejected, parse_job, read_job
from mandate_worker.schema import read_schema
from tests.conftest import run_worker
from tests.jobs import ADOPT, DPO, NO_DIGEST, job_document


def every_field(document: dict[str, Any], path: str = "") -> list[str]:
    """All dotted paths of a document."""
    fields = []
    for key, inner in document.items():
        fields += [path + key, *(every_field(inner, f"{path}{key}.") if isinstance(inner, dict) else [])]
    return fields


def optional_fields() -> set[str]:
    """Dotted paths that the schema knows and a job may leave out."""
    fields = {"method"}
    for section, schema in read_schema("job")["properties"].items():
        fields |= {f"{section}.{key}" for key in schema.get("properties", {}) if key not in schema["required"]}
    return fields


FILES = [{"path": "config.json", "size": 2, "sha256": "0" * 64}]
HUB = {"base.source": "hub", "base.name": "some/model", "base.revision": "5" * 40}
FIELDS = every_field(job_document())
REQUIRED = [field for field in FIELDS if field not in optional_fields()]


@pytest.mark.parametrize("field", REQUIRED)
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
        ({"version": 2}, "version: is not 1"),
        ({"lora": ...}, "lora: is missing"),
        ({"method": "full"}, "lora: is not allowed here"),
        ({"revision": {"digest": NO_DIGEST}}, "revision: is not allowed here"),
        ({"dpo": {"betaMillionths": 100000}}, "dpo: is not allowed here"),
        ({"objective": "dpo"}, "dpo: is missing"),
        ({"dataset.format": "preference-jsonl"}, 'dataset.format: is not "chat-jsonl"'),
        ({**DPO, "dataset.format": "chat-jsonl"}, 'dataset.format: is not "preference-jsonl"'),
        ({**DPO, "training.packing": "stream"}, "training.packing: dpo compares answers one by one"),
        ({"objective": "adopt"}, "revision: is missing"),
        ({**ADOPT, "training": job_document()["training"]}, "training: is not allowed here"),
        ({**ADOPT, "dataset": job_document()["dataset"]}, "dataset: is not allowed here"),
        ({**ADOPT, "dpo": {"betaMillionths": 1}}, "dpo: is not allowed here"),
        ({"training.shards": 3, "training.batchSize": 4}, "training.shards: does not divide batchSize"),
        ({"training.dtype": "bfloat16"}, "training.dtype: determinism cpu-fp32 computes in float32"),
        ({"determinism": "cuda-bf16-deterministic"}, "training.dtype: determinism cuda-bf16-deterministic computes in"),
        ({"base.files": [{**FILES[0], "path": "z"}, *FILES]}, "base.files: is not sorted by path, each once"),
        ({"base.files": [{**FILES[0], "path": "../x"}]}, r"base.files\[0\].path: does not match"),
        (
            {**HUB, "base.files": [{**FILES[0], "path": "model.bin"}]},
            "base.files: a hub model is fetched as .safetensors and .json only",
        ),
        ({"evaluation.metrics": []}, "evaluation.metrics: has 0 items"),
    ],
)
def test_rejects_what_cannot_be_meant(changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(JobRejected, match=f"^{sentence}"):
        parse_job(job_document(changes=changes))


FULL = {"method": "full", "lora": ...}


@pytest.mark.parametrize("changes", [{}, DPO, ADOPT, FULL, {**DPO, **FULL}], ids=["sft", "dpo", "adopt", "full", "2"])
def test_takes_every_kind_of_job(changes: dict[str, Any]) -> None:
    document = job_document(changes=changes)

    job = parse_job(document)

    assert job.document == document
    assert (job.recipe is None) == (job.revision is not None) == (document["objective"] == "adopt")
    assert bool(job.recipe and job.recipe.lora) == ("lora" in document)


def test_takes_a_job_that_was_written_before_the_optional_fields_came() -> None:
    today = job_document(changes={field: ... for field in FIELDS if field in optional_fields()})
    assert set(today["training"]) == set(read_schema("job")["properties"]["training"]["required"])

    recipe = parse_job(today).recipe

    assert recipe and (recipe.packing, recipe.training.shards, recipe.training.state_every_steps) == ("stream", 1, 1)


def test_a_base_may_name_its_files_one_by_one() -> None:
    assert parse_job(job_document(changes={"base.files": FILES})).base.files == tuple(FILES)


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
