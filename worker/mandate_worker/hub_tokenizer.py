"""The tokenizer of a hub model, with the same face as WordTokenizer. Without a chat template it gets a plain one."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PLAIN_TEMPLATE = "{% for m in messages %}User: {{ m['content'] }}\nAssistant:{% endfor %}"


@dataclass(frozen=True)
class HubTokenizer:
    """Each turn is spelled as the model's own template spells a conversation of one turn."""

    inner: Any

    @property
    def pad_id(self) -> int:
        """Padding is never looked at, so any token will do."""
        return self.inner.pad_token_id if self.inner.pad_token_id is not None else self.end_id

    @property
    def end_id(self) -> int:
        """What closes an answer."""
        return self.inner.eos_token_id

    def encode_opening(self, system: str) -> list[int]:
        """The template of a turn writes the opening itself."""
        return []

    def encode_question(self, text: str) -> list[int]:
        """A user's turn up to where the answer begins."""
        template = self.inner.chat_template or PLAIN_TEMPLATE
        spelled = self.inner.apply_chat_template(
            [{"role": "user", "content": text}], chat_template=template, add_generation_prompt=True, tokenize=False
        )
        return self.inner.encode(spelled, add_special_tokens=False)

    def encode_answer(self, text: str) -> list[int]:
        """An assistant's turn, closed."""
        return [*self.inner.encode(text, add_special_tokens=False), self.end_id]

    def decode(self, tokens: Iterable[int]) -> str:
        """The text of tokens, without markers."""
        return self.inner.decode(list(tokens), skip_special_tokens=True)

    @classmethod
    def load(cls, directory: Path) -> "HubTokenizer":
        """Read tokenizer.json and tokenizer_config.json; no code comes with them."""
        from transformers import PreTrainedTokenizerFast

        return cls(PreTrainedTokenizerFast.from_pretrained(directory, trust_remote_code=False, local_files_only=True))
