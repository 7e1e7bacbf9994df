"""A published adapter, taken over as it is: its bytes are verified, it is put upon the base, and nothing is trained."""

from pathlib import Path

from peft import PeftModel, get_peft_model, set_peft_model_state_dict
from torch import nn

from .adapter_file import AdapterRefused, read_adapter
from .job import JobRejected


def adopt(base: nn.Module, directory: Path, digest: str) -> PeftModel:
    """The base with the adapter upon it; raises JobRejected where they do not fit."""
    try:
        adapter = read_adapter(directory, digest)
        model = get_peft_model(base, adapter.config)
        outcome = set_peft_model_state_dict(model, adapter.weights)
    except (AdapterRefused, RuntimeError, ValueError, KeyError) as error:
        raise JobRejected("revision", f"does not fit the base: {error}") from error
    missing = [name for name in outcome.missing_keys if "lora_" in name]
    if outcome.unexpected_keys or missing:
        raise JobRejected("revision", f"does not fit the base: {(outcome.unexpected_keys or missing)[0]}")
    return model
