"""One thread, two threads, two processes, killed and resumed: one digest."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from mandate_worker.canonical import digest_of_file
from tests.conftest import WORKER
from tests.jobs import DPO, job_document
from tests.preference_file import write_preferences

DIGESTS = ("artifactDigest", "evaluationDigest", "provenanceDigest")
SHARED = {"training.shards": 2, "training.packing": "documents", "training.batchSize": 4}
SHORT = {"training.steps": 6, "training.shards": 4, "training.batchSize": 4}


def start(job: Path, inputs: Path, out: Path, rank: int = 0, size: int = 1, port: int = 0, threads: int = 1) -> Any:
    """One process of an attempt."""
    told = {"RANK": rank, "WORLD_SIZE": size, "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port}
    environment = {**os.environ, "MANDATE_WORKER_THREADS": str(threads)}
    environment |= {name: str(value) for name, value in told.items()} if size > 1 else {}
    command = [sys.executable, "-m", "tests.attempt_process", str(job), str(inputs), str(out)]
    return subprocess.Popen(command, cwd=WORKER, env=environment, stderr=subprocess.PIPE, text=True)


def finish(*processes: subprocess.Popen[str]) -> None:
    """Wait for all of them; none may fail."""
    for process in processes:
        _, err = process.communicate(timeout=300)
        assert process.returncode == 0, err


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def outcome(out: Path) -> tuple[Any, ...]:
    result = json.loads((out / "result.json").read_bytes())
    return *(result[name] for name in DIGESTS), digest_of_file(out / "steps.jsonl")


def job_at(directory: Path, inputs: Path, changes: dict[str, Any]) -> Path:
    path = directory / "job.json"
    path.write_text(json.dumps(job_document(inputs, changes=changes)))
    return path


@pytest.fixture(scope="module")
def unbroken(sapling: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Any, ...]]:
    """A job, and what one thread makes of it without a break."""
    directory = tmp_path_factory.mktemp("unbroken")
    job = job_at(directory, sapling, SHARED)
    finish(start(job, sapling, directory / "out"))
    return job, outcome(directory / "out")


def test_two_threads(unbroken: Any, sapling: Path, tmp_path: Path) -> None:
    job, expected = unbroken

    finish(start(job, sapling, tmp_path, threads=2))

    assert outcome(tmp_path) == expected


def test_two_processes(unbroken: Any, sapling: Path, tmp_path: Path) -> None:
    job, expected = unbroken
    port = free_port()

    finish(*(start(job, sapling, tmp_path, rank, 2, port) for rank in (0, 1)))

    assert outcome(tmp_path) == expected


@pytest.mark.parametrize("size", [1, 2], ids=["resumed-alone", "resumed-by-two"])
def test_killed_and_resumed(unbroken: Any, sapling: Path, tmp_path: Path, size: int) -> None:
    job, expected = unbroken
    first = start(job, sapling, tmp_path)
    while not (tmp_path / "checkpoint" / "state.json").exists():
        assert first.poll() is None, first.stderr and first.stderr.read()
        time.sleep(0.005)
    os.kill(first.pid, signal.SIGKILL)
    first.communicate()
    assert not (tmp_path / "result.json").exists()

    port = free_port()
    finish(*(start(job, sapling, tmp_path, rank, size, port) for rank in range(size)))

    assert outcome(tmp_path) == expected


FULL = {"method": "full", "lora": ...}
HALF = {"determinism": "cpu-bf16", "training.dtype": "bfloat16"}


@pytest.mark.parametrize(
    "changes",
    [DPO, pytest.param(FULL, marks=pytest.mark.slow), pytest.param(HALF, marks=pytest.mark.slow)],
    ids=["preferences", "every-weight", "bfloat16"],
)
def test_every_kind_of_job_in_two_processes_and_in_two_threads(
    sapling: Path, tmp_path: Path, changes: dict[str, Any]
) -> None:
    inputs = write_preferences(tmp_path / "inputs", sapling)
    dataset = {"dataset.name": "pairs-1"} if changes is DPO else {}
    if dataset:
        dataset["dataset.digest"] = digest_of_file(inputs / "datasets" / "pairs-1.jsonl")
    job = job_at(tmp_path, inputs, {**SHORT, **changes, **dataset})
    port = free_port()

    finish(start(job, inputs, tmp_path / "alone", threads=2))
    finish(*(start(job, inputs, tmp_path / "two", rank, 2, port) for rank in (0, 1)))

    assert outcome(tmp_path / "alone") == outcome(tmp_path / "two")
