"""A base model's directory, checked before torch or transformers see it: nothing is run, and nothing lies beside it."""

import re
from pathlib import Path
from typing import Any

from .chat_template import TemplateRefused, check_chat_template
from .expected_tensors import LARGEST_SIZES, expected_tensors
from .foreign_files import FileRefused, check_directory, read_file
from .job import JobRejected
from .safetensors_header import TensorEntry, WeightsRefused, read_header
from .strict_json import NotStrictJson, parse_strictly

# What a config.json may say. An unknown key is refused: transformers has run code that a config pointed to.
ALLOWED_CONFIG_KEYS = frozenset(
    """architectures attention_bias attention_dropout bos_token_id dtype eos_token_id head_dim hidden_act hidden_size
    initializer_range intermediate_size layer_types max_position_embeddings max_window_layers mlp_bias model_type
    num_attention_heads num_hidden_layers num_key_value_heads pad_token_id pretraining_tp rms_norm_eps rope_parameters
    rope_scaling rope_theta sliding_window tie_word_embeddings torch_dtype transformers_version use_cache
    use_sliding_window vocab_size""".split()
)
ALLOWED_MODEL_TYPES = frozenset({"llama", "mistral", "qwen2", "qwen3", "smollm3"})
_ALLOWED_TOKENIZER_KEYS = frozenset(
    """add_bos_token add_eos_token add_prefix_space added_tokens_decoder additional_special_tokens bos_token
    chat_template clean_up_tokenization_spaces cls_token eos_token errors extra_special_tokens legacy mask_token
    model_input_names model_max_length pad_token padding_side sep_token sp_model_kwargs spaces_between_special_tokens
    split_special_tokens tokenizer_class truncation_side unk_token use_default_system_prompt is_local backend""".split()
)
_TOKENIZER_PARTS = frozenset(
    "version truncation padding added_tokens normalizer pre_tokenizer post_processor decoder model".split()
)
_TOKENIZER_MODELS = ("BPE", "WordPiece", "WordLevel", "Unigram")

_WEIGHTS = re.compile(r"model(?:-\d{5}-of-\d{5})?\.safetensors")
_INDEX = "model.safetensors.index.json"
_LARGEST_WEIGHTS_BYTES = 1 << 40
_LARGEST_JSON_BYTES = {
    "config.json": 64 << 10,
    "generation_config.json": 64 << 10,
    _INDEX: 8 << 20,
    "tokenizer.json": 48 << 20,
    "tokenizer_config.json": 4 << 20,
    "special_tokens_map.json": 1 << 20,
    "added_tokens.json": 4 << 20,
    "vocab.json": 16 << 20,
    "mandate_tokenizer.json": 16 << 20,
}


class BaseRefused(JobRejected):
    """A base model that is not opened; says why."""

    def __init__(self, reason: str) -> None:
        super().__init__("base", reason)


def allowed_in_base(name: str) -> int | None:
    """How large a file of a base may be; None for one that has no place there."""
    return _LARGEST_WEIGHTS_BYTES if _WEIGHTS.fullmatch(name) else _LARGEST_JSON_BYTES.get(name)


def check_base(directory: Path) -> None:
    """Raise BaseRefused unless the directory is a model of an allowed kind, whole and nothing else."""
    try:
        names = check_directory(directory, allowed_in_base)
        config = check_config(directory)
        _check_weights(directory, sorted(name for name in names if _WEIGHTS.fullmatch(name)), config, _INDEX in names)
        if "generation_config.json" in names:
            _check_flat(_read(directory, "generation_config.json"), "generation_config.json")
        if "tokenizer_config.json" in names:
            _check_tokenizer_config(_read(directory, "tokenizer_config.json"))
        if "tokenizer.json" in names:
            _check_tokenizer(directory)
    except FileRefused as error:
        raise BaseRefused(str(error)) from error
    except TemplateRefused as error:
        raise BaseRefused(f"tokenizer_config.json: {error}") from error


def check_config(directory: Path) -> dict[str, Any]:
    """Refuse a config.json that says more than sizes and kinds."""
    config = _read(directory, "config.json")
    unknown = sorted(set(config) - ALLOWED_CONFIG_KEYS)
    if unknown:
        raise BaseRefused(f"config.json has the key {ascii(unknown[0])[1:-1][:80]}, which is not allowed")
    if config.get("model_type") not in ALLOWED_MODEL_TYPES:
        raise BaseRefused(f"model type {ascii(config.get('model_type'))[:80].strip(chr(39))} is not allowed")
    for key, largest in LARGEST_SIZES.items():
        is_optional = key in ("num_key_value_heads", "head_dim")
        value = config.get(key)
        if not (is_optional and value is None) and not (type(value) is int and 1 <= value <= largest):
            raise BaseRefused(f"config.json: {key} is not a whole number from 1 to {largest}")
    _check_flat(config, "config.json")
    return config


