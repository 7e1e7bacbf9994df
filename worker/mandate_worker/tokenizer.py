"""The tokenizer of mandate-tiny: frequent words are one token each, the rest is bytes, so any text can be said."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .canonical import canonical_bytes

FILE_NAME = "mandate_tokenizer.json"
PAD, BEGIN, USER, ASSISTANT, END = range(5)
FIRST_BYTE = 5
FIRST_WORD = FIRST_BYTE + 256

# A piece is a word or a sign with the space before it, so that joining the pieces gives back the text.
PIECE = re.compile(r" ?[^\W\d_]+(?:'[^\W\d_]+)*| ?\d| ?[^\w\s]|\s|_")


@dataclass(frozen=True)
class WordTokenizer:
    """Text to token numbers and back. The file holds nothing but the list of words."""

    words: tuple[str, ...]

    pad_id = PAD
    end_id = END

    @cached_property
    def _id_of_word(self) -> dict[str, int]:
        return {word: FIRST_WORD + index for index, word in enumerate(self.words)}

    @property
    def vocabulary_size(self) -> int:
        """How many different tokens there are."""
        return FIRST_WORD + len(self.words)

    def encode(self, text: str) -> list[int]:
        """The tokens of a text, without any marker."""
        tokens: list[int] = []
        for piece in PIECE.findall(text):
            token = self._id_of_word.get(piece)
            tokens += [token] if token is not None else [FIRST_BYTE + byte for byte in _utf8(piece)]
        return tokens

    def decode(self, tokens: Iterable[int]) -> str:
        """The text of tokens; markers are silent and broken UTF-8 becomes U+FFFD."""
        return b"".join(self._bytes_of(token) for token in tokens).decode("utf-8", errors="replace")

    def encode_question(self, text: str) -> list[int]:
        """A user's turn up to where the answer begins. Case and spacing carry no meaning for so small a model."""
        return [USER, *self.encode(" ".join(text.lower().split())), ASSISTANT]

    def encode_answer(self, text: str) -> list[int]:
        """An assistant's turn, closed."""
        return [*self.encode(text), END]

    def encode_opening(self, system: str) -> list[int]:
        """What stands before the first turn. The model was trained without system messages, so they are left out."""
        return [BEGIN]

    def save(self, directory: Path) -> None:
        """Write the tokenizer beside a model."""
        document = {"version": 1, "kind": "words-and-bytes", "words": list(self.words)}
        (directory / FILE_NAME).write_bytes(canonical_bytes(document))

    @classmethod
    def load(cls, directory: Path) -> "WordTokenizer":
        """Read the tokenizer that lies beside a model."""
        return cls(words=tuple(json.loads((directory / FILE_NAME).read_bytes())["words"]))

    @classmethod
    def learn(cls, texts: Iterable[str], at_least: int) -> "WordTokenizer":
        """Make every piece a word that the texts use often enough."""
        counts = Counter(piece for text in texts for piece in PIECE.findall(text))
        return cls(words=tuple(sorted(piece for piece, count in counts.items() if count >= at_least)))

    def _bytes_of(self, token: int) -> bytes:
        if token >= FIRST_WORD:
            return self.words[token - FIRST_WORD].encode()
        return bytes([token - FIRST_BYTE]) if token >= FIRST_BYTE else b""


def _utf8(piece: str) -> bytes:
    # A lone surrogate can arrive from JSON and has no UTF-8 form.
    return piece.encode("utf-8", errors="replace")
