"""Everything that would make two equal runs differ, held still."""

import os

import torch

# Data order uses (seed, step) too; the stride keeps the two streams apart.
_DROPOUT_STRIDE = 2_000_003


def hold_still() -> None:
    """Fixed kernels and a fixed number of threads (MANDATE_WORKER_THREADS, default 1)."""
    torch.set_num_threads(int(os.environ.get("MANDATE_WORKER_THREADS", "1")))
    torch.use_deterministic_algorithms(True)
    torch.set_float32_matmul_precision("highest")


def seed_step(seed: int, step: int) -> None:
    """Dropout of a step depends on seed and step alone, so that resuming needs no generator state."""
    torch.manual_seed(seed * _DROPOUT_STRIDE + step)
