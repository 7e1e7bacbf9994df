"""A question to the served model, checked once, and its answer."""

import math
from dataclasses import dataclass
from typing import Any

from .data import DataError, Message
from .generate import next_tokens, sampler
from .shelf import Shelf

_FIELDS = {"adapter", "messages", "max_tokens", "temperature", "seed", "context_tokens", "stream"}
_DEFAULT_MAX_TOKENS = 128
_MOST_MESSAGES = 256


class QuestionRejected(Exception):
    """The question cannot be answered as it stands."""

    def __init__(self, reason: str, prompt_tokens: int | None = None) -> None:
        super().__init__(reason)
        self.prompt_tokens = prompt_tokens


@dataclass(frozen=True)
class Question:
    """What `POST /generate` asks; `adapter` None is the base."""

    adapter: str | None
    messages: tuple[Message, ...]
    max_tokens: int
    temperature: float
    seed: int
    context_tokens: int | None

    @classmethod
    def read(cls, body: Any) -> "Question":
        """Read the body; every rule has its own sentence."""
        if not isinstance(body, dict):
            raise QuestionRejected("the body is no JSON object")
        unknown = sorted(set(body) - _FIELDS)
        if unknown:
            raise QuestionRejected(f"{unknown[0]} is unknown")
        if body.get("stream"):
            raise QuestionRejected("stream is not offered here")
        adapter = body.get("adapter")
        if adapter is not None and not isinstance(adapter, str):
            raise QuestionRejected("adapter is neither a digest nor null")
        return cls(
            adapter=adapter,
            messages=_read_messages(body.get("messages")),
            max_tokens=_whole(body, "max_tokens", 1, 1 << 20) or _DEFAULT_MAX_TOKENS,
            temperature=_read_temperature(body.get("temperature")),
            seed=_whole(body, "seed", 0, (1 << 63) - 1) or 0,
            context_tokens=_whole(body, "context_tokens", 1, 1 << 30),
        )


def answer(shelf: Shelf, question: Question) -> dict[str, Any]:
    """Answer with the adapter that the question names."""
    tokenizer = shelf.tokenizer
    prompt = _spell(tokenizer, question.messages)
    context = min(shelf.context_tokens, question.context_tokens or shelf.context_tokens)
    if len(prompt) >= context:
        raise QuestionRejected(f"the prompt has {len(prompt)} tokens, the context {context}", len(prompt))
    room = min(question.max_tokens, context - len(prompt))
    tokens: list[int] = []
    finish_reason = "length"
    with shelf.model_with(question.adapter) as model:
        choose = sampler(question.temperature, question.seed)
        for _, chosen_B in zip(range(room), next_tokens(model, [prompt], choose, tokenizer.pad_id)):
            if chosen_B.item() == tokenizer.end_id:
                finish_reason = "stop"
                break
            tokens.append(int(chosen_B.item()))
    return {
        "text": tokenizer.decode(tokens),
        "finish_reason": finish_reason,
        "prompt_tokens": len(prompt),
        "completion_tokens": len(tokens),
    }


def _spell(tokenizer: Any, messages: tuple[Message, ...]) -> list[int]:
    tokens = tokenizer.encode_opening("\n".join(message.content for message in messages if message.role == "system"))
    for message in messages:
        if message.role == "user":
            tokens += tokenizer.encode_question(message.content)
        elif message.role == "assistant":
            tokens += tokenizer.encode_answer(message.content)
    return tokens


def _read_messages(value: Any) -> tuple[Message, ...]:
    if not isinstance(value, list) or not 0 < len(value) <= _MOST_MESSAGES:
        raise QuestionRejected(f"messages is no list of 1 to {_MOST_MESSAGES} messages")
    try:
        messages = tuple(Message.read(message) for message in value)
    except DataError as error:
        raise QuestionRejected(str(error)) from error
    if messages[-1].role != "user":
        raise QuestionRejected("the last message is not the user's")
    return messages


def _read_temperature(value: Any) -> float:
    if value is None:
        return 0.0
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))
        or not math.isfinite(value)
        or not 0 <= value <= 2
    ):
        raise QuestionRejected("temperature is not between 0 and 2")
    # Below this the softmax overflows and the likeliest token wins anyway.
    return float(value) if value >= 1e-3 else 0.0


def _whole(body: dict[str, Any], field: str, least: int, most: int) -> int | None:
    value = body.get(field)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise QuestionRejected(f"{field} is not a whole number from {least} to {most}")
    return value
