"""Sizes of models, and how much of them one step takes."""

from dataclasses import dataclass

import torch
from torch import nn
from transformers import LlamaConfig, LlamaForCausalLM

# Multiplications of bfloat16 without sparsity, by NVIDIA's data sheets.
PEAK_FLOPS = {"H100": 989.4e12, "H200": 989.4e12, "A100": 312e12, "B200": 2250e12}


@dataclass(frozen=True)
class Shape:
    """A Llama of these sizes, and a batch for it."""

    name: str
    hidden: int
    inner: int
    layers: int
    heads: int
    key_value_heads: int
    vocabulary: int
    ties_embeddings: bool
    rows: int
    context_tokens: int
    steps: int

    @property
    def tokens(self) -> int:
        """Of one step."""
        return self.rows * self.context_tokens

    def model(self, device: str, dtype: torch.dtype) -> LlamaForCausalLM:
        """Random weights, made where they are used; the same every time."""
        config = LlamaConfig(
            vocab_size=self.vocabulary,
            hidden_size=self.hidden,
            intermediate_size=self.inner,
            num_hidden_layers=self.layers,
            num_attention_heads=self.heads,
            num_key_value_heads=self.key_value_heads,
            max_position_embeddings=self.context_tokens,
            tie_word_embeddings=self.ties_embeddings,
        )
        torch.manual_seed(1)
        default = torch.get_default_dtype()
        torch.set_default_dtype(dtype)
        try:
            with torch.device(device):
                return LlamaForCausalLM(config)
        finally:
            torch.set_default_dtype(default)


EIGHT_BILLION = Shape("8B", 4096, 14336, 32, 32, 8, 128256, False, rows=4, context_tokens=2048, steps=12)
ONE_BILLION = Shape("1B", 2048, 8192, 16, 32, 8, 128256, True, rows=8, context_tokens=2048, steps=20)
TINY = Shape("tiny", 256, 688, 4, 4, 4, 8192, True, rows=4, context_tokens=256, steps=10)


def flops_per_token(base: nn.Module) -> float:
    """4N for LoRA: forward 2N, backward 2N for what flows through frozen weights. N leaves out the table of inputs."""
    table = base.get_input_embeddings().weight
    weights = sum(parameter.numel() for parameter in base.parameters())
    is_tied = base.get_output_embeddings().weight is table
    return 4.0 * (weights if is_tied else weights - table.numel())


def peak_flops(device_name: str) -> float | None:
    """What the card could do at best; None where no data sheet says."""
    return next((peak for name, peak in PEAK_FLOPS.items() if name in device_name), None)
