"""What a model of an allowed kind is made of: the name and shape of every tensor, by its config.json alone."""

from typing import Any

Shapes = dict[str, tuple[int, ...]]

# A size beyond these is no model that anybody trains; what they multiply to stays within what the files can hold.
LARGEST_SIZES = {
    "hidden_size": 1 << 16,
    "intermediate_size": 1 << 19,
    "num_hidden_layers": 512,
    "num_attention_heads": 1 << 10,
    "num_key_value_heads": 1 << 10,
    "head_dim": 1 << 12,
    "vocab_size": 1 << 22,
    "max_position_embeddings": 1 << 24,
}


def expected_tensors(config: dict[str, Any]) -> Shapes:
    """Every weight of the model; the head is missing where it is the embedding."""
    hidden, words = config["hidden_size"], config["vocab_size"]
    shapes: Shapes = {"model.embed_tokens.weight": (words, hidden), "model.norm.weight": (hidden,)}
    if not _is_tied(config):
        shapes["lm_head.weight"] = (words, hidden)
    layer = _layer(config)
    for number in range(config["num_hidden_layers"]):
        shapes.update({f"model.layers.{number}.{name}": shape for name, shape in layer.items()})
    return shapes


def _is_tied(config: dict[str, Any]) -> bool:
    # What transformers takes where the file is silent.
    return bool(config.get("tie_word_embeddings", config["model_type"] == "smollm3"))


def _layer(config: dict[str, Any]) -> Shapes:
    kind, hidden, inner = config["model_type"], config["hidden_size"], config["intermediate_size"]
    heads = config["num_attention_heads"]
    silent = {"mistral": 8, "qwen2": 32, "qwen3": 32, "smollm3": 4}
    groups = config.get("num_key_value_heads") or silent.get(kind, heads)
    size = config.get("head_dim") or (128 if kind == "qwen3" else hidden // heads)
    asks, knows = heads * size, groups * size
    shapes: Shapes = {"input_layernorm.weight": (hidden,), "post_attention_layernorm.weight": (hidden,)}
    shapes |= {f"self_attn.{name}_proj.weight": (asks if name == "q" else knows, hidden) for name in "qkv"}
    shapes |= {"self_attn.o_proj.weight": (hidden, asks)}
    shapes |= {f"mlp.{name}_proj.weight": (inner, hidden) for name in ("gate", "up")}
    shapes |= {"mlp.down_proj.weight": (hidden, inner)}
    attention_bias = bool(config.get("attention_bias")) and kind not in ("qwen2", "mistral")
    if attention_bias or kind == "qwen2":
        shapes |= {f"self_attn.{name}_proj.bias": (asks if name == "q" else knows,) for name in "qkv"}
    if attention_bias:
        shapes |= {"self_attn.o_proj.bias": (hidden,)}
    if kind == "qwen3":
        shapes |= {f"self_attn.{name}_norm.weight": (size,) for name in "qk"}
    if config.get("mlp_bias") and kind in ("llama", "smollm3"):
        shapes |= {f"mlp.{name}_proj.bias": (inner,) for name in ("gate", "up")} | {"mlp.down_proj.bias": (hidden,)}
    return shapes
