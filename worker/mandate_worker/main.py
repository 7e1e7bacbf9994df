"""The command line. Exit code 0: succeeded, 1: failed (may be retried), 2: job rejected (final); above 128: killed."""

import argparse
import json
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .environment import settle_environment
from .job import JobRejected, read_job
from .proof_commands import add_proof_commands

SUCCEEDED, FAILED, REJECTED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    settle_environment()
    try:
        return options.command(options)
    except JobRejected as error:
        print(json.dumps({"rejected": str(error)}), file=sys.stderr)
        return REJECTED
    except Exception as error:
        if os.environ.get("MANDATE_WORKER_TRACE"):
            raise
        print(json.dumps({"failed": f"{error or type(error).__name__}"}), file=sys.stderr)
        return FAILED


def _base(options: argparse.Namespace) -> int:
    from .base import make_base

    _print(make_base(options.out, options.seed))
    return SUCCEEDED


def _train(options: argparse.Namespace) -> int:
    from .sandboxed_training import may_train_here, train_in_sandbox

    if not may_train_here(options):
        return train_in_sandbox(options)
    job = read_job(options.job)
    options.out.mkdir(parents=True, exist_ok=True)

    from .clock import Budget, Progress

    progress, budget = Progress(options.out / "progress.jsonl"), Budget(job.limits)
    progress.show("load", 0, 1)

    # The heavy libraries come last, so that a bad job is refused at once and the first line of progress is early.
    from .attempt import Attempt

    names = options.run_id, options.attempt
    attempt = Attempt(job, options.out, progress, budget, *names, keeps_checkpoints=options.keep_checkpoints)
    result = attempt.carry_out(options.inputs, options.hub_base)
    if result is not None:
        _print(result)
    return SUCCEEDED


def _run_command(words: Sequence[str]) -> int:
    """The command line within the command line, for commands that run a job again."""
    options = _parser().parse_args(words)
    return options.command(options)


def _sandbox(_: argparse.Namespace) -> int:
    from .sandbox import check_sandbox

    check_sandbox()
    _print({"sandbox": "bubblewrap"})
    return SUCCEEDED


def _inputs(options: argparse.Namespace) -> int:
    from .inputs import lay_out

    _print(lay_out(options.out))
    return SUCCEEDED


def _serve(options: argparse.Namespace) -> int:
    from .serve import serve

    serve(options.port, options.base, options.store, exit_with_stdin=options.exit_with_stdin)
    return SUCCEEDED


def _digest(options: argparse.Namespace) -> int:
    from .canonical import digest_of_path
    from .unixfs import cid_of

    digest = digest_of_path(options.path)
    _print({"digest": digest, "cid": cid_of(digest, is_directory=options.path.is_dir())})
    return SUCCEEDED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mandate-worker", description="Trains and serves models for Mandate runs.")
    parser.add_argument("--insecure-no-sandbox", action="store_true", help="train without a sandbox: local chains only")
    parser.add_argument("--chain-id", type=int, help="the chain whose runs these are")
    commands = parser.add_subparsers(required=True)

    base = commands.add_parser("base", help="make the base model mandate-tiny-1 from the shipped text")
    base.add_argument("--out", type=Path, required=True)
    base.add_argument("--seed", type=int, default=1)
    base.set_defaults(command=_base)

    train = commands.add_parser("train", help="carry out a job")
    train.add_argument("--job", type=Path, required=True)
    train.add_argument("--inputs", type=Path, required=True)
    train.add_argument("--out", type=Path, required=True)
    train.add_argument("--run-id", type=_run_id)
    train.add_argument("--attempt", type=_attempt_number, default=1)
    # What the worker says to itself when it starts again inside.
    train.add_argument("--keep-checkpoints", action="store_true", help="all of them, in case of a dispute")
    train.add_argument("--inside-sandbox", action="store_true", help=argparse.SUPPRESS)
    train.add_argument("--hub-base", type=Path, help=argparse.SUPPRESS)
    train.set_defaults(command=_train)

    sandbox = commands.add_parser("sandbox", help="say whether the sandbox works on this machine")
    sandbox.set_defaults(command=_sandbox)

    inputs = commands.add_parser("inputs", help="lay out the shipped datasets and suites")
    inputs.add_argument("--out", type=Path, required=True)
    inputs.set_defaults(command=_inputs)

    digest = commands.add_parser("digest", help="name a file or directory by its digest and CID")
    digest.add_argument("path", type=Path)
    digest.set_defaults(command=_digest)

    add_proof_commands(commands, lambda words: _run_command(words))

    serve = commands.add_parser("serve", help="answer over HTTP on 127.0.0.1")
    serve.add_argument("--port", type=int, required=True, help="0 for a free one")
    serve.add_argument("--base", type=Path, required=True)
    serve.add_argument("--store", type=Path, required=True, help="adapters are loaded from here only")
    serve.add_argument("--exit-with-stdin", action="store_true")
    serve.set_defaults(command=_serve)
    return parser


def _run_id(text: str) -> str:
    if not re.fullmatch("0x[0-9a-f]{64}", text):
        raise argparse.ArgumentTypeError("expected 0x and 64 small hex digits")
    return text


def _attempt_number(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) < 1 << 32:
        raise argparse.ArgumentTypeError("expected a whole number from 1")
    return int(text)


def _print(value: Any) -> None:
    print(json.dumps(value), flush=True)
