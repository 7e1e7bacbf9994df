"""Models: the tiny base, a base that a job names, LoRA upon it. safetensors only, and no code from a model is run."""

from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from peft.tuners.lora import LoraLayer
from safetensors.torch import save_file
from torch import nn
from transformers import AutoModelForCausalLM, LlamaConfig, LlamaForCausalLM

from .base_files import check_base
from .hub_tokenizer import HubTokenizer
from .job import JobRejected, Lora
from .tokenizer import FILE_NAME, WordTokenizer


def tiny_config(vocabulary_size: int) -> LlamaConfig:
    """mandate-tiny-1: small enough to be trained from nothing in half a minute on one core."""
    return LlamaConfig(
        vocab_size=vocabulary_size,
        hidden_size=128,
        intermediate_size=256,
        num_hidden_layers=3,
        num_attention_heads=4,
        max_position_embeddings=512,
        tie_word_embeddings=True,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=4,
    )


def new_tiny_model(vocabulary_size: int, seed: int) -> LlamaForCausalLM:
    """The base before it has learnt anything."""
    torch.manual_seed(seed)
    return LlamaForCausalLM(tiny_config(vocabulary_size))


def load_base(directory: Path, dtype: torch.dtype = torch.float32) -> nn.Module:
    """Open a base model whose bytes were verified before."""
    check_base(directory)
    model = AutoModelForCausalLM.from_pretrained(
        directory, trust_remote_code=False, use_safetensors=True, local_files_only=True, dtype=dtype
    )
    for name, parameter in model.named_parameters():
        if not torch.isfinite(parameter).all():
            raise JobRejected("base", f"{name} holds a value that is no number")
    return model


def save_model_weights(model: nn.Module, directory: Path) -> None:
    """Own spelling of the weights: what transformers writes may differ from version to version."""
    tied = set(model._tied_weights_keys or ()) if model.config.tie_word_embeddings else set()
    weights = {name: tensor.contiguous() for name, tensor in model.state_dict().items() if name not in tied}
    save_file(weights, directory / "model.safetensors", metadata={"format": "pt"})


def add_lora(base: nn.Module, lora: Lora, seed: int) -> PeftModel:
    """A fresh adapter upon a frozen base."""
    torch.manual_seed(seed)
    modules = lora.target_modules
    config = LoraConfig(
        r=lora.r,
        lora_alpha=lora.alpha,
        lora_dropout=lora.dropout_millionths / 1e6,
        target_modules="all-linear" if modules == ("all-linear",) else list(modules),
        task_type="CAUSAL_LM",
    )
    return _without_casts(get_peft_model(base, config))


def _without_casts(model: PeftModel) -> PeftModel:
    """Autocast brings inputs into the job's dtype; PEFT would first copy each of them into the adapter's float32."""
    for module in model.modules():
        if isinstance(module, LoraLayer):
            module.cast_input_dtype_enabled = False
    return model


def load_tokenizer(directory: Path) -> WordTokenizer | HubTokenizer:
    """The tokenizer that lies beside a base model."""
    own = (directory / FILE_NAME).is_file()
    return WordTokenizer.load(directory) if own else HubTokenizer.load(directory)
