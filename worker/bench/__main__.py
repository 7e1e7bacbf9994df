"""`python -m bench [--shapes 8B,1B] [--rounds 3]`: a table for people, and one line of JSON last."""

import argparse
import gc
import json
import os
import platform
from typing import Any

from mandate_worker.environment import settle_environment


def main() -> None:
    """Measure, shape by shape: contestants take turns, and each round's median step counts."""
    parser = argparse.ArgumentParser(prog="bench:train", description=__doc__)
    parser.add_argument("--shapes", help="8B,1B with a GPU, tiny without; several are separated by commas")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--compile", action="store_true", help="also with torch.compile, layer by layer")
    options = parser.parse_args()
    os.environ.setdefault("MANDATE_WORKER_THREADS", str(os.cpu_count() or 1))
    settle_environment()

    import torch

    has_gpu = torch.cuda.is_available()
    machine = torch.cuda.get_device_name() if has_gpu else f"CPU ({platform.machine()}, {os.cpu_count()} cores)"
    if not has_gpu:
        print("No GPU was found: a tiny shape runs on the CPU in float32.")
        print("It says how the loops compare, not how fast a GPU is.")
    names = (options.shapes or ("8B,1B" if has_gpu else "tiny")).split(",")
    figures = [measure(name, machine, options.rounds, options.compile) for name in names]
    torch_version = torch.__version__
    print(json.dumps({"bench": "train", "machine": machine, "gpu": has_gpu, "torch": torch_version, "shapes": figures}))


def measure(name: str, machine: str, rounds: int, compiles: bool) -> dict[str, Any]:
    """The figures of one shape."""
    from mandate_worker.device import Device

    from .contestants import ours, theirs
    from .shapes import EIGHT_BILLION, ONE_BILLION, TINY, flops_per_token, peak_flops

    shape = {one.name: one for one in (EIGHT_BILLION, ONE_BILLION, TINY)}[name]
    on_gpu = not machine.startswith("CPU")
    fast, exact = (Device("cuda-bf16"), Device("cuda-bf16-deterministic")) if on_gpu else (Device("cpu-fp32"),) * 2
    contestants = {"ours": lambda: ours(shape, fast), "hf": lambda: theirs(shape, fast)}
    if on_gpu:
        contestants["oursDeterministic"] = lambda: ours(shape, exact)
    if compiles:
        contestants["oursCompiled"] = lambda: ours(shape, fast, compiles=True)
    laps: dict[str, list[Any]] = {contestant: [] for contestant in contestants}
    for _ in range(rounds):
        for contestant, run in contestants.items():
            laps[contestant].append(run())
            gc.collect()
    states = {lap.state for lap in laps["oursDeterministic" if on_gpu else "ours"]}
    flops, peak = flops_per_token(shape.model("meta", fast.dtype)), peak_flops(machine)
    return _report(shape, laps, len(states), rounds, flops, peak)


def _report(
    shape: Any, laps: dict[str, list[Any]], digests: int, rounds: int, flops: float, peak: float | None
) -> dict[str, Any]:
    speeds = {name: shape.tokens / sorted(lap.median for lap in taken)[rounds // 2] for name, taken in laps.items()}
    mfu = {name: None if peak is None else speed * flops / peak for name, speed in speeds.items()}
    print(f"\n{shape.name}: {shape.rows} rows of {shape.context_tokens} tokens, LoRA r=16 on all linear layers")
    for name, speed in speeds.items():
        share = "MFU unknown: no data sheet of this device" if mfu[name] is None else f"MFU {mfu[name]:.1%}"
        print(f"  {name:18} {speed:12,.0f} tokens/s   {share}")
    print(f"  ours is {speeds['ours'] / speeds['hf']:.2f} x HF Trainer + PEFT; {digests} digest(s) in {rounds} run(s)")
    return {
        "shape": shape.name,
        "tokensPerSecond": {name: round(speed, 1) for name, speed in speeds.items()},
        "mfu": mfu,
        "timesHf": round(speeds["ours"] / speeds["hf"], 3),
        "digestsInRuns": [digests, rounds],
    }


main()
