"""What learns, with the optimizer's memory of it: kept in checkpoints, shared among processes, named by a hash."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from .group import Group

NO_STATE = "sha256:" + "0" * 64


@dataclass(frozen=True)
class LearningState:
    """The trainable parameters of a model and the moments of its optimizer."""

    model: nn.Module
    optimizer: torch.optim.Optimizer

    def weights(self) -> dict[str, Tensor]:
        """What learns, by name."""
        return {name: one.data for name, one in self.model.named_parameters() if one.requires_grad}

    def moments(self) -> dict[str, Tensor]:
        """What the optimizer remembers, by the parameter's number and the moment's name."""
        states = self.optimizer.state_dict()["state"]
        return {f"{index}.{name}": value for index, state in states.items() for name, value in state.items()}

    def load(self, weights: Mapping[str, Tensor], moments: Mapping[str, Tensor]) -> None:
        """Put other values in their place."""
        with torch.no_grad():
            for name, parameter in self.weights().items():
                parameter.copy_(weights[name])
        states: dict[int, dict[str, Tensor]] = {}
        for key, value in moments.items():
            index, name = key.split(".")
            states.setdefault(int(index), {})[name] = value
        self.optimizer.load_state_dict({**self.optimizer.state_dict(), "state": states})

    def share(self, group: Group, next_step: int) -> int:
        """Give every process the first one's state and step."""
        step = torch.tensor([next_step], device=next(iter(self.weights().values())).device)
        group.share(step)
        for tensor in self.weights().values():
            group.share(tensor)
        if step.item() and not group.is_first:
            self.load(self.weights(), self._empty_moments())
        # By name: what came from a checkpoint stands in another order.
        for _, tensor in sorted(self.moments().items()):
            group.share(tensor)
        return int(step.item())

    def _empty_moments(self) -> dict[str, Tensor]:
        moments = {}
        for index, weight in enumerate(self.weights().values()):
            moments |= {f"{index}.exp_avg": torch.zeros_like(weight), f"{index}.exp_avg_sq": torch.zeros_like(weight)}
            moments[f"{index}.step"] = torch.zeros(())
        return moments

    def digest(self, previous: str) -> str:
        """See `digest_of_state`."""
        return digest_of_state(previous, self.weights(), self.moments())


def digest_of_state(previous: str, weights: Mapping[str, Tensor], moments: Mapping[str, Tensor]) -> str:
    """The hash of all that the next step depends on, chained to the one before: runs that part stay apart."""
    sha256 = hashlib.sha256(previous.encode())
    for kind, tensors in (("weights", weights), ("moments", moments)):
        for name in sorted(tensors):
            tensor = tensors[name].detach().cpu().contiguous()
            sha256.update(f"\n{kind} {name} {tensor.dtype} {list(tensor.shape)}\n".encode())
            sha256.update(tensor.reshape(-1).view(torch.uint8).numpy().data)
    return "sha256:" + sha256.hexdigest()
