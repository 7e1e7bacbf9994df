"""The commands of whoever doubts: `verify` runs a job again, `bisect` finds where two runs of it part.

Exit codes. verify: 0 same digest, 3 different digest, 4 other hardware class and within tolerance, 5 other hardware
class and not. bisect: 0 they never part, 3 they part. Both: 1 not carried out, 2 the job is rejected, as train says.
"""

import argparse
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from .claim import read_claim, write_job
from .job import Job

# The command line's own entry: the job is run again exactly as `train` runs it, in the same sandbox.
Run = Callable[[Sequence[str]], int]


def add_proof_commands(commands: Any, run: Run) -> None:
    """Register them beside the others."""
    verify = commands.add_parser("verify", help="run a job again and compare the digests")
    verify.add_argument("claim", type=Path, help="a result directory, or a receipt (JSON) with --job")
    verify.add_argument("--job", type=Path)
    verify.add_argument("--tolerance", type=float, help="0.05: for metrics, where the hardware is of another class")
    verify.set_defaults(command=lambda options: _verify(options, run))

    bisect = commands.add_parser("bisect", help="find the step at which two runs of a job part, and who is right")
    bisect.add_argument("left", type=Path, help="a result directory or its steps.jsonl")
    bisect.add_argument("right", type=Path)
    bisect.set_defaults(command=lambda options: _bisect(options, run))
    for parser in (verify, bisect):
        parser.add_argument("--inputs", type=Path, required=parser is verify)
        parser.add_argument("--out", type=Path, required=parser is verify, help="an empty directory for the second run")
        parser.add_argument("--train-options", default="", help="more words for train, separated by spaces")


def _verify(options: argparse.Namespace, run: Run) -> int:
    from .verdict import TOLERANCE, compare

    claim = read_claim(options.claim, options.job)
    if code := _run_again(claim.job, options, run):
        return code
    tolerance = TOLERANCE if options.tolerance is None else options.tolerance
    verdict = compare(claim, read_claim(options.out / "result"), tolerance)
    print(json.dumps(verdict.document()), flush=True)
    return verdict.exit_code


def _bisect(options: argparse.Namespace, run: Run) -> int:
    from .dispute import AGREED, PARTED, Dispute, Side

    dispute = Dispute(Side.read("left", options.left), Side.read("right", options.right))
    parting = dispute.parting()
    said: dict[str, Any] = {"agreedStep": None, "firstDifferingStep": None}
    if parting:
        said = {"agreedStep": parting[0], "firstDifferingStep": parting[1]}
    if parting and options.inputs and options.out:
        job = read_claim(options.left).job
        settled = dispute.settle(_result(options), job.digest, lambda: _run_again(job, options, run))
        if isinstance(settled, int):
            return settled
        said |= settled
    print(json.dumps(said), flush=True)
    return PARTED if parting else AGREED


def _run_again(job: Job, options: argparse.Namespace, run: Run) -> int:
    """The exit code of train, which has told what went wrong."""
    job_file = options.out / "job.json"
    options.out.mkdir(parents=True, exist_ok=True)
    write_job(job, job_file)
    words = ["train", "--job", str(job_file), "--inputs", str(options.inputs), "--out", str(_result(options))]
    return run([*words, *options.train_options.split()])


def _result(options: argparse.Namespace) -> Path:
    return options.out / "result"
