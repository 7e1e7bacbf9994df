"""An adapter directory, read once into memory: what is hashed is exactly what is opened.

`check_adapter` needs neither torch nor PEFT: what is refused is refused before they see it.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .canonical import digest_of_files
from .foreign_files import FileRefused, check_directory, read_file
from .safetensors_header import WeightsRefused, read_header
from .strict_json import NotStrictJson, parse_strictly

if TYPE_CHECKING:
    import torch
    from peft import LoraConfig

WEIGHTS, CONFIG, CARD = "adapter_model.safetensors", "adapter_config.json", "README.md"

# What an adapter may choose for itself. Everything else has to stand at PEFT's default, null or empty.
_CHOSEN = {"r", "lora_alpha", "lora_dropout", "target_modules"}
_MEANINGLESS = {"base_model_name_or_path", "revision", "inference_mode", "peft_version", "task_type"}
DEFAULTS: dict[str, Any] = {
    "peft_type": "LORA",
    "bias": "none",
    "init_lora_weights": True,
    "megatron_core": "megatron.core",
    "qalora_group_size": 16,
}
_LARGEST_BYTES = {WEIGHTS: 1 << 33, CONFIG: 256 << 10, CARD: 1 << 20}
_LARGEST_RANK, _LARGEST_ALPHA = 256, 1024
_MODULE = re.compile(r"[a-z][a-z0-9_.-]{0,63}")


class AdapterRefused(Exception):
    """The adapter is not what its digest says, or not of a kind that is opened here."""


@dataclass(frozen=True)
class AdapterFile:
    """Configuration and weights whose bytes match their digest."""

    config: "LoraConfig"
    weights: "dict[str, torch.Tensor]"


def read_adapter(directory: Path, digest: str) -> AdapterFile:
    """Check it, and only then open it."""
    chosen, weights = check_adapter(directory, digest)

    import torch
    from peft import LoraConfig
    from safetensors.torch import load

    try:
        tensors = load(weights)
    except Exception as error:
        raise AdapterRefused(f"it cannot be read: {error}") from error
    for name, tensor in tensors.items():
        if not torch.isfinite(tensor).all():
            raise AdapterRefused(f"{name} holds a value that is no number")
    return AdapterFile(LoraConfig(**chosen, task_type="CAUSAL_LM", inference_mode=True), tensors)


def check_adapter(directory: Path, digest: str) -> tuple[dict[str, Any], bytes]:
    """What its configuration chooses, and the bytes of its weights; raises AdapterRefused.

    Everything is hashed and looked at where it lies, so that what is refused never fills the memory; then it is read,
    and what was read is hashed again, since somebody may have changed it in between.
    """
    try:
        names = _names(directory)
        _compare(digest_of_files({name: directory / name for name in names}), digest)
        chosen = _read_config(parse_strictly(read_file(directory / CONFIG, _LARGEST_BYTES[CONFIG])))
        read_header(directory / WEIGHTS)
        contents = {name: read_file(directory / name, _LARGEST_BYTES[name]) for name in names}
    except FileRefused as error:
        raise AdapterRefused(str(error)) from error
    except NotStrictJson as error:
        raise AdapterRefused(f"{CONFIG} {error}") from error
    except WeightsRefused as error:
        raise AdapterRefused(f"{WEIGHTS}: {error}") from error
    _compare(digest_of_files(contents), digest)
    return chosen, contents[WEIGHTS]


def _compare(found: str, digest: str) -> None:
    if found != digest:
        raise AdapterRefused(f"the bytes have the digest {found}, not {digest}")


def allowed_in_adapter(name: str) -> int | None:
    """How large a file of an adapter may be; None for one that has no place there."""
    return _LARGEST_BYTES.get(name)


def _names(directory: Path) -> list[str]:
    """Names and sizes first: what has no place here is not read."""
    if not directory.exists():
        raise AdapterRefused(f"there is no adapter in {directory}")
    names = check_directory(directory, allowed_in_adapter)
    if not {WEIGHTS, CONFIG} <= set(names):
        raise AdapterRefused(f"it lacks {WEIGHTS} or {CONFIG}")
    return sorted(names)


def _read_config(said: Any) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise AdapterRefused(f"{CONFIG} is no object")
    for key, value in said.items():
        if key not in _CHOSEN | _MEANINGLESS and value and value != DEFAULTS.get(key):
            raise AdapterRefused(f"{CONFIG} sets {ascii(key)[1:-1][:80]}, which is not allowed")
    missing = sorted(_CHOSEN - set(said))
    if missing:
        raise AdapterRefused(f"{CONFIG} lacks {missing[0]}")
    _check_number(said, "r", 1, _LARGEST_RANK)
    _check_number(said, "lora_alpha", 1, _LARGEST_ALPHA)
    _check_number(said, "lora_dropout", 0, 0.9)
    # A text would be taken for a regular expression, and some of those take for ever.
    modules = said["target_modules"]
    are_names = isinstance(modules, list) and 0 < len(modules) <= 64
    if modules != "all-linear" and not (are_names and all(_is_module(name) for name in modules)):
        raise AdapterRefused(f"{CONFIG}: target_modules is no list of plain names")
    return {key: said[key] for key in sorted(_CHOSEN)}


def _check_number(said: dict[str, Any], key: str, least: float, most: float) -> None:
    value = said[key]
    if type(value) not in (int, float) or (key == "r" and type(value) is not int) or not least <= value <= most:
        raise AdapterRefused(f"{CONFIG}: {key} is not a number from {least} to {most}")


def _is_module(name: Any) -> bool:
    return isinstance(name, str) and _MODULE.fullmatch(name) is not None