def _check_flat(values: dict[str, Any], where: str) -> None:
    """Numbers, switches, short words, and lists and tables of them: no path, no address, no program."""
    waiting = [(key, value) for key, value in values.items()]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, dict):
            waiting += [(f"{key}.{name}", item) for name, item in value.items()]
        elif isinstance(value, list):
            waiting += [(key, item) for item in value]
        elif isinstance(value, str) and not re.fullmatch(r"[A-Za-z0-9_.+-]{0,64}", value):
            raise BaseRefused(f"{where}: {key[:80]} is no plain word")
        if re.search(r"(?i)auto_map|custom|trust_remote|pickle|__", key):
            raise BaseRefused(f"{where} has the key {ascii(key)[1:-1][:80]}, which is not allowed")


def _check_weights(directory: Path, files: list[str], config: dict[str, Any], has_index: bool) -> None:
    if not files:
        raise BaseRefused("there is no model.safetensors")
    found: dict[str, TensorEntry] = {}
    for name in files:
        try:
            entries = read_header(directory / name)
        except WeightsRefused as error:
            raise BaseRefused(f"{name}: {error}") from error
        twice = sorted(set(entries) & set(found))
        if twice:
            raise BaseRefused(f"{name}: {twice[0]} is in another file too")
        found |= entries
        if files != ["model.safetensors"] or has_index:
            _check_index(directory, name, entries)
    _check_shapes(found, config)


def _check_index(directory: Path, name: str, entries: dict[str, TensorEntry]) -> None:
    places = _read(directory, _INDEX).get("weight_map")
    if not isinstance(places, dict):
        raise BaseRefused(f"{_INDEX} has no weight_map")
    for tensor, place in places.items():
        if not isinstance(place, str) or not _WEIGHTS.fullmatch(place):
            raise BaseRefused(f"{_INDEX}: {ascii(place)[:80]} is no weight file of this directory")
        if (place == name) != (tensor in entries):
            raise BaseRefused(f"{_INDEX}: {ascii(tensor)[:80]} is not where it says")


def _check_shapes(found: dict[str, TensorEntry], config: dict[str, Any]) -> None:
    expected = expected_tensors(config)
    missing, strange = sorted(set(expected) - set(found)), sorted(set(found) - set(expected))
    # Old files carry what the model computes by itself.
    strange = [name for name in strange if not name.endswith("rotary_emb.inv_freq") and name != "lm_head.weight"]
    if missing or strange:
        raise BaseRefused(f"the weights lack {missing[0]}" if missing else f"the weights have {strange[0]}")
    for name, shape in expected.items():
        if found[name].shape != shape:
            raise BaseRefused(f"{name} has the shape {list(found[name].shape)}; config.json makes it {list(shape)}")


def _check_tokenizer_config(values: dict[str, Any]) -> None:
    unknown = sorted(set(values) - _ALLOWED_TOKENIZER_KEYS)
    if unknown:
        raise BaseRefused(f"tokenizer_config.json has the key {ascii(unknown[0])[1:-1][:80]}, which is not allowed")
    if values.get("chat_template") is not None:
        check_chat_template(values["chat_template"])


def _check_tokenizer(directory: Path) -> None:
    # Up to 48 MiB; the library that opens it is strict about its inside, so only its outline is asked for here.
    start = read_file(directory / "tokenizer.json", _LARGEST_JSON_BYTES["tokenizer.json"])
    values = _parse(start, "tokenizer.json") if len(start) <= 4 << 20 else None
    if values is None:
        return
    unknown = sorted(set(values) - _TOKENIZER_PARTS)
    if unknown:
        raise BaseRefused(f"tokenizer.json has the part {ascii(unknown[0])[1:-1][:80]}, which is not allowed")
    model = values.get("model")
    if not isinstance(model, dict) or model.get("type") not in _TOKENIZER_MODELS:
        raise BaseRefused(f"tokenizer.json: the model is not one of {', '.join(_TOKENIZER_MODELS)}")


def _read(directory: Path, name: str) -> dict[str, Any]:
    try:
        return _parse(read_file(directory / name, _LARGEST_JSON_BYTES[name]), name)
    except FileNotFoundError as error:
        raise BaseRefused(f"there is no {name}") from error
    except FileRefused as error:
        raise BaseRefused(str(error)) from error


def _parse(content: bytes, name: str) -> dict[str, Any]:
    try:
        value = parse_strictly(content)
    except NotStrictJson as error:
        raise BaseRefused(f"{name} {error}") from error
    if not isinstance(value, dict):
        raise BaseRefused(f"{name} is no object")
    return value
