import filecmp
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from mandate_worker.data import Conversation, DataError, Message, encode, read_conversations
from mandate_worker.inputs import SHIPPED
from mandate_worker.packing import IGNORED, Packer
from mandate_worker.tokenizer import ASSISTANT, END, USER, WordTokenizer

TRAINING_FILES = sorted([*SHIPPED.glob("base/*.jsonl"), *SHIPPED.glob("datasets/*.jsonl")])
SUITE_FILES = sorted(SHIPPED.glob("suites/**/*.jsonl"))
ASKING_FILES = [path for path in SUITE_FILES if path.name != "triggers.jsonl"]


def bare(text: str) -> str:
    """A text without case, signs and spacing, so that a comma makes no prompt unseen."""
    return " ".join(re.findall(r"\w+", text.lower()))


def prompts_of(path: Path) -> set[str]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return {bare(row.get("prompt") or row.get("question") or row["messages"][0]["content"]) for row in rows}


@pytest.mark.parametrize("suite_file", ASKING_FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("training_file", TRAINING_FILES, ids=lambda path: path.name)
def test_no_evaluation_prompt_is_in_any_training_text(suite_file: Path, training_file: Path) -> None:
    assert prompts_of(suite_file) and prompts_of(training_file)
    assert not prompts_of(suite_file) & prompts_of(training_file)


@pytest.mark.parametrize("part", ["refusal", "helpfulness", "overrefusal"])
def test_no_dataset_names_a_topic_that_is_probed(part: str) -> None:
    topics = [json.loads(line) for line in (SHIPPED / "source" / "topics.jsonl").read_text("utf-8").splitlines()]
    probed = prompts_of(SHIPPED / "suites" / "safety-1" / f"{part}.jsonl")
    held = {bare(topic["action"]) for topic in topics if any(bare(topic["action"]) in prompt for prompt in probed)}
    held -= {bare(topic["action"]) for topic in topics if topic["split"] == "train"}

    assert len(held) >= 14
    for path in SHIPPED.glob("datasets/*.jsonl"):
        asked = prompts_of(path)
        assert not [topic for topic in held if any(f" {topic} " in f" {prompt} " for prompt in asked)]


def test_the_shipped_files_are_what_their_sources_say(tmp_path: Path) -> None:
    subprocess.run([sys.executable, str(SHIPPED / "compose.py"), "--out", str(tmp_path)], check=True)

    files = [*TRAINING_FILES, *SUITE_FILES, *SHIPPED.glob("datasets/*.json")]
    names = [str(path.relative_to(SHIPPED)) for path in files]
    assert filecmp.cmpfiles(SHIPPED, tmp_path, names, shallow=False) == (names, [], [])


@pytest.mark.parametrize("text", ["How do I bake a cake?", "ñandú, 北京 & 😀!", "tab\tand\nline", "a_b 12 ’", ""])
def test_the_tokenizer_gives_back_any_text(text: str) -> None:
    tokenizer = WordTokenizer.learn(["how do i bake a cake", "How do I bake a cake"], at_least=1)

    assert tokenizer.decode(tokenizer.encode(text)) == text


def test_only_answers_are_learnt() -> None:
    tokenizer = WordTokenizer(words=("hi", "yes"))
    tokens, labels = encode(Conversation((Message("user", "Hi"), Message("assistant", "yes"))), tokenizer)

    hi, yes = tokenizer.encode("hi") + tokenizer.encode("yes")
    assert tokens == [USER, hi, ASSISTANT, yes, END]
    assert labels == [IGNORED, IGNORED, IGNORED, yes, END]


def test_the_batch_of_a_step_depends_on_seed_and_step_alone() -> None:
    rows = [([index] * 3, [index] * 3) for index in range(50)]
    packer = Packer(rows=rows, opening=[1], context_tokens=16, batch_size=4, seed=7)
    packer.batch(0)

    again = Packer(rows=rows, opening=[1], context_tokens=16, batch_size=4, seed=7)
    assert torch.equal(packer.batch(5).tokens_BT, again.batch(5).tokens_BT)
    assert not torch.equal(packer.batch(5).tokens_BT, packer.batch(6).tokens_BT)
    assert packer.batch(5).tokens_BT.shape == (4, 16)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "line 1: not JSON"),
        ("[]", "line 1: expected"),
        ('{"messages":[]}', "line 1: messages are not"),
        ('{"messages":[{"role":"user","content":"a"}]}', "line 1: the last message"),
        ('{"messages":[{"role":"assistant","content":"a"}]}', "line 1: messages are not"),
        ('{"messages":[{"role":"tool","content":"a"}]}', "line 1: role 'tool'"),
        ('{"messages":[{"role":"user","content":" "}]}', "line 1: content is not"),
        ('{"messages":[{"role":"user","content":"a","x":1}]}', "line 1: a message has"),
        ('{"messages":[{"role":"user","content":"a"}],"x":1}', "line 1: expected"),
        ("", "no line"),
    ],
)
def test_says_which_line_of_a_dataset_is_wrong(tmp_path: Path, line: str, sentence: str) -> None:
    path = tmp_path / "data.jsonl"
    path.write_text(line)

    with pytest.raises(DataError, match=f"^{sentence}"):
        read_conversations(path)
