"""No file that somebody else made is run; each bad one is refused with a sentence, soon, in little memory."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from peft import LoraConfig

from mandate_worker.adapter_file import DEFAULTS
from mandate_worker.canonical import digest_of_path
from mandate_worker.inputs import SHIPPED
from tests import hostile_door
from tests.hostile_files import (
    BASES,
    CONFIGS,
    KINDS,
    ROWS,
    WEIGHT_BYTES,
    WEIGHTS,
    Bad,
    content,
    make_adapter,
    make_base,
)
from tests.jobs import NO_DIGEST

WORKER = Path(__file__).parent.parent
MOST_SECONDS, MOST_MEBIBYTES = 1.0, 100.0
REFUSALS = ("JobRejected", "AdapterRefused", "DataError", "BaseRefused")


def weights(name: str) -> dict[str, Bad]:
    return {f"weights: {what}": content(name, made) for what, made in WEIGHT_BYTES.items()}


def kinds(name: str) -> dict[str, Bad]:
    return {f"{name}: {what}": make(name) for what, make in KINDS.items()}


def make_dataset(at: Path) -> None:
    at.mkdir(parents=True)
    rows = (SHIPPED / "datasets" / "refuse-harmful-1.jsonl").read_bytes().splitlines(keepends=True)
    (at / "rows.jsonl").write_bytes(b"".join(rows[:4]))


def make_suite(at: Path) -> None:
    at.mkdir(parents=True)
    for path in (SHIPPED / "suites" / "safety-1").iterdir():
        (at / path.name).write_bytes(path.read_bytes())


def rows(name: str) -> dict[str, Bad]:
    return {f"{name}: {what}": content(name, made) for what, made in ROWS.items()}


ADAPTERS = {**weights(WEIGHTS), **kinds(WEIGHTS), **CONFIGS}
# A dataset is one file: what lies beside it is nobody's.
OF_ONE_FILE = {name: bad for name, bad in kinds("rows.jsonl").items() if "beside" not in name and "name" not in name}
# A suite may have fewer parts, and JSON beside them that nobody reads; whether it is enough, the job's metrics say.
OF_A_SUITE = {
    name: bad
    for name, bad in kinds("perplexity.jsonl").items()
    if "nothing under" not in name and "pipeline" not in name
}
DOORS: dict[str, tuple[Any, dict[str, Bad]]] = {
    "base": (
        make_base,
        {**weights("model.safetensors"), **kinds("model.safetensors"), **kinds("config.json"), **BASES},
    ),
    "adapter": (make_adapter, ADAPTERS),
    "revision": (make_adapter, ADAPTERS),
    "dataset": (make_dataset, {**rows("rows.jsonl"), **OF_ONE_FILE}),
    "suite": (make_suite, {**rows("refusal.jsonl"), **OF_A_SUITE}),
}


def digest_of(path: Path) -> str:
    """What a job would name, so that the digest is not what refuses it; of what cannot be hashed, anything."""
    files = [path] if path.is_file() else list(path.rglob("*"))
    if any(
        file.is_symlink() or not (file.is_file() or file.is_dir()) or file.stat().st_size > 1 << 30 for file in files
    ):
        return NO_DIGEST
    try:
        return digest_of_path(path)
    except (ValueError, OSError):
        return NO_DIGEST


@pytest.mark.parametrize("door", DOORS)
def test_refuses_every_hostile_file_soon_and_runs_none(door: str, tmp_path: Path) -> None:
    make, bad = DOORS[door]
    cases = []
    for number, (name, spoil) in enumerate({"a good one": lambda _: None, **bad}.items()):
        at = tmp_path / str(number) / "given"
        make(at)
        spoil(at)
        digest = digest_of(at / "rows.jsonl" if door == "dataset" else at)
        cases.append({"name": name, "path": str(at), "digest": digest})

    looks = look_in(door, cases, tmp_path)

    good, *refused = looks
    assert good["sentence"] is None
    assert [one["name"] for one in refused] == list(bad)
    for one in refused:
        assert one["sentence"] and one["sentence"].startswith(REFUSALS), one
        assert "have the digest" not in one["sentence"] or "nothing under" in one["name"], one
        assert len(one["sentence"]) < 500 and re.search(r"\w \w", one["sentence"]), one
        assert one["cpuSeconds"] < MOST_SECONDS and one["mebibytes"] < MOST_MEBIBYTES, one
    assert list(tmp_path.rglob("canary")) == []
    slowest, largest = (max(refused, key=lambda one: one[key]) for key in ("cpuSeconds", "mebibytes"))
    print(f"{door}: {len(refused)} refused, at most {slowest['cpuSeconds']:.3f} s ({slowest['name']})", end=" ")
    print(f"and {largest['mebibytes']:.1f} MiB ({largest['name']})")


def look_in(door: str, cases: list[dict[str, str]], working_directory: Path) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, hostile_door.__file__, door],
        input=json.dumps(cases),
        env={**os.environ, "PYTHONPATH": str(WORKER)},
        cwd=working_directory,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_there_are_more_than_sixty_of_them() -> None:
    assert len({name for _, bad in DOORS.values() for name in bad}) >= 60


def test_the_canary_sings_where_somebody_unpickles(tmp_path: Path) -> None:
    import pickle

    (tmp_path / "given").mkdir()
    content(WEIGHTS, WEIGHT_BYTES["a pickle"])(tmp_path / "given")

    pickle.loads((tmp_path / "given" / WEIGHTS).read_bytes())

    assert (tmp_path / "canary").exists()


def test_what_an_adapter_may_repeat_is_what_peft_takes_anyway() -> None:
    default = json.loads(json.dumps(LoraConfig().to_dict(), default=sorted))

    assert {key: default[key] for key in DEFAULTS} == DEFAULTS
