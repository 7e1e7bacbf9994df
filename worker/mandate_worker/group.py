"""The processes that carry out one attempt together. All of them get the same job, inputs and output directory."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor

from .environment import rank_and_size


@dataclass(frozen=True)
class Group:
    """This process and how many there are. The first one writes; alone, it is the first."""

    rank: int = 0
    size: int = 1

    @property
    def is_first(self) -> bool:
        """Whether this process writes what comes out."""
        return self.rank == 0

    def gather(self, tensor: Tensor) -> list[Tensor]:
        """Everyone's tensor, by rank, bit by bit: what is added is added by the caller, in an order that it chooses."""
        if self.size == 1:
            return [tensor]
        received = [torch.empty_like(tensor) for _ in range(self.size)]
        torch.distributed.all_gather(received, tensor)
        return received

    def share(self, tensor: Tensor) -> None:
        """Overwrite the tensor with the first process's."""
        if self.size > 1:
            torch.distributed.broadcast(tensor, src=0)


@contextmanager
def joined_group(device_kind: str) -> Iterator[Group]:
    """Meet the others at MASTER_ADDR and MASTER_PORT, and part from them at the end."""
    rank, size = rank_and_size()
    if size == 1:
        yield Group()
        return
    if device_kind == "cuda":
        torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", "0")))
    torch.distributed.init_process_group("nccl" if device_kind == "cuda" else "gloo", rank=rank, world_size=size)
    try:
        yield Group(rank, size)
    finally:
        torch.distributed.destroy_process_group()
