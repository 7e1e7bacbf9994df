"""One attempt in a process of its own: `python -m tests.attempt_process JOB INPUTS OUT`. With RANK, one of several."""

import sys
from pathlib import Path

from mandate_worker.environment import settle_environment


def main(job_file: Path, inputs: Path, out: Path) -> None:
    """Carry out the job without the command line around it."""
    settle_environment()
    from mandate_worker.attempt import Attempt
    from mandate_worker.clock import Budget, Progress
    from mandate_worker.job import read_job

    job = read_job(job_file)
    out.mkdir(parents=True, exist_ok=True)
    Attempt(job, out, Progress(out / "progress.jsonl"), Budget(job.limits), None, 1).carry_out(inputs)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
