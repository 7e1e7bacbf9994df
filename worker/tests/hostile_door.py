"""Hands hostile directories to one door, one after another, and tells of each what it said and what the look cost.

`python hostile_door.py DOOR` reads `[{"name", "path", "digest"}]` from stdin. Libraries are loaded before.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

LONGEST_CPU_SECONDS = 1


def _base(path: Path, digest: str) -> None:
    from mandate_worker.base_files import allowed_in_base, check_base
    from mandate_worker.inputs import _in_directory, _verified

    check_base(_verified(path, digest, "base.digest", _in_directory(allowed_in_base)))


def _adapter(path: Path, digest: str) -> None:
    from mandate_worker.adapter_file import check_adapter

    check_adapter(path, digest)


def _revision(path: Path, digest: str) -> None:
    from mandate_worker.adapter_file import allowed_in_adapter, check_adapter
    from mandate_worker.inputs import _in_directory, _verified

    check_adapter(_verified(path, digest, "revision.digest", _in_directory(allowed_in_adapter)), digest)


def _dataset(path: Path, digest: str) -> None:
    from mandate_worker.data import read_conversations
    from mandate_worker.inputs import _LARGEST_DATASET, _one_file, _verified

    read_conversations(_verified(path / "rows.jsonl", digest, "dataset.digest", _one_file(_LARGEST_DATASET)))


def _suite(path: Path, digest: str) -> None:
    from mandate_worker.inputs import _allowed_in_suite, _in_directory, _verified
    from mandate_worker.suite import read_suite

    read_suite(_verified(path, digest, "evaluation.digest", _in_directory(_allowed_in_suite)), 4, 1)


DOORS: dict[str, Callable[[Path, str], None]] = {
    "base": _base,
    "adapter": _adapter,
    "revision": _revision,
    "dataset": _dataset,
    "suite": _suite,
}


def look(door: Callable[[Path, str], None], case: dict[str, Any]) -> dict[str, Any]:
    """One look, its sentence (None where it was let in), its CPU time and by how much it made the process grow."""
    Path("/proc/self/clear_refs").write_text("5")  # the highest mark begins anew
    before, began = _kibibytes("VmHWM"), time.process_time()
    resource.setrlimit(resource.RLIMIT_CPU, (int(began) + 1 + LONGEST_CPU_SECONDS, resource.RLIM_INFINITY))
    try:
        door(Path(case["path"]), case["digest"])
        sentence = None
    except Exception as error:
        sentence = f"{type(error).__name__}: {error}"
    cost = {"cpuSeconds": time.process_time() - began, "mebibytes": (_kibibytes("VmHWM") - before) / 1024}
    return {"name": case["name"], "sentence": sentence, **cost}


def _kibibytes(field: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field))


if __name__ == "__main__":
    asked, *cases = json.load(sys.stdin)
    door = DOORS[sys.argv[1]]
    door(Path(asked["path"]), asked["digest"])  # a good one: it loads what there is to load, torch among it
    print(json.dumps([look(door, case) for case in [asked, *cases]]))
