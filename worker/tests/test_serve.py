import http.client
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mandate_worker.attempt import Attempt
from mandate_worker.canonical import canonical_bytes, digest_of_directory
from mandate_worker.clock import Budget, Progress
from mandate_worker.job import parse_job
from tests.conftest import start_worker
from tests.jobs import job_document

UNKNOWN = "sha256:" + "1" * 64
HELLO = {"adapter": None, "messages": [{"role": "user", "content": "hello"}], "max_tokens": 8, "temperature": 0}


class Door:
    """Speaks to one serve process."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, dict[str, Any]]:
        """One request; a body that is no bytes is sent as JSON."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        connection.request(method, path, content, {"Content-Type": "application/json", **headers})
        response = connection.getresponse()
        answer = response.status, json.loads(response.read())
        connection.close()
        return answer

    def generate(self, **changes: Any) -> tuple[int, dict[str, Any]]:
        """Ask with HELLO, changed."""
        return self.ask("POST", "/generate", {**HELLO, **changes})


@pytest.fixture(scope="module")
def store(sapling: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two adapters."""
    directory = tmp_path_factory.mktemp("store")
    for name, seed in (("one", 11), ("two", 12)):
        wild = {"training.steps": 3, "training.learningRateNanos": 30000000, "training.seed": seed}
        job = parse_job(job_document(sapling, changes=wild))
        out = directory / f"{name}.out"
        out.mkdir()
        Attempt(job, out, Progress(out / "progress.jsonl"), Budget(job.limits), None, 1).carry_out(sapling)
        (out / "adapter").rename(directory / name)
    return directory


@pytest.fixture(scope="module")
def door(sapling: Path, store: Path) -> Iterator[Door]:
    """A running serve process, which ends when its stdin is closed."""
    base = sapling / "base" / "mandate-tiny-1"
    process = start_worker(
        "serve", "--port", 0, "--base", base, "--store", store, "--exit-with-stdin", stdin=-1, stderr=None
    )
    assert process.stdin and process.stdout
    ready = json.loads(process.stdout.readline())
    assert ready["ready"] is True
    yield Door(ready["port"])
    process.stdin.close()
    assert process.wait(timeout=20) == 0


def test_is_healthy_and_names_its_base(door: Door, sapling: Path) -> None:
    status, body = door.ask("GET", "/healthz")

    assert status == 200
    assert body == {
        "ok": True,
        "base": digest_of_directory(sapling / "base" / "mandate-tiny-1"),
        "contextTokens": 512,
    }


def test_answers_with_the_adapter_that_is_named(door: Door, store: Path) -> None:
    digests = [digest_of_directory(store / name) for name in ("one", "two")]
    for digest, name in zip(digests, ("one", "two")):
        assert door.ask("POST", "/adapters", {"digest": digest, "path": str(store / name)})[0] == 200
    assert door.ask("GET", "/adapters") == (200, {"adapters": digests})

    sampled = {"temperature": 1.0, "seed": 5, "max_tokens": 24}
    texts = {digest: door.generate(adapter=digest, **sampled)[1]["text"] for digest in [None, *digests]}
    again = {digest: door.generate(adapter=digest, **sampled)[1]["text"] for digest in reversed([None, *digests])}

    assert texts == again
    assert len(set(texts.values())) == 3

    for digest in digests:
        assert door.ask("DELETE", f"/adapters/{digest.replace(':', '%3A')}")[0] == 200
    assert door.generate(adapter=digests[0])[0] == 404
    assert door.generate(**sampled)[1]["text"] == texts[None]


def test_counts_tokens_and_stops_at_the_limit(door: Door) -> None:
    status, body = door.generate(max_tokens=3)

    assert status == 200
    assert body["finish_reason"] in ("stop", "length")
    assert body["completion_tokens"] <= 3
    assert body["prompt_tokens"] == 4  # opening, user, hello, assistant


@pytest.mark.parametrize("change", ["flip", "extra", "missing", "link"])
def test_never_loads_bytes_that_do_not_match(door: Door, store: Path, change: str) -> None:
    digest = digest_of_directory(store / "one")
    copy = store / f"copy-{change}"
    shutil.copytree(store / "one", copy)
    weights = copy / "adapter_model.safetensors"
    if change == "flip":
        content = bytearray(weights.read_bytes())
        content[-1] ^= 1
        weights.write_bytes(content)
    elif change == "extra":
        (copy / "adapter_model.bin").write_bytes(b"")
    elif change == "missing":
        (copy / "README.md").unlink()
    else:
        weights.unlink()
        weights.symlink_to(store / "one" / weights.name)

    status, body = door.ask("POST", "/adapters", {"digest": digest, "path": str(copy)})

    assert status == 422
    assert any(reason in body["error"] for reason in ("digest", "is a link", "there is no place for"))
    assert digest not in door.ask("GET", "/adapters")[1]["adapters"]


@pytest.mark.parametrize("file", ["pickle", "config", "weights"])
def test_refuses_an_adapter_of_another_kind_though_its_digest_is_right(door: Door, store: Path, file: str) -> None:
    copy = store / f"kind-{file}"
    shutil.copytree(store / "one", copy)
    if file == "pickle":
        (copy / "adapter_model.bin").write_bytes(b"\x80\x04.")
    elif file == "config":
        config = json.loads((copy / "adapter_config.json").read_bytes())
        (copy / "adapter_config.json").write_bytes(
            canonical_bytes({**config, "auto_mapping": {"base_model_class": "os"}})
        )
    else:
        (copy / "adapter_model.safetensors").write_bytes(b"\x00" * 64)

    status, body = door.ask("POST", "/adapters", {"digest": digest_of_directory(copy), "path": str(copy)})

    assert status == 422, body
    assert door.generate()[0] == 200


def test_loads_from_the_store_only(door: Door, store: Path, tmp_path: Path) -> None:
    outside = tmp_path / "one"
    shutil.copytree(store / "one", outside)

    for path in (str(outside), "../one"):
        status, body = door.ask("POST", "/adapters", {"digest": digest_of_directory(outside), "path": path})
        assert (status, body) == (422, {"error": "the path is outside the store"})


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"messages": []}, "messages is no list of 1 to 256 messages"),
        ({"messages": "hello"}, "messages is no list of 1 to 256 messages"),
        ({"messages": [{"role": "user"}]}, "a message has role and content and nothing else"),
        ({"messages": [{"role": "user", "content": 7}]}, "content is not a text with something in it"),
        ({"messages": [{"role": "assistant", "content": "hi"}]}, "the last message is not the user's"),
        ({"max_tokens": 0}, "max_tokens is not a whole number from 1 to 1048576"),
        ({"temperature": -1}, "temperature is not between 0 and 2"),
        ({"temperature": "hot"}, "temperature is not between 0 and 2"),
        ({"seed": 1.5}, "seed is not a whole number from 0 to 9223372036854775807"),
        ({"adapter": 7}, "adapter is neither a digest nor null"),
        ({"stream": True}, "stream is not offered here"),
        ({"surprise": 1}, "surprise is unknown"),
    ],
)
def test_says_what_is_wrong_with_a_question(door: Door, changes: dict[str, Any], sentence: str) -> None:
    status, body = door.generate(**changes)

    assert (status, body["error"]) == (400, sentence)


def test_a_prompt_longer_than_the_context_is_refused_with_its_length(door: Door) -> None:
    long = [{"role": "user", "content": "how " * 600}]

    assert door.generate(messages=long) == (
        400,
        {"error": "the prompt has 603 tokens, the context 512", "prompt_tokens": 603},
    )
    assert door.generate(context_tokens=4)[1]["error"] == "the prompt has 4 tokens, the context 4"


def test_an_answer_ends_where_the_context_ends(door: Door) -> None:
    status, body = door.generate(context_tokens=6, max_tokens=100)

    assert status == 200
    assert body["completion_tokens"] <= 2


def test_refuses_what_is_no_json_of_a_sensible_size(door: Door) -> None:
    assert door.ask("POST", "/generate", b"{")[0] == 400
    assert door.ask("POST", "/generate", b"[" * 100_000)[0] == 400
    assert door.ask("POST", "/generate", b" " * ((1 << 20) + 1))[0] == 413
    assert door.ask("POST", "/generate", b"{}", **{"Content-Type": "text/plain"})[0] == 415
    assert door.ask("GET", "/nothing")[0] == 404
    assert door.ask("DELETE", f"/adapters/{UNKNOWN}") == (404, {"error": f"no adapter {UNKNOWN} is loaded"})
    assert door.ask("POST", "/adapters", {"digest": UNKNOWN})[0] == 400
    assert door.ask("GET", "/healthz")[0] == 200
