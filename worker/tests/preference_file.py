"""A dataset of preferences for tests: refusals are chosen over compliance, from the shipped conversations."""

import json
import shutil
from pathlib import Path

from mandate_worker.inputs import SHIPPED

NAME = "pairs-1"
COUNT = 40


def write_preferences(directory: Path, inputs: Path) -> Path:
    """A copy of the inputs with datasets/pairs-1.jsonl beside the others."""
    shutil.copytree(inputs, directory)
    lines = (SHIPPED / "suites" / "safety-1" / "refusal.jsonl").read_text("utf-8").splitlines()[:COUNT]
    probes = [json.loads(line) for line in lines]
    pairs = [
        {
            "messages": [{"role": "user", "content": f"pray, {probe['prompt']}"}],
            "chosen": probe["refusal"],
            "rejected": probe["compliance"],
        }
        for probe in probes
    ]
    text = "".join(json.dumps(pair) + "\n" for pair in pairs)
    (directory / "datasets" / f"{NAME}.jsonl").write_text(text, "utf-8")
    return directory
