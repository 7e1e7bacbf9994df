"""What the numeric libraries read from the environment when they are loaded; to be set before that."""

import os
import warnings


def rank_and_size() -> tuple[int, int]:
    """Which of how many processes this one is, as torchrun, Ray and Slurm say it: RANK and WORLD_SIZE."""
    return int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))


def settle_environment() -> None:
    """Make sums come out the same on any number of threads, and keep libraries quiet."""
    threads = os.environ.get("MANDATE_WORKER_THREADS", "1")
    os.environ["OMP_NUM_THREADS"] = threads
    os.environ.setdefault(
        "OMP_WAIT_POLICY", "PASSIVE"
    )  # a waiting thread that spins takes the core from another process
    os.environ["MKL_NUM_THREADS"] = threads
    # Without STRICT, MKL splits the gradient of a LoRA matrix by threads, and the last bit follows their number.
    # Workers of unlike CPUs agree with "AVX2,STRICT", which is slower by half; so this one may be set from outside.
    os.environ.setdefault("MKL_CBWR", "AUTO,STRICT")
    # Read when CUDA starts: with a workspace of a fixed size, matrix products repeat bit by bit.
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    os.environ["TRANSFORMERS_VERBOSITY"] = "error"
    # PEFT and transformers warn each other; nobody who runs a job can act on it.
    warnings.filterwarnings("ignore", category=FutureWarning)
