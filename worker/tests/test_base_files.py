"""The doors let in what is good: every kind of model as transformers writes it, and templates as models bring them."""

import json
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import save_file
from transformers import AutoConfig, AutoModelForCausalLM

from mandate_worker.base_files import ALLOWED_MODEL_TYPES, BaseRefused, check_base
from mandate_worker.chat_template import check_chat_template
from mandate_worker.expected_tensors import expected_tensors
from mandate_worker.model import load_base

SIZES = {
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "vocab_size": 64,
    "max_position_embeddings": 128,
}
BIASES: list[dict[str, Any]] = [
    {},
    {"attention_bias": True},
    {"mlp_bias": True},
    {"head_dim": 16},
    {"tie_word_embeddings": True},
    {"tie_word_embeddings": False},
]


@pytest.mark.parametrize("changes", BIASES, ids=str)
@pytest.mark.parametrize("kind", sorted(ALLOWED_MODEL_TYPES))
def test_expects_the_tensors_that_transformers_makes(kind: str, changes: dict[str, Any]) -> None:
    said = {**SIZES, "model_type": kind, **changes}
    made = AutoModelForCausalLM.from_config(AutoConfig.for_model(kind, pad_token_id=0, **{**SIZES, **changes}))
    tied = set(made._tied_weights_keys or ()) if made.config.tie_word_embeddings else set()

    shapes = {name: tuple(tensor.shape) for name, tensor in made.state_dict().items() if name not in tied}

    assert expected_tensors(said) == shapes


def test_opens_a_base_in_several_files(tmp_path: Path) -> None:
    config = AutoConfig.for_model("qwen3", pad_token_id=0, tie_word_embeddings=False, **SIZES)
    weights = AutoModelForCausalLM.from_config(config).state_dict()
    names = sorted(weights)
    halves = {"model-00001-of-00002.safetensors": names[::2], "model-00002-of-00002.safetensors": names[1::2]}
    for file, held in halves.items():
        save_file({name: weights[name].contiguous() for name in held}, tmp_path / file, metadata={"format": "pt"})
    places = {name: file for file, held in halves.items() for name in held}
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps({"metadata": {}, "weight_map": places}))
    said = {"model_type": "qwen3", "tie_word_embeddings": False, "pad_token_id": 0, **SIZES}
    (tmp_path / "config.json").write_text(json.dumps(said))

    opened = load_base(tmp_path).state_dict()

    assert all((opened[name] == weights[name]).all() for name in names)


def test_refuses_weights_that_are_no_numbers(sapling: Path, tmp_path: Path) -> None:
    import shutil

    from safetensors.torch import load_file

    base = tmp_path / "base"
    shutil.copytree(sapling / "base" / "mandate-tiny-1", base)
    weights = load_file(base / "model.safetensors")
    weights["model.norm.weight"][3] = float("inf")
    save_file(weights, base / "model.safetensors")

    with pytest.raises(Exception, match="^base: model.norm.weight holds a value that is no number$"):
        load_base(base)


TEMPLATES = [
    # As Llama 3, Qwen 3 and SmolLM3 spell their messages: what such templates use, in short.
    "{{- bos_token }}{%- for message in messages %}{{- '<|start|>' + message['role'] + '<|end|>\\n\\n'"
    " + message['content'] | trim + '<|eot_id|>' }}{%- endfor %}",
    "{%- set ns = namespace(multi=true, last=messages|length - 1) %}{%- for message in messages[::-1] %}"
    "{%- if ns.multi and message.content is string and not message.content.startswith('<t>') %}"
    "{%- set ns.multi = false %}{%- endif %}{{ message.content.split('</think>')[-1].lstrip('\\n') }}{%- endfor %}"
    "{%- if tools %}{%- for tool in tools %}{{ tool | tojson }}{%- endfor %}{%- endif %}",
    "{% macro turn(m) %}{{ m.content }}{% endmacro %}{% for m in messages %}{% generation %}{{ turn(m) }}"
    "{% endgeneration %}{% else %}{{ raise_exception('empty') }}{% endfor %}{{ strftime_now('%d %b %Y') }}",
]


@pytest.mark.parametrize("template", TEMPLATES)
def test_lets_templates_spell_messages(template: str) -> None:
    check_chat_template(template)


def test_names_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(BaseRefused, match="^base: given is an empty directory$"):
        (tmp_path / "given").mkdir()
        check_base(tmp_path / "given")
