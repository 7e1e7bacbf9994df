"""One base model in memory and the adapters upon it, each under its digest."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from peft import PeftModel, get_peft_model, set_peft_model_state_dict
from torch import nn

from .adapter_file import AdapterFile, AdapterRefused, read_adapter
from .canonical import digest_of_directory
from .model import load_base, load_tokenizer


class AdapterUnknown(Exception):
    """No adapter of this digest is loaded."""


class Shelf:
    """Which adapter is active is a state of the model, so one answer is made at a time."""

    def __init__(self, base_directory: Path) -> None:
        self.base_digest = digest_of_directory(base_directory)
        self.tokenizer = load_tokenizer(base_directory)
        self._model: nn.Module = load_base(base_directory).eval()
        self.context_tokens: int = self._model.config.max_position_embeddings
        self._digests: list[str] = []
        self._lock = threading.Lock()

    def digests(self) -> list[str]:
        """The adapters that are loaded."""
        return list(self._digests)

    def load(self, digest: str, directory: Path) -> None:
        """Verify and load an adapter; loading it twice is no error."""
        adapter = read_adapter(directory, digest)
        with self._lock:
            if digest not in self._digests:
                self._attach(_name(digest), adapter)
                self._digests.append(digest)

    def unload(self, digest: str) -> None:
        """Forget an adapter."""
        with self._lock:
            if digest not in self._digests:
                raise AdapterUnknown(f"no adapter {digest} is loaded")
            self._digests.remove(digest)
            self._detach(_name(digest))

    @contextmanager
    def model_with(self, digest: str | None) -> Iterator[nn.Module]:
        """The model with one adapter, or as the base, for as long as the block lasts."""
        with self._lock:
            if digest is not None and digest not in self._digests:
                raise AdapterUnknown(f"no adapter {digest} is loaded")
            if not isinstance(self._model, PeftModel):
                yield self._model
            elif digest is None:
                with self._model.disable_adapter():
                    yield self._model
            else:
                self._model.set_adapter(_name(digest))
                yield self._model

    def _attach(self, name: str, adapter: AdapterFile) -> None:
        is_first = not isinstance(self._model, PeftModel)
        try:
            if is_first:
                self._model = get_peft_model(self._model, adapter.config, adapter_name=name)
            else:
                self._model.add_adapter(name, adapter.config)
            outcome = set_peft_model_state_dict(self._model, adapter.weights, adapter_name=name)
            if outcome.unexpected_keys:
                raise AdapterRefused(f"it does not fit the base: {outcome.unexpected_keys[0]}")
        except (RuntimeError, ValueError, KeyError, AdapterRefused) as error:
            self._detach(name)
            raise AdapterRefused(f"it does not fit the base: {error}") from error
        self._model.eval()

    def _detach(self, name: str) -> None:
        if not isinstance(self._model, PeftModel) or name not in self._model.peft_config:
            return
        if len(self._model.peft_config) == 1:
            self._model = self._model.unload()
        else:
            self._model.delete_adapter(name)


def _name(digest: str) -> str:
    """A digest as PyTorch lets a module be called."""
    return digest.replace(":", "_")
