import json
import math
import os
import re
import shutil
import signal
import time
from pathlib import Path
from typing import Any

import pytest
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from mandate_worker.attempt import Attempt
from mandate_worker.canonical import digest_of_directory, digest_of_file, manifest
from mandate_worker.clock import Budget, LimitExceeded, Progress
from mandate_worker.inputs import InputMissing
from mandate_worker.job import JobRejected, parse_job
from mandate_worker.schema import check
from tests.conftest import run_worker, start_worker
from tests.jobs import ADOPT, NO_DIGEST, job_document

DIGESTS = ("artifactDigest", "evaluationDigest", "provenanceDigest")
RUN_ID = "0x" + "ab" * 32


def carry_out(inputs: Path, out: Path, changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """One attempt in this process."""
    job = parse_job(job_document(inputs, changes=changes))
    out.mkdir(parents=True, exist_ok=True)
    return Attempt(job, out, Progress(out / "progress.jsonl"), Budget(job.limits), RUN_ID, 3).carry_out(inputs)


@pytest.fixture(scope="module")
def finished(sapling: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of one attempt."""
    out = tmp_path_factory.mktemp("finished")
    carry_out(sapling, out)
    return out


def read(path: Path) -> Any:
    return json.loads(path.read_bytes())


def test_another_process_with_other_threads_makes_the_same_bytes(
    finished: Path, sapling: Path, job_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"

    code, said, err = run_worker("train", "--job", job_file, "--inputs", sapling, "--out", out, threads=2)

    assert code == 0, err
    first, second = read(finished / "result.json"), read(out / "result.json")
    assert json.loads(said) == second
    assert [first[digest] for digest in DIGESTS] == [second[digest] for digest in DIGESTS]
    assert first["metrics"] == second["metrics"]
    assert (finished / "steps.jsonl").read_bytes() == (out / "steps.jsonl").read_bytes()


def test_a_killed_attempt_takes_up_again_and_makes_the_same_bytes(
    finished: Path, sapling: Path, job_file: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    process = start_worker("train", "--job", job_file, "--inputs", sapling, "--out", out)
    while not (out / "checkpoint" / "state.json").exists():
        assert process.poll() is None, process.stderr and process.stderr.read()
        time.sleep(0.005)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert not (out / "result.json").exists()

    result = carry_out(sapling, out)

    first = read(finished / "result.json")
    assert [first[digest] for digest in DIGESTS] == [result[digest] for digest in DIGESTS]
    assert (finished / "steps.jsonl").read_bytes() == (out / "steps.jsonl").read_bytes()
    shown = [json.loads(line) for line in (out / "progress.jsonl").read_text().splitlines()]
    assert shown[-1]["phase"] == "write"
    began_at = [line["step"] for line in shown if line["phase"] == "train" and line["secondsLeft"] is None]
    assert began_at == [0, 20]
    assert not (out / "checkpoint").exists()


def test_a_checkpoint_of_another_job_is_not_taken_up(sapling: Path, finished: Path, tmp_path: Path) -> None:
    carry_out_until_checkpoint(sapling, tmp_path)
    assert read(tmp_path / "checkpoint" / "state.json")["nextStep"] == 20

    result = carry_out(sapling, tmp_path, {"training.seed": 12})

    assert result["artifactDigest"] != read(finished / "result.json")["artifactDigest"]
    assert len((tmp_path / "steps.jsonl").read_text().splitlines()) == 24


def carry_out_until_checkpoint(inputs: Path, out: Path) -> None:
    """An attempt that runs out of time just after its checkpoint."""

    class Interrupted(Budget):
        def check(self) -> None:
            if (out / "checkpoint").exists():
                raise LimitExceeded("limits.wallSeconds (600) is spent")

    job = parse_job(job_document(inputs))
    with pytest.raises(LimitExceeded):
        Attempt(job, out, Progress(out / "progress.jsonl"), Interrupted(job.limits), None, 1).carry_out(inputs)


def test_every_file_is_what_its_digest_says(finished: Path) -> None:
    result = read(finished / "result.json")

    check(result, "result")
    assert result["runId"] == RUN_ID and result["attempt"] == 3
    assert result["artifactDigest"] == digest_of_directory(finished / "adapter")
    assert result["evaluationDigest"] == digest_of_file(finished / "eval.json")
    assert result["provenanceDigest"] == digest_of_file(finished / "provenance.json")
    assert read(finished / "MANIFEST.json") == manifest(finished / "adapter")
    subjects = read(finished / "provenance.json")["subject"]
    assert {one["name"]: "sha256:" + one["digest"]["sha256"] for one in subjects} == {
        "adapter": result["artifactDigest"],
        "eval.json": result["evaluationDigest"],
        "steps.jsonl": digest_of_file(finished / "steps.jsonl"),
    }
    assert {path.name for path in (finished / "adapter").iterdir()} == {
        "README.md",
        "adapter_config.json",
        "adapter_model.safetensors",
    }


def test_progress_is_as_the_schema_says_and_goes_through_every_phase(finished: Path) -> None:
    lines = [json.loads(line) for line in (finished / "progress.jsonl").read_text().splitlines()]

    for line in lines:
        check(line, "progress")
    phases = list(dict.fromkeys(line["phase"] for line in lines))
    assert phases == ["load", "train", "evaluate", "write"]
    trained = [line for line in lines if line["phase"] == "train"][-1]
    assert trained["step"] == trained["steps"] == 24 and trained["loss"] > 0 and trained["secondsLeft"] == 0


def test_the_model_card_and_the_provenance_name_everything_that_went_in(finished: Path, sapling: Path) -> None:
    job = parse_job(job_document(sapling))
    card = (finished / "adapter" / "README.md").read_text()
    provenance = read(finished / "provenance.json")
    digests = [job.base.digest, job.recipe.dataset.digest, job.evaluation.digest]

    assert all(digest in card for digest in [*digests, job.digest, "license: CC0-1.0", "| refusal |"])
    definition = provenance["predicate"]["buildDefinition"]
    assert definition["externalParameters"]["job"] == job.document
    assert ["sha256:" + one["digest"]["sha256"] for one in definition["resolvedDependencies"]] == digests
    assert "sha256:" + provenance["subject"][0]["digest"]["sha256"] == digest_of_directory(finished / "adapter")
    assert provenance["predicate"]["runDetails"]["builder"]["version"]["torch"]


def test_nothing_that_is_signed_for_tells_where_or_when_it_was_made(finished: Path) -> None:
    adapter = finished / "adapter"
    signed_for = [
        adapter / "README.md",
        adapter / "adapter_config.json",
        finished / "eval.json",
        finished / "provenance.json",
    ]

    for path in signed_for:
        text = path.read_text("utf-8")
        assert str(finished) not in text and time.strftime("%Y-%m") not in text
        assert not re.search(rf"\b{re.escape(os.uname().nodename)}\b", text)
    with safe_open(adapter / "adapter_model.safetensors", "pt") as weights:
        assert weights.metadata() == {"format": "pt"}


@pytest.mark.parametrize("field", ["base.digest", "dataset.digest", "evaluation.digest"])
def test_opens_nothing_whose_bytes_do_not_match(
    field: str, sapling: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(*_: Any) -> None:
        raise AssertionError("it was opened")

    for name in ("lesson.load_base", "attempt.load_tokenizer", "lesson.read_conversations", "attempt.read_suite"):
        monkeypatch.setattr(f"mandate_worker.{name}", opened)

    with pytest.raises(JobRejected, match=f"^{field}: the bytes have the digest sha256:"):
        carry_out(sapling, tmp_path, {field: NO_DIGEST})


def test_an_input_that_is_not_there_may_come_later(sapling: Path, tmp_path: Path) -> None:
    with pytest.raises(InputMissing, match="nothing-1.jsonl is not there"):
        carry_out(sapling, tmp_path, {"dataset.name": "nothing-1"})


def test_a_context_longer_than_the_base_can_read_is_rejected(sapling: Path, tmp_path: Path) -> None:
    with pytest.raises(JobRejected, match=r"^training.contextTokens: is above what the base can read \(512\)"):
        carry_out(sapling, tmp_path, {"training.contextTokens": 513})


def test_gives_up_when_the_memory_is_spent(sapling: Path, tmp_path: Path) -> None:
    with pytest.raises(LimitExceeded, match="memoryMiB"):
        carry_out(sapling, tmp_path, {"limits.memoryMiB": 256})

    assert not (tmp_path / "result.json").exists()


def test_a_loss_that_is_no_number_ends_with_exit_code_1_and_a_sentence(sapling: Path, tmp_path: Path) -> None:
    inputs = tmp_path / "inputs"
    shutil.copytree(sapling, inputs)
    weights_file = inputs / "base" / "mandate-tiny-1" / "model.safetensors"
    weights = load_file(weights_file)
    weights["model.norm.weight"].fill_(3e38)  # a number still, but not for long
    save_file(weights, weights_file, metadata={"format": "pt"})
    job_file = tmp_path / "job.json"
    job_file.write_text(json.dumps(job_document(inputs)))

    code, _, err = run_worker("train", "--job", job_file, "--inputs", inputs, "--out", tmp_path / "out")

    assert code == 1
    failed = json.loads(err.splitlines()[-1])["failed"]
    assert failed == "the loss of step 1 is nan; a lower learning rate may help"
    assert not (tmp_path / "out" / "result.json").exists()


def test_adopts_a_published_adapter_as_it_is(finished: Path, sapling: Path, tmp_path: Path) -> None:
    trained = read(finished / "result.json")
    inputs, changes = published(finished, sapling, tmp_path)

    result = carry_out(inputs, tmp_path / "out", changes)

    assert result["artifactDigest"] == trained["artifactDigest"] == digest_of_directory(tmp_path / "out" / "adapter")
    assert result["metrics"] == trained["metrics"]
    assert read(tmp_path / "out" / "provenance.json")["predicate"]["buildDefinition"]["resolvedDependencies"][1] == {
        "name": "revision",
        "digest": {"sha256": trained["artifactDigest"].removeprefix("sha256:")},
    }
    assert not (tmp_path / "out" / "steps.jsonl").exists()


def published(finished: Path, sapling: Path, directory: Path) -> tuple[Path, dict[str, Any]]:
    """Inputs with the trained adapter among the revisions, and the job that adopts it."""
    inputs = directory / "inputs"
    digest = read(finished / "result.json")["artifactDigest"]
    shutil.copytree(sapling, inputs)
    shutil.copytree(finished / "adapter", inputs / "revisions" / digest.removeprefix("sha256:"))
    return inputs, {**ADOPT, "revision": {"digest": digest}}


@pytest.mark.parametrize("change", ["bytes", "nan", "shape"])
def test_adopts_nothing_that_is_not_what_it_should_be(
    finished: Path, sapling: Path, tmp_path: Path, change: str
) -> None:
    inputs, changes = published(finished, sapling, tmp_path)
    (revision,) = (inputs / "revisions").iterdir()
    weights = load_file(revision / "adapter_model.safetensors")
    name = sorted(weights)[0]
    weights[name] = weights[name][:, :-1].contiguous() if change == "shape" else weights[name] * math.nan
    save_file(weights, revision / "adapter_model.safetensors", metadata={"format": "pt"})
    if change != "bytes":
        digest = digest_of_directory(revision)
        revision.rename(revision.with_name(digest.removeprefix("sha256:")))
        changes["revision"] = {"digest": digest}
    sentence = {
        "bytes": "^revision.digest: the bytes have the digest",
        "nan": "^revision: the metric .* is|^revision: ",
        "shape": "^revision: does not fit the base|^revision: ",
    }[change]

    with pytest.raises(JobRejected, match=sentence):
        carry_out(inputs, tmp_path / "out", changes)


def test_every_weight_may_learn(sapling: Path, tmp_path: Path) -> None:
    result = carry_out(sapling, tmp_path, {"method": "full", "lora": ..., "training.steps": 3})

    adapter, base = tmp_path / "adapter", sapling / "base" / "mandate-tiny-1"
    assert result["artifactDigest"] == digest_of_directory(adapter)
    assert (adapter / "mandate_tokenizer.json").read_bytes() == (base / "mandate_tokenizer.json").read_bytes()
    before, after = load_file(base / "model.safetensors"), load_file(adapter / "model.safetensors")
    assert before.keys() == after.keys()
    assert not any((before[name] == after[name]).all() for name in before)
    card = (adapter / "README.md").read_text()
    assert "fine-tuned model" in card and "every weight" in card


def test_a_suite_that_lacks_a_needed_metric_is_refused_before_anything_is_trained(
    sapling: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mandate_worker.attempt.trainable", lambda *_: pytest.fail("it was trained"))

    with pytest.raises(JobRejected, match="^evaluation.metrics: kindness is not measured by safety-1"):
        carry_out(sapling, tmp_path, {"evaluation.metrics": ["refusal", "kindness"]})


def test_the_evaluation_says_how_sure_it_is_and_which_tasks_were_asked(sapling: Path, tmp_path: Path) -> None:
    digest = digest_of_directory(sapling / "suites" / "safety-2")
    changes = {"evaluation.suite": "safety-2", "evaluation.digest": digest, "training.steps": 2}

    result = carry_out(sapling, tmp_path, {**changes, "evaluation.metrics": ["triggerFlips", "harmChoiceAcc"]})

    evaluation = read(tmp_path / "eval.json")
    assert evaluation["tasks"] == {"harm_choice": "1.0"} and evaluation["seed"] == 99
    assert evaluation["adapter"]["metrics"] == result["metrics"]
    assert result["metrics"].keys() == evaluation["adapter"]["intervals"].keys()
    for name, (low, high) in evaluation["adapter"]["intervals"].items():
        assert low <= result["metrics"][name] <= high
