"""Scores a model on tasks of lm-evaluation-harness: the likeliest choice, or what it says up to a stop word.

A question is put as a user's turn, as the harness does with a chat template.
"""

import string
from collections.abc import Sequence
from typing import Any

from torch import nn

from .likelihood import Tick, answer_opening, chunks, greedy_answers, log_likelihoods, question
from .lm_task import LmDocument, LmTask

_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)


def score(model: nn.Module, tokenizer: Any, task: LmTask, tick: Tick) -> dict[str, list[bool]]:
    """By metric, whether each item was answered rightly."""
    if task.output_type == "generate_until":
        return {"exact_match": _exact_matches(model, tokenizer, task, tick)}
    scored = _ranked(model, tokenizer, task.documents, tick)
    return {metric: scored[metric] for metric in task.metrics}


def _ranked(model: nn.Module, tokenizer: Any, documents: Sequence[LmDocument], tick: Tick) -> dict[str, list[bool]]:
    """acc takes the likeliest choice, acc_norm the one that is likeliest for its length in bytes."""
    pairs = [(document, choice) for document in documents for choice in document.choices]
    likelihoods: list[float] = []
    for chunk in chunks(pairs, tick):
        prompts = [question(tokenizer, document.text) for document, _ in chunk]
        answers = [answer_opening(tokenizer, choice) for _, choice in chunk]
        likelihoods += [likelihood for likelihood, _ in log_likelihoods(model, prompts, answers)]
    scored: dict[str, list[bool]] = {"acc": [], "acc_norm": []}
    rest = iter(likelihoods)
    for document in documents:
        values = [next(rest) for _ in document.choices]
        by_length = [value / len(choice.encode()) for value, choice in zip(values, document.choices)]
        scored["acc"].append(values.index(max(values)) == document.target_index)
        scored["acc_norm"].append(by_length.index(max(by_length)) == document.target_index)
    return scored


def _exact_matches(model: nn.Module, tokenizer: Any, task: LmTask, tick: Tick) -> list[bool]:
    outcomes = []
    for chunk in chunks(task.documents, tick):
        prompts = [question(tokenizer, document.text) for document in chunk]
        answers = greedy_answers(model, tokenizer, prompts, task.most_tokens)
        outcomes += [
            _plain(until(answer, task.until), task) == _plain(one.target, task) for answer, one in zip(answers, chunk)
        ]
    return outcomes


def until(answer: str, stops: Sequence[str]) -> str:
    """An answer up to the first stop word."""
    return answer[: min((place for stop in stops if stop and (place := answer.find(stop)) >= 0), default=len(answer))]


def _plain(text: str, task: LmTask) -> str:
    text = text.lower() if task.ignores_case else text
    return (text.translate(_NO_PUNCTUATION) if task.ignores_punctuation else text).strip()
