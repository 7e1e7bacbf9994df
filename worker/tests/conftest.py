"""One grown base for what is about learning, one sapling for all the rest; both are made once."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mandate_worker.environment import settle_environment

settle_environment()

from mandate_worker.base import make_base  # noqa: E402: the environment comes before torch
from mandate_worker.inputs import lay_out  # noqa: E402
from tests.jobs import job_document  # noqa: E402

WORKER = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Inputs with the base model as it ships."""
    directory = tmp_path_factory.mktemp("grown")
    make_base(directory / "base" / "mandate-tiny-1", seed=1)
    lay_out(directory)
    return directory


@pytest.fixture(scope="session")
def sapling(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Inputs with a base that has hardly learnt anything, made in two seconds."""
    directory = tmp_path_factory.mktemp("sapling")
    make_base(directory / "base" / "mandate-tiny-1", seed=1, steps=5)
    lay_out(directory)
    return directory


@pytest.fixture
def job_file(tmp_path: Path, sapling: Path) -> Path:
    """A small job upon the sapling."""
    path = tmp_path / "job.json"
    path.write_text(json.dumps(job_document(sapling)))
    return path


def start_worker(*arguments: Any, threads: int = 1, **options: Any) -> subprocess.Popen[str]:
    """Start the command line as the executor does."""
    environment = {**os.environ, "PYTHONPATH": str(WORKER), "MANDATE_WORKER_THREADS": str(threads)}
    command = [sys.executable, "-m", "mandate_worker", *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, env=environment, cwd=WORKER, **{**pipes, **options})


def run_worker(*arguments: Any, threads: int = 1) -> tuple[int, str, str]:
    """Run the command line to its end: exit code, stdout, stderr."""
    process = start_worker(*arguments, threads=threads)
    out, err = process.communicate(timeout=300)
    return process.returncode, out, err
