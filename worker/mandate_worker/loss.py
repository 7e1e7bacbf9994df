"""Cross-entropy in chunks, so that the logits of a long batch never stand in memory at once.

Shapes: N tokens to be foretold, D width of the model, V words of the vocabulary, B rows of a batch, T tokens of a row.
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from .packing import IGNORED, Batch

CHUNK_TOKENS = 1024


class ChunkedCrossEntropy(torch.autograd.Function):
    """The loss of each token. Where the head is frozen, the gradient is made along the way: no logit is made twice."""

    @staticmethod
    def forward(ctx: Any, hidden_ND: Tensor, weight_VD: Tensor, truth_N: Tensor) -> Tensor:
        """The same numbers as functional.cross_entropy without reduction, in float32 and above."""
        head_VD = weight_VD.to(hidden_ND.dtype)
        makes_gradient = hidden_ND.requires_grad and not weight_VD.requires_grad
        losses, gradients = [], []
        for hidden, truth in zip(hidden_ND.split(CHUNK_TOKENS), truth_N.split(CHUNK_TOKENS)):
            logits_NV = _exact(hidden @ head_VD.T)
            losses.append(functional.cross_entropy(logits_NV, truth, reduction="none"))
            if makes_gradient:
                gradients.append(_surprise(logits_NV, truth).to(hidden.dtype) @ head_VD)
        ctx.makes_gradient = makes_gradient
        ctx.save_for_backward(*([torch.cat(gradients)] if makes_gradient else [hidden_ND, weight_VD, truth_N]))
        return torch.cat(losses)

    @staticmethod
    def backward(ctx: Any, grad_N: Tensor) -> tuple[Tensor, Tensor | None, None]:
        """Each token's gradient is scaled by what its loss was scaled with."""
        if ctx.makes_gradient:
            (gradient_ND,) = ctx.saved_tensors
            return gradient_ND * grad_N[:, None].to(gradient_ND.dtype), None, None
        hidden_ND, weight_VD, truth_N = ctx.saved_tensors
        head_VD = weight_VD.to(hidden_ND.dtype)
        gradients, weight_gradient_VD = [], torch.zeros_like(weight_VD)
        chunks = zip(hidden_ND.split(CHUNK_TOKENS), truth_N.split(CHUNK_TOKENS), grad_N.split(CHUNK_TOKENS))
        for hidden, truth, scale in chunks:
            surprise_NV = (_surprise(_exact(hidden @ head_VD.T), truth) * scale[:, None]).to(hidden.dtype)
            gradients.append(surprise_NV @ head_VD)
            weight_gradient_VD += (surprise_NV.T @ hidden).to(weight_VD.dtype)
        return torch.cat(gradients), weight_gradient_VD, None


def token_losses(model: nn.Module, batch: Batch) -> tuple[Tensor, Tensor]:
    """The loss of every token that the labels name, and its row. The rest of the logits is never made."""
    causal = model.get_base_model() if hasattr(model, "get_base_model") else model
    hidden_BTD = causal.get_decoder()(**batch.inputs(), use_cache=False).last_hidden_state
    truth_BT = batch.labels_BT[:, 1:]
    is_learnt_BT = truth_BT != IGNORED
    hidden_ND, truth_N = hidden_BTD[:, :-1][is_learnt_BT], truth_BT[is_learnt_BT]
    rows_N = is_learnt_BT.nonzero()[:, 0]
    head = causal.get_output_embeddings()
    if type(head) is nn.Linear and head.bias is None:
        return ChunkedCrossEntropy.apply(hidden_ND, head.weight, truth_N), rows_N
    return functional.cross_entropy(_exact(head(hidden_ND)), truth_N, reduction="none"), rows_N


def _exact(logits: Tensor) -> Tensor:
    return logits.float() if logits.dtype in (torch.bfloat16, torch.float16) else logits


def _surprise(logits_NV: Tensor, truth_N: Tensor) -> Tensor:
    """The gradient of the loss by the logits: what was foretold less what came."""
    surprise_NV = torch.softmax(logits_NV, -1)
    surprise_NV[torch.arange(len(truth_N), device=truth_N.device), truth_N] -= 1
    return surprise_NV
