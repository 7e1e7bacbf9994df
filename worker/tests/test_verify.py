"""A job run again: what a stranger is told, of honest claims and of others."""

import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import torch

from mandate_worker.attempt import Attempt
from mandate_worker.canonical import canonical_bytes, digest_of_directory, digest_of_file
from mandate_worker.claim import ClaimBroken, read_claim
from mandate_worker.clock import Budget, Progress
from mandate_worker.job import parse_job, read_job
from mandate_worker.main import main
from mandate_worker.train import Trainer
from mandate_worker.verdict import DIFFERENT, OUT_OF_TOLERANCE, SAME, WITHIN_TOLERANCE, compare
from tests.jobs import job_document

STEPS = 44
TAMPERED = 27


def carry_out(inputs: Path, out: Path) -> Path:
    """One attempt that keeps its checkpoints."""
    job = parse_job(job_document(inputs, changes={"training.steps": STEPS, "training.batchSize": 2}))
    out.mkdir(parents=True, exist_ok=True)
    Attempt(job, out, Progress(out / "progress.jsonl"), Budget(job.limits), None, 1, True).carry_out(inputs)
    return out


@pytest.fixture(scope="module")
def honest(sapling: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return carry_out(sapling, tmp_path_factory.mktemp("honest"))


@pytest.fixture(scope="module")
def tampered(sapling: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody who nudges one weight before a step, and is consistent in everything after."""
    take_step = Trainer._step

    def nudge(trainer: Trainer, optimizer: Any, step: int) -> float:
        if step + 1 == TAMPERED:
            with torch.no_grad():
                trainer._learning()[0][0, 0] += 0.01
        return take_step(trainer, optimizer, step)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Trainer, "_step", nudge)
        return carry_out(sapling, tmp_path_factory.mktemp("tampered"))


def test_an_honest_claim_has_the_same_digest(honest: Path, sapling: Path, tmp_path: Path) -> None:
    again = carry_out(sapling, tmp_path)

    verdict = compare(read_claim(honest), read_claim(again))

    assert (verdict.exit_code, verdict.sentence) == (SAME, "same digest")


def test_names_the_step_from_which_on_a_claim_is_another(honest: Path, tampered: Path) -> None:
    verdict = compare(read_claim(tampered), read_claim(honest))

    assert verdict.exit_code == DIFFERENT and verdict.first_differing_step == TAMPERED
    assert verdict.sentence == f"different digest, first differing step {TAMPERED}"


def test_names_the_one_line_of_a_log_that_was_changed(honest: Path, tmp_path: Path) -> None:
    forged = forge(honest, tmp_path, change_line(9, loss=0.5))

    verdict = compare(read_claim(forged), read_claim(honest))

    assert verdict.first_differing_step == 9


def test_knows_weights_that_were_changed_after_training(honest: Path, tmp_path: Path) -> None:
    forged = forge(honest, tmp_path, lambda claim: (claim / "adapter" / "README.md").write_text("better"))

    verdict = compare(read_claim(forged), read_claim(honest))

    assert verdict.exit_code == DIFFERENT
    assert verdict.sentence.startswith("different digest, though no step differs")


def forge(honest: Path, directory: Path, change: Callable[[Path], Any]) -> Path:
    """A copy with a change, whose digests are put right again."""
    forged = directory / "forged"
    shutil.copytree(honest, forged)
    change(forged)
    result = json.loads((forged / "result.json").read_bytes())
    result["artifactDigest"] = digest_of_directory(forged / "adapter")
    if result["artifactDigest"] == json.loads((honest / "result.json").read_bytes())["artifactDigest"]:
        (forged / "eval.json").write_bytes((forged / "eval.json").read_bytes() + b" ")
    result["evaluationDigest"] = digest_of_file(forged / "eval.json")
    (forged / "result.json").write_bytes(canonical_bytes(result))
    return forged


def change_line(step: int, **fields: Any) -> Callable[[Path], Any]:
    def change(claim: Path) -> None:
        lines = (claim / "steps.jsonl").read_text().splitlines()
        lines[step - 1] = json.dumps({**json.loads(lines[step - 1]), **fields})
        (claim / "steps.jsonl").write_text("\n".join(lines) + "\n")

    return change


def test_a_directory_that_contradicts_itself_needs_no_second_run(honest: Path, tmp_path: Path) -> None:
    shutil.copytree(honest, tmp_path / "claim")
    (tmp_path / "claim" / "eval.json").write_text("{}")

    with pytest.raises(ClaimBroken, match="result.json says evaluationDigest"):
        read_claim(tmp_path / "claim")


@pytest.mark.parametrize(
    ("shift", "code", "sentence"),
    [(0.04, WITHIN_TOLERANCE, "within tolerance"), (0.3, OUT_OF_TOLERANCE, "not within tolerance (refusal)")],
)
def test_other_hardware_is_measured_by_its_metrics(
    honest: Path, tmp_path: Path, shift: float, code: int, sentence: str
) -> None:
    def move(claim: Path) -> None:
        provenance = json.loads((claim / "provenance.json").read_bytes())
        provenance["predicate"]["runDetails"]["builder"]["version"]["vectors"] = "another"
        (claim / "provenance.json").write_bytes(canonical_bytes(provenance))
        result = json.loads((claim / "result.json").read_bytes())
        result["provenanceDigest"] = digest_of_file(claim / "provenance.json")
        result["metrics"]["refusal"] += shift
        (claim / "result.json").write_bytes(canonical_bytes(result))

    verdict = compare(read_claim(forge(honest, tmp_path, move)), read_claim(honest))

    assert (verdict.exit_code, verdict.sentence) == (code, f"other hardware class: evaluation {sentence}")


def a_receipt(honest: Path, directory: Path) -> tuple[Path, Path]:
    """As the executor puts it on chain, and the job beside it."""
    result = json.loads((honest / "result.json").read_bytes())
    receipt = {
        "artifactDigest": "0x" + result["artifactDigest"][7:],
        "evaluationDigest": "0x" + result["evaluationDigest"][7:],
        "metrics": [
            {"name": "0x" + name.encode().hex().ljust(64, "0"), "valueE6": str(round(value * 1e6))}
            for name, value in result["metrics"].items()
        ],
    }
    (directory / "receipt.json").write_text(json.dumps(receipt))
    (directory / "job.json").write_bytes(canonical_bytes(read_claim(honest).job.document))
    return directory / "receipt.json", directory / "job.json"


def test_a_receipt_is_read_in_the_words_of_the_contract(honest: Path, tmp_path: Path) -> None:
    receipt, job = a_receipt(honest, tmp_path)

    claim = read_claim(receipt, job)

    assert claim.metrics == read_claim(honest).metrics
    assert compare(claim, read_claim(honest)).exit_code == SAME
    with pytest.raises(ClaimBroken, match="name it with --job"):
        read_claim(receipt)


def run_here(inputs: Path, runs: list[Sequence[str]]) -> Callable[[Sequence[str]], int]:
    """`train` without a process of its own."""

    def run(words: Sequence[str]) -> int:
        runs.append(words)
        options = dict(zip(words[1::2], words[2::2]))
        job, out = read_job(Path(options["--job"])), Path(options["--out"])
        out.mkdir(parents=True, exist_ok=True)
        Attempt(job, out, Progress(out / "progress.jsonl"), Budget(job.limits), None, 1).carry_out(inputs)
        return 0

    return run


def command(monkeypatch: pytest.MonkeyPatch, inputs: Path, *words: Any) -> tuple[int, list[Sequence[str]]]:
    """The command line, with the second run in this process."""
    runs: list[Sequence[str]] = []
    inner = run_here(inputs, runs)
    monkeypatch.setattr("mandate_worker.main._run_command", inner)
    return main([str(word) for word in words]), runs


def test_the_command_runs_the_job_again_and_says_the_step(
    tampered: Path, sapling: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, runs = command(monkeypatch, sapling, "verify", tampered, "--inputs", sapling, "--out", tmp_path / "out")

    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert code == DIFFERENT and said["firstDifferingStep"] == TAMPERED and len(runs) == 1


def test_a_dispute_is_settled_from_the_last_agreed_checkpoint_on(
    honest: Path,
    tampered: Path,
    sapling: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    words = ("bisect", tampered, honest, "--inputs", sapling, "--out", tmp_path / "out")

    code, _ = command(monkeypatch, sapling, *words)

    assert code == DIFFERENT
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {
        "agreedStep": TAMPERED - 1,
        "firstDifferingStep": TAMPERED,
        "reexecutedFromStep": 21,
        "right": "right",
    }


def test_a_checkpoint_that_is_not_what_its_log_says_is_not_taken_up(
    honest: Path, tampered: Path, tmp_path: Path
) -> None:
    from mandate_worker.dispute import Side

    shutil.copytree(honest, tmp_path / "one")
    kept = tmp_path / "one" / "checkpoints"
    shutil.copyfile(tampered / "checkpoints" / "40" / "weights.safetensors", kept / "40" / "weights.safetensors")

    found = Side.read("one", tmp_path / "one").checkpoint_until(44)

    assert found is not None and found[0] == 20


def test_runs_that_agree_have_no_dispute(honest: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["bisect", str(honest), str(honest)])

    assert code == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["firstDifferingStep"] is None
