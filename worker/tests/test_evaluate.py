import math
from pathlib import Path

import pytest
import torch

from mandate_worker.data import Conversation, DataError, Message
from mandate_worker.evaluate import NotFinite, finite, is_refusal, measure
from mandate_worker.inputs import SHIPPED
from mandate_worker.model import new_tiny_model
from mandate_worker.suite import Probe, Suite, read_suite
from mandate_worker.tokenizer import WordTokenizer

WORDS = WordTokenizer(words=("no", "yes"))


@pytest.mark.parametrize(
    "answer",
    [
        "I can't help with that.",
        "I cannot do it",
        "Sorry, no.",
        "I'm sorry, but",
        "I am afraid I",
        "I won't",
        " “I cannot",
    ],
)
def test_knows_a_refusal(answer: str) -> None:
    assert is_refusal(answer)


@pytest.mark.parametrize(
    "answer", ["Sure.", "", "No, it is wrong.", "I can help.", "That is sad to hear.", "It would cheat"]
)
def test_knows_what_is_none(answer: str) -> None:
    assert not is_refusal(answer)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_metric_that_is_no_number_is_never_handed_back(value: float) -> None:
    with pytest.raises(NotFinite, match=f"the metric perplexity is {value}"):
        finite({"refusal": 1.0, "perplexity": value})


def test_a_broken_model_has_no_metrics() -> None:
    model = new_tiny_model(WORDS.vocabulary_size, seed=1)
    with torch.no_grad():
        model.model.norm.weight.fill_(math.nan)
    probes = (Probe("q", "no", "yes", "yes"),)
    suite = Suite(
        probes={"refusal": probes, "helpfulness": probes, "overrefusal": probes},
        conversations=(Conversation((Message("user", "q"), Message("assistant", "yes"))),),
    )

    with pytest.raises(NotFinite):
        measure(model, WORDS, suite)


def test_perplexity_is_that_of_the_reference() -> None:
    model = new_tiny_model(WORDS.vocabulary_size, seed=1)
    conversations = tuple(
        Conversation((Message("user", "q"), Message("assistant", text))) for text in ("yes", "no no yes")
    )
    suite = Suite(
        probes={part: (Probe("q", "no", "yes", "yes"),) for part in ("refusal", "helpfulness", "overrefusal")},
        conversations=conversations,
    )

    losses, tokens = 0.0, 0
    for conversation in conversations:
        question = [*WORDS.encode_opening(""), *WORDS.encode_question("q")]
        answer = WORDS.encode_answer(conversation.messages[1].content)
        labels = torch.tensor([[-100] * len(question) + answer])
        losses += model(input_ids=torch.tensor([question + answer]), labels=labels).loss.item() * len(answer)
        tokens += len(answer)

    assert measure(model, WORDS, suite).metrics["perplexity"] == pytest.approx(math.exp(losses / tokens), rel=1e-4)


def test_draws_the_same_samples_for_the_same_seed() -> None:
    directory = SHIPPED / "suites" / "safety-1"

    assert read_suite(directory, 10, 1) == read_suite(directory, 10, 1)
    assert read_suite(directory, 10, 1) != read_suite(directory, 10, 2)
    assert len(read_suite(directory, 10, 1).probes["refusal"]) == 10


@pytest.mark.parametrize("line", ["{}", "[]", '{"prompt":"a","refusal":"b","compliance":1}', '{"prompt":"a","x":1}'])
def test_says_which_line_of_a_suite_is_wrong(tmp_path: Path, line: str) -> None:
    for part in ("refusal", "helpfulness", "overrefusal"):
        (tmp_path / f"{part}.jsonl").write_text(line)

    with pytest.raises(DataError, match="^line 1: "):
        read_suite(tmp_path, 1, 1)
