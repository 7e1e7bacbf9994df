import json
import os
import re
import shutil
import socket
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from mandate_worker import sandbox, sandbox_command
from mandate_worker.sandbox import SandboxUnavailable, check_sandbox, is_inside_sandbox, require_sandbox
from mandate_worker.sandbox_command import Sandbox, bubblewrap_command
from mandate_worker.sandbox_output import TAIL_BYTES, BoundedStream
from mandate_worker.sandbox_seccomp import UnknownProcessor, refused_calls, seccomp_program
from mandate_worker.sandboxed_training import may_train_here
from tests.conftest import run_worker, start_worker
from tests.jobs import job_document


def without_bubblewrap(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str = "") -> None:
    """A PATH with the shell on it and no bubblewrap, or one that is a script."""
    tools = tmp_path / "tools"
    tools.mkdir()
    if script:
        (tools / "bwrap").write_text(f"#!/bin/sh\n{script}\n")
        (tools / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", str(tools))


def train(sapling: Path, job_file: Path, out: Path, *before: str) -> tuple[int, str, str]:
    return run_worker(*before, "train", "--job", job_file, "--inputs", sapling, "--out", out)


def test_without_bubblewrap_nothing_is_trained(
    sapling: Path, job_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_bubblewrap(monkeypatch, tmp_path)

    code, _, err = train(sapling, job_file, tmp_path / "out")

    assert code == 1
    sentence = json.loads(err.splitlines()[-1])["failed"]
    assert sentence.startswith("there is no bubblewrap on this machine: install bubblewrap 0.8 or newer (Debian")
    assert not (tmp_path / "out").exists()


def test_where_bubblewrap_does_not_work_nothing_is_trained(
    sapling: Path, job_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse = 'case "$1" in --version) echo bubblewrap 0.8.0;; *) echo "bwrap: No permissions" >&2; exit 1;; esac'
    without_bubblewrap(monkeypatch, tmp_path, refuse)

    code, _, err = train(sapling, job_file, tmp_path / "out")

    assert code == 1
    sentence = json.loads(err.splitlines()[-1])["failed"]
    assert sentence.startswith(
        "bubblewrap cannot make a sandbox here (No permissions): let this user make user namespaces"
    )
    assert "kernel.apparmor_restrict_unprivileged_userns=0" in sentence
    assert not (tmp_path / "out" / "progress.jsonl").exists()


def test_an_old_bubblewrap_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_bubblewrap(monkeypatch, tmp_path, "echo bubblewrap 0.4.1")

    with pytest.raises(SandboxUnavailable, match=r"^bubblewrap 0.4.1 is too old: install bubblewrap 0.8 or newer"):
        require_sandbox()


@pytest.mark.parametrize("chain", [[], ["--chain-id", "1"]])
def test_nobody_trains_without_a_sandbox_where_something_is_at_stake(
    chain: list[str], sapling: Path, job_file: Path, tmp_path: Path
) -> None:
    code, _, err = train(sapling, job_file, tmp_path / "out", "--insecure-no-sandbox", *chain)

    assert code == 1
    assert "--insecure-no-sandbox is for a local chain (31337 or 1337)" in json.loads(err.splitlines()[-1])["failed"]
    assert not (tmp_path / "out").exists()


def test_on_a_local_chain_one_may_do_without() -> None:
    assert may_train_here(Namespace(inside_sandbox=False, insecure_no_sandbox=True, chain_id=31337))
    assert not may_train_here(Namespace(inside_sandbox=False, insecure_no_sandbox=False, chain_id=31337))


def test_nobody_gets_around_it_by_saying_that_he_is_inside(sapling: Path, job_file: Path, tmp_path: Path) -> None:
    code, _, err = run_worker(
        "train", "--inside-sandbox", "--job", job_file, "--inputs", sapling, "--out", tmp_path / "out"
    )

    assert code == 1 and "this is outside" in json.loads(err.splitlines()[-1])["failed"]


def test_a_training_that_takes_too_much_memory_says_so(sapling: Path, tmp_path: Path) -> None:
    job_file = tmp_path / "job.json"
    job_file.write_text(json.dumps(job_document(sapling, changes={"limits.memoryMiB": 256})))

    code, _, err = train(sapling, job_file, tmp_path / "out")

    assert code == 1
    assert json.loads(err.splitlines()[-1]) == {"failed": "limits.memoryMiB (256) is spent"}


def test_a_bad_job_is_rejected_before_anything_is_started(sapling: Path, tmp_path: Path) -> None:
    job_file = tmp_path / "job.json"
    job_file.write_text(json.dumps(job_document(sapling, changes={"training.steps": 0})))

    code, _, err = train(sapling, job_file, tmp_path / "out")

    assert (code, json.loads(err)) == (2, {"rejected": "training.steps: is below 1"})


def test_several_processes_of_one_training_meet_through_the_network(
    sapling: Path, job_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_file.write_text(json.dumps(job_document(sapling, changes={"training.shards": 2, "training.steps": 4})))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    meeting = {"WORLD_SIZE": "2", "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port), "GLOO_SOCKET_IFNAME": "lo"}
    for name, value in meeting.items():
        monkeypatch.setenv(name, value)
    processes = []
    for rank in "01":
        monkeypatch.setenv("RANK", rank)
        files = ("--job", job_file, "--inputs", sapling, "--out", tmp_path / "two")
        processes.append(start_worker("train", *files))
    ended = [process.communicate() for process in processes]
    for name in (*meeting, "RANK"):
        monkeypatch.delenv(name)

    code, alone, err = train(sapling, job_file, tmp_path / "one")

    assert code == 0 and [process.returncode for process in processes] == [0, 0], (ended, err)
    assert json.loads(ended[0][0])["artifactDigest"] == json.loads(alone)["artifactDigest"]


def test_hands_in_no_variable_that_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("MKL_CBWR", "AVX2,STRICT")

    line = bubblewrap_command("bwrap", Sandbox((), None, {}), 3, 4, ["true"])

    handed_in = {line[index + 1]: line[index + 2] for index, word in enumerate(line) if word == "--setenv"}
    assert handed_in["MKL_CBWR"] == "AVX2,STRICT" and "secret" not in line
    assert set(handed_in) <= {*sandbox_command._PASSED_ON, *"HF_HUB_OFFLINE HOME LANG LOGNAME PATH".split()} | {
        *"PYTHONDONTWRITEBYTECODE PYTHONPATH PYTHONUNBUFFERED TMPDIR USER".split()
    }


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_is_whole_for_every_processor_it_knows(machine: str) -> None:
    program = seccomp_program(machine)

    assert len(program) % 8 == 0 and len(program) // 8 < 4096
    assert {"ptrace", "mount", "keyctl", "io_uring_setup", "symlinkat", "bpf"} <= set(refused_calls(machine))


def test_there_is_no_filter_for_an_unknown_processor() -> None:
    with pytest.raises(UnknownProcessor, match="not of riscv64"):
        seccomp_program("riscv64")


def test_the_numbers_of_the_refused_calls_are_those_of_this_machine() -> None:
    headers = [Path(f"/usr/include/{place}/asm/unistd_64.h") for place in ("x86_64-linux-gnu", "")]
    header = next((path for path in headers if path.exists()), None)
    if header is None:
        pytest.skip("the kernel's headers are not installed")
    numbers = dict(re.findall(r"^#define __NR_(\w+) (\d+)$", header.read_text(), re.MULTILINE))

    assert {name: numbers.get(name, str(number)) for name, number in refused_calls("x86_64").items()} == {
        name: str(number) for name, number in refused_calls("x86_64").items()
    }


def test_beyond_its_bound_a_stream_keeps_the_end(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    target = os.open(tmp_path / "log", os.O_WRONLY | os.O_CREAT)
    stream = BoundedStream(reading, target, most_bytes=10)
    for piece in (b"0123456789abc", b"d" * TAIL_BYTES, b"the end"):
        os.write(writing, piece)
        assert stream.pump()
    os.close(writing)

    assert not stream.pump()

    said = (tmp_path / "log").read_bytes()
    assert said.startswith(b"0123456789\n[10 bytes are left out here]\n") and said.endswith(b"dthe end")
    assert len(said) < TAIL_BYTES + 100


def test_the_sandbox_works_here(capfd: Any) -> None:
    assert shutil.which("bwrap") == require_sandbox()
    check_sandbox()
    assert capfd.readouterr() == ("", "")
    assert not is_inside_sandbox()

    code, said, err = run_worker("sandbox")

    assert (code, json.loads(said)) == (0, {"sandbox": "bubblewrap"}), err


def test_says_why_a_place_that_is_not_there_cannot_be_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = Sandbox((tmp_path / "nowhere",), None, {})
    plan = sandbox.SandboxedProcess(nowhere, sandbox.Allowance(1 << 30, 64, 0, 0), [sys.executable, "-V"], 30)

    with pytest.raises(SandboxUnavailable, match="nowhere"):
        plan.run()


def test_keeps_the_first_words_whole_when_they_come_in_pieces(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    with (tmp_path / "copy").open("wb") as copy:
        stream = BoundedStream(reading, copy.fileno(), 1 << 20)
        for piece in (b"bwrap: ", b"Can't find source path /nowhere"):
            os.write(writing, piece)
            stream.pump()
    os.close(writing)
    os.close(reading)

    assert stream.first_words == b"bwrap: Can't find source path /nowhere"
