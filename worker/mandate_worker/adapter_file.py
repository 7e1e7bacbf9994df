"""An adapter directory, read once into memory: what is hashed is exactly what is opened."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig
from safetensors.torch import load

from .canonical import digest_of_files

WEIGHTS, CONFIG, CARD = "adapter_model.safetensors", "adapter_config.json", "README.md"

# What an adapter may choose for itself. Everything else has to stand at PEFT's default, null or empty.
_CHOSEN = {"r", "lora_alpha", "lora_dropout", "target_modules"}
_MEANINGLESS = {"base_model_name_or_path", "revision", "inference_mode", "peft_version", "task_type"}
_LARGEST_BYTES = 1 << 33


class AdapterRefused(Exception):
    """The adapter is not what its digest says, or not of a kind that is opened here."""


@dataclass(frozen=True)
class AdapterFile:
    """Configuration and weights whose bytes match their digest."""

    config: LoraConfig
    weights: dict[str, torch.Tensor]


def read_adapter(directory: Path, digest: str) -> AdapterFile:
    """Read every file, compare with the digest, and only then look inside."""
    contents = _read_all(directory)
    found = digest_of_files(contents)
    if found != digest:
        raise AdapterRefused(f"the bytes have the digest {found}, not {digest}")
    unknown = sorted(set(contents) - {WEIGHTS, CONFIG, CARD})
    if unknown or not {WEIGHTS, CONFIG} <= set(contents):
        raise AdapterRefused(f"it has {unknown[0]}" if unknown else f"it lacks {WEIGHTS} or {CONFIG}")
    try:
        return AdapterFile(config=_read_config(contents[CONFIG]), weights=load(contents[WEIGHTS]))
    except AdapterRefused:
        raise
    except Exception as error:
        raise AdapterRefused(f"it cannot be read: {error}") from error


def _read_all(directory: Path) -> dict[str, bytes]:
    contents, size = {}, 0
    for path in directory.rglob("*"):
        if path.is_symlink():
            raise AdapterRefused(f"{path.name} is a link")
        if path.is_file():
            size += path.stat().st_size
            if size > _LARGEST_BYTES:
                raise AdapterRefused("it is larger than 8 GiB")
            contents[path.relative_to(directory).as_posix()] = path.read_bytes()
    if not contents:
        raise AdapterRefused(f"there is no adapter in {directory}")
    return contents


def _read_config(content: bytes) -> LoraConfig:
    said: dict[str, Any] = json.loads(content)
    default = json.loads(json.dumps(LoraConfig().to_dict(), default=sorted))
    for key, value in said.items():
        if key not in _CHOSEN | _MEANINGLESS and value and value != default.get(key):
            raise AdapterRefused(f"{CONFIG} sets {key}, which is not allowed")
    chosen = {key: said[key] for key in sorted(_CHOSEN)}
    return LoraConfig(**chosen, task_type="CAUSAL_LM", inference_mode=True)
