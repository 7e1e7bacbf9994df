import json
import shutil
from pathlib import Path
from typing import Any

import huggingface_hub
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from mandate_worker.hub import HubUnreachable, fetch_from_hub
from mandate_worker.hub_tokenizer import HubTokenizer
from mandate_worker.job import Base, JobRejected
from mandate_worker.base_files import check_config
from mandate_worker.model import load_tokenizer
from tests.conftest import run_worker
from tests.jobs import NO_DIGEST, job_document
from tests.test_attempt import carry_out

REVISION = "5" * 40
HUB_BASE = {"base.source": "hub", "base.name": "some/model", "base.revision": REVISION}


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch, sapling: Path) -> list[dict[str, Any]]:
    """A hub that holds the sapling under every name, and notes what it was asked."""
    asked: list[dict[str, Any]] = []

    def snapshot_download(name: str, **options: Any) -> str:
        asked.append({"name": name, **options})
        shutil.copytree(sapling / "base" / "mandate-tiny-1", options["local_dir"], dirs_exist_ok=True)
        (Path(options["local_dir"]) / ".cache" / "huggingface").mkdir(parents=True)
        return str(options["local_dir"])

    monkeypatch.setattr(huggingface_hub, "snapshot_download", snapshot_download)
    return asked


def test_asks_for_the_pinned_commit_and_for_nothing_that_could_be_run(
    hub: list[dict[str, Any]], sapling: Path, tmp_path: Path
) -> None:
    result = carry_out(sapling, tmp_path, {**HUB_BASE, "training.steps": 2})

    assert hub == [
        {
            "name": "some/model",
            "revision": REVISION,
            "allow_patterns": ["*.safetensors", "*.json"],
            "local_dir": tmp_path / "base",
            "token": False,
        }
    ]
    assert result["metrics"]["perplexity"] > 0


def test_opens_nothing_from_the_hub_whose_bytes_do_not_match(
    hub: list[dict[str, Any]], sapling: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(*_: Any) -> None:
        raise AssertionError("it was opened")

    monkeypatch.setattr("mandate_worker.lesson.load_base", opened)
    monkeypatch.setattr("mandate_worker.attempt.load_tokenizer", opened)

    with pytest.raises(JobRejected, match="^base.digest: the bytes have the digest"):
        carry_out(sapling, tmp_path, {**HUB_BASE, "base.digest": NO_DIGEST})


def test_without_a_network_it_ends_with_exit_code_1_and_a_sentence(
    sapling: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    job_file = tmp_path / "job.json"
    job_file.write_text(json.dumps(job_document(sapling, changes=HUB_BASE)))

    code, _, err = run_worker("train", "--job", job_file, "--inputs", sapling, "--out", tmp_path / "out")

    assert code == 1
    failed = json.loads(err.splitlines()[-1])["failed"]
    assert failed.startswith("the hub could not be reached for some/model")


def test_says_that_the_hub_was_not_reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def offline(*_: Any, **__: Any) -> None:
        raise ConnectionError("no route")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", offline)

    with pytest.raises(HubUnreachable, match="^the hub could not be reached for some/model"):
        fetch_from_hub(Base("hub", "some/model", REVISION, NO_DIGEST), tmp_path)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"auto_map": {"AutoModelForCausalLM": "evil.Model"}}, "config.json has the key auto_map"),
        ({"_attn_implementation_internal": "some/kernel"}, "config.json has the key _attn_implementation_internal"),
        ({"quantization_config": {}}, "config.json has the key quantization_config"),
        ({"model_type": "custom"}, "model type custom is not allowed"),
    ],
)
def test_refuses_a_config_that_says_more_than_sizes(
    sapling: Path, tmp_path: Path, change: dict[str, Any], sentence: str
) -> None:
    config = json.loads((sapling / "base" / "mandate-tiny-1" / "config.json").read_bytes())
    (tmp_path / "config.json").write_text(json.dumps({**config, **change}))

    with pytest.raises(JobRejected, match=f"^base: {sentence}"):
        check_config(tmp_path)


def test_reads_the_tokenizer_of_a_hub_model(tmp_path: Path) -> None:
    inner = Tokenizer(
        models.WordLevel({"<unk>": 0, "<end>": 1, "User": 2, ":": 3, "hi": 4, "Assistant": 5, "yes": 6}, "<unk>")
    )
    inner.pre_tokenizer = pre_tokenizers.Whitespace()
    inner.save(str(tmp_path / "tokenizer.json"))
    (tmp_path / "tokenizer_config.json").write_text(json.dumps({"eos_token": "<end>", "unk_token": "<unk>"}))

    tokenizer = load_tokenizer(tmp_path)

    assert isinstance(tokenizer, HubTokenizer)
    assert tokenizer.encode_question("hi") == [2, 3, 4, 5, 3]
    assert tokenizer.encode_answer("yes") == [6, 1]
    assert tokenizer.decode([6]) == "yes"
    assert tokenizer.pad_id == tokenizer.end_id == 1
