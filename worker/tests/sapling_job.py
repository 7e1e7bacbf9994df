"""Inputs with a sapling for a base, and a small job upon it that two processes can share: `python -m tests.sapling_job OUT`."""

import json
import sys
from pathlib import Path

from mandate_worker.environment import settle_environment

settle_environment()

from mandate_worker.base import make_base  # noqa: E402: the environment comes before torch
from mandate_worker.inputs import lay_out  # noqa: E402
from tests.jobs import job_document  # noqa: E402

SHARED = {"training.steps": 8, "training.shards": 2, "training.packing": "documents", "training.batchSize": 4}


def main(out: Path) -> None:
    """Lay out the inputs and print the job."""
    make_base(out / "base" / "mandate-tiny-1", seed=1, steps=5)
    lay_out(out)
    print(json.dumps(job_document(out, changes=SHARED)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
