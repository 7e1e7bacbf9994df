import json
from pathlib import Path
from typing import Any

import pytest
import torch
import yaml

from mandate_worker.data import DataError
from mandate_worker.lm_scores import score, until
from mandate_worker.lm_task import LmTask, read_tasks
from mandate_worker.model import new_tiny_model
from mandate_worker.tokenizer import WordTokenizer

WORDS = WordTokenizer(words=("no", "yes", " maybe"))
ROWS = [
    {"question": "is it so?", "options": ["no", "yes"], "answer": 1},
    {"question": "is it not?", "options": ["no", "yes"], "answer": 0},
    {"question": "who knows?", "options": ["no", "yes"], "answer": 1},
]
CHOICE = {
    "task": "tiny_choice",
    "dataset_path": "json",
    "dataset_kwargs": {"data_files": {"test": "rows.jsonl"}},
    "test_split": "test",
    "output_type": "multiple_choice",
    "doc_to_text": "Question: {{question}}",
    "doc_to_choice": "options",
    "doc_to_target": "answer",
    "metric_list": [{"metric": "acc"}, {"metric": "acc_norm", "aggregation": "mean", "higher_is_better": True}],
    "metadata": {"version": 1.0},
}
GENERATE = {
    **{key: value for key, value in CHOICE.items() if key not in ("doc_to_choice", "metric_list")},
    "task": "tiny_words",
    "output_type": "generate_until",
    "doc_to_target": "{{options[answer]}}",
    "metric_list": [{"metric": "exact_match", "ignore_case": True, "ignore_punctuation": True}],
    "generation_kwargs": {"until": ["\n", "."], "max_gen_toks": 8, "do_sample": False},
}


def write(directory: Path, *tasks: Any, rows: Any = ROWS) -> Path:
    """A suite with tasks."""
    (directory / "tasks").mkdir()
    (directory / "tasks" / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for number, task in enumerate(tasks):
        text = task if isinstance(task, str) else yaml.safe_dump(task)
        (directory / "tasks" / f"{number}.yaml").write_text(text)
    return directory


def test_reads_a_task_as_the_harness_writes_it(tmp_path: Path) -> None:
    choice, generate = read_tasks(write(tmp_path, GENERATE, CHOICE), samples=10, seed=1)

    assert (choice.name, choice.version, choice.metrics) == ("tiny_choice", "1.0", ("acc", "acc_norm"))
    assert choice.documents[0].text == "Question: is it so?"
    assert choice.documents[0].choices == ("no", "yes") and choice.documents[0].target == "yes"
    assert [document.target for document in generate.documents] == ["yes", "no", "yes"]
    assert generate.until == ("\n", ".") and generate.ignores_case and generate.ignores_punctuation
    assert choice.metric_name("acc_norm") == "tinyChoiceAccNorm"


@pytest.mark.parametrize("choices", [["no", "yes"], "{{options}}", "['no', 'yes']"], ids=str)
def test_choices_are_a_list_a_field_or_a_template(tmp_path: Path, choices: Any) -> None:
    (task,) = read_tasks(write(tmp_path, {**CHOICE, "doc_to_choice": choices}), samples=10, seed=1)

    assert {document.choices for document in task.documents} == {("no", "yes")}


def by_hand(model: Any, text: str, choice: str) -> float:
    """The summed log-likelihood of a choice, from whole logits."""
    prompt = [*WORDS.encode_opening(""), *WORDS.encode_question(text)]
    answer = WORDS.encode(choice)
    logits = torch.log_softmax(model(input_ids=torch.tensor([prompt + answer])).logits[0, len(prompt) - 1 : -1], -1)
    return sum(logits[place, token].item() for place, token in enumerate(answer))


def test_ranks_choices_as_the_reference_does(tmp_path: Path) -> None:
    model = new_tiny_model(WORDS.vocabulary_size, seed=4).eval()
    rows = [{"question": f"q{n}", "options": ["no", "no maybe maybe", "yes"], "answer": n % 3} for n in range(24)]
    (task,) = read_tasks(write(tmp_path, CHOICE, rows=rows), samples=24, seed=1)

    scored = score(model, WORDS, task, lambda: None)

    expected: dict[str, list[bool]] = {"acc": [], "acc_norm": []}
    with torch.no_grad():
        for document in task.documents:
            values = [by_hand(model, document.text, choice) for choice in document.choices]
            lengths = [len(choice) for choice in document.choices]
            norms = [value / length for value, length in zip(values, lengths)]
            expected["acc"].append(values.index(max(values)) == document.target_index)
            expected["acc_norm"].append(norms.index(max(norms)) == document.target_index)
    assert scored == expected
    assert any(expected["acc"]) and not all(expected["acc"])


def test_compares_what_is_said_up_to_a_stop_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (task,) = read_tasks(write(tmp_path, GENERATE), samples=10, seed=1)
    monkeypatch.setattr("mandate_worker.lm_scores.greedy_answers", lambda *_: ["Yes, so. Or no", "yes", "YES\nno"])

    assert score(torch.nn.Linear(1, 1), WORDS, task, lambda: None) == {"exact_match": [False, False, True]}
    assert until("Yes, so. Or no", task.until) == "Yes, so"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"doc_to_text": ...}, "doc_to_text is missing"),
        ({"process_docs": "x"}, "process_docs is not supported"),
        ({"dataset_path": "hub/thing"}, "dataset_path is not json"),
        ({"output_type": "loglikelihood_rolling"}, "output_type loglikelihood_rolling is not supported"),
        ({"dataset_kwargs": {"data_files": {"test": "../../rows.jsonl"}}}, "data_files has to name a file beside"),
        ({"num_fewshot": 5}, "num_fewshot and target_delimiter"),
        ({"metric_list": [{"metric": "f1"}]}, "metric f1 is not supported"),
        ({"metric_list": [{"metric": "acc", "hf_evaluate": True}]}, "metric acc is not supported as it is written"),
        ({"doc_to_target": "7"}, "the target 7 is none of the choices|tuple index"),
        ({"doc_to_text": "{{nothing}}"}, "'nothing' is undefined"),
        ({"doc_to_text": "{{ ''.__class__.__mro__ }}"}, "access to attribute '__class__'|unsafe|undefined"),
    ],
)
def test_refuses_what_it_does_not_know(tmp_path: Path, changes: Any, sentence: str) -> None:
    task = {key: value for key, value in {**CHOICE, **changes}.items() if value is not ...}

    with pytest.raises(DataError, match=f"^0.yaml: .*({sentence})"):
        read_tasks(write(tmp_path, task), samples=10, seed=1)


@pytest.mark.parametrize("tag", ["!function utils.run", "!!python/object/apply:os.system ['touch ran']"])
def test_runs_no_code_of_a_task(tmp_path: Path, tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = yaml.safe_dump({**CHOICE, "doc_to_text": "PLACE"}).replace("PLACE", tag)

    with pytest.raises(DataError, match="code is not run"):
        read_tasks(write(tmp_path, text), samples=10, seed=1)

    assert not (tmp_path / "ran").exists()


def test_two_tasks_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="two have the same name"):
        read_tasks(write(tmp_path, CHOICE, CHOICE), samples=10, seed=1)


def test_a_suite_without_tasks_has_none(tmp_path: Path) -> None:
    tasks: tuple[LmTask, ...] = read_tasks(tmp_path, samples=10, seed=1)

    assert tasks == ()
