"""Everything that would make two equal runs differ, held still."""

import hashlib
import os

import torch


def hold_still(repeats: bool = True) -> None:
    """Fixed kernels and a fixed number of threads (MANDATE_WORKER_THREADS, default 1)."""
    torch.set_num_threads(int(os.environ.get("MANDATE_WORKER_THREADS", "1")))
    torch.use_deterministic_algorithms(repeats)
    torch.backends.cudnn.benchmark = False
    torch.set_float32_matmul_precision("highest")


def seed_shard(seed: int, step: int, shard: int) -> None:
    """Dropout depends on these three alone: resuming needs no generator state, and no shard needs its neighbours."""
    digest = hashlib.sha256(f"{seed}:{step}:{shard}".encode()).digest()
    torch.manual_seed(int.from_bytes(digest[:8], "big") >> 1)
