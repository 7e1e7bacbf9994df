"""From a recipe and its inputs to what the trainer works with: an objective, and a model that may learn."""

from collections.abc import Callable
from typing import Any, TypeVar

from torch import nn

from .data import DataError, encode, read_conversations
from .device import Device
from .inputs import Inputs
from .job import JobRejected, Recipe
from .model import add_lora, load_base
from .objective import AnswerObjective, Objective, PreferenceObjective
from .packing import Packer
from .preferences import PairPacker, encode_pair, read_preferences

Read = TypeVar("Read")


def read_objective(recipe: Recipe, inputs: Inputs, tokenizer: Any, device: Device) -> Objective:
    """What the dataset has to teach. Its bytes were verified before."""
    training = recipe.training
    sizes = {
        "opening": tokenizer.encode_opening(""),
        "context_tokens": training.context_tokens,
        "batch_size": training.batch_size,
        "seed": training.seed,
    }
    if recipe.dpo is None:
        rows = [encode(one, tokenizer) for one in _read(lambda: read_conversations(inputs.dataset))]
        packer = Packer(rows=rows, packing=recipe.packing, **sizes)
        return AnswerObjective(packer, training.shards, device.kind)
    pairs = [encode_pair(one, tokenizer) for one in _read(lambda: read_preferences(inputs.dataset))]
    # Without an adapter to put aside, the base has to stand beside the model that leaves it.
    reference = None if recipe.lora else load_base(inputs.base, device.dtype).to(device.kind).requires_grad_(False)
    beta = recipe.dpo.beta_millionths / 1e6
    return PreferenceObjective(PairPacker(pairs=pairs, **sizes), beta, reference, training.shards, device.kind)


def trainable(recipe: Recipe, inputs: Inputs, device: Device) -> nn.Module:
    """The base with a fresh adapter in float32 upon it, or with every weight in float32 and free to move."""
    # What learns is kept in float32; a base that only carries an adapter is held in what it computes in.
    base = load_base(inputs.base, device.dtype) if recipe.lora else load_base(inputs.base)
    longest = base.config.max_position_embeddings
    if recipe.training.context_tokens > longest:
        raise JobRejected("training.contextTokens", f"is above what the base can read ({longest})")
    model = add_lora(base, recipe.lora, recipe.training.seed) if recipe.lora else base
    return model.to(device.kind)


def _read(read: Callable[[], Read]) -> Read:
    """A file whose digest is right and whose content is wrong will be wrong the next time too."""
    try:
        return read()
    except DataError as error:
        raise JobRejected("dataset", str(error)) from error
