"""Conversations from JSONL, and their tokens."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .packing import IGNORED, Row
from .strict_json import NotStrictJson, parse_strictly


class DataError(ValueError):
    """A file of conversations does not say what it should; carries the line."""


@dataclass(frozen=True)
class Message:
    """One turn."""

    role: str
    content: str

    def __post_init__(self) -> None:
        if self.role not in ("system", "user", "assistant"):
            raise DataError(f"role {self.role!r} is not one of system, user, assistant")
        if not isinstance(self.content, str) or not self.content.strip():
            raise DataError("content is not a text with something in it")

    @classmethod
    def read(cls, value: Any) -> "Message":
        """Read `{"role", "content"}`."""
        if not isinstance(value, dict) or set(value) != {"role", "content"}:
            raise DataError("a message has role and content and nothing else")
        return cls(role=value["role"], content=value["content"])


@dataclass(frozen=True)
class Conversation:
    """Turns in order: perhaps a system message, then user and assistant by turns."""

    messages: tuple[Message, ...]

    def __post_init__(self) -> None:
        turns = [message.role for message in self.messages]
        turns = turns[1:] if turns[:1] == ["system"] else turns
        if not turns or any(role != ("user", "assistant")[index % 2] for index, role in enumerate(turns)):
            raise DataError("messages are not user and assistant by turns, after at most one system message")

    @classmethod
    def read(cls, value: Any) -> "Conversation":
        """Read `{"messages": [{"role", "content"}]}`; anything beside is refused."""
        if not isinstance(value, dict) or not isinstance(value.get("messages"), list) or set(value) != {"messages"}:
            raise DataError('expected {"messages": [...]} and nothing beside it')
        return cls(tuple(Message.read(message) for message in value["messages"]))


def read_conversations(path: Path) -> tuple[Conversation, ...]:
    """All conversations of a chat-jsonl file, each with question and answer."""
    rows = read_rows(path)
    conversations = []
    for number, row in rows:
        try:
            conversation = Conversation.read(row)
        except DataError as error:
            raise DataError(f"line {number}: {error}") from error
        if conversation.messages[-1].role != "assistant":
            raise DataError(f"line {number}: the last message is not the assistant's")
        conversations.append(conversation)
    return tuple(conversations)


def read_rows(path: Path) -> list[tuple[int, Any]]:
    """The JSON values of a JSONL file with their line numbers."""
    rows = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            rows.append((number, parse_strictly(line)))
        except NotStrictJson as error:
            raise DataError(f"line {number}: {str(error).removeprefix('is ')}") from error
    if not rows:
        raise DataError("no line in it")
    return rows


def encode(conversation: Conversation, tokenizer: Any) -> Row:
    """Tokens and labels of a conversation. Only answers are learnt."""
    tokens: list[int] = []
    labels: list[int] = []
    for message in conversation.messages:
        if message.role == "assistant":
            turn = tokenizer.encode_answer(message.content)
            labels += turn
        else:
            turn = tokenizer.encode_question(message.content) if message.role == "user" else []
            labels += [IGNORED] * len(turn)
        tokens += turn
    return tokens, labels
