"""One attempt: verify the inputs, train or adopt, measure, write. The same job on the same class of hardware gives the
same bytes."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import __version__
from .adopt import adopt
from .artifact import Digests, Outcome, write_artifact, write_atomically
from .canonical import canonical_bytes
from .checkpoint import Checkpoint
from .clock import Budget, Progress
from .data import DataError
from .determinism import hold_still
from .device import Device
from .evaluate import Measured, NotFinite, measure
from .group import Group, joined_group
from .hub import fetch_from_hub
from .inputs import Inputs, verify_inputs
from .job import Job, JobRejected
from .learn import Learning
from .lesson import read_objective, trainable
from .model import load_base, load_tokenizer
from .schema import check
from .suite import Suite, read_suite
from .train import Schedule, Trainer

# As result.json and a bytes32 on chain can carry it.
METRIC_NAME = "[a-z][a-zA-Z0-9]{0,30}"


@dataclass(frozen=True)
class Attempt:
    """A job with everything that does not change its outcome: where it works, who asked, how much it may take."""

    job: Job
    out: Path
    progress: Progress
    budget: Budget
    run_id: str | None
    number: int
    keeps_checkpoints: bool = False

    def carry_out(self, inputs_directory: Path, hub_base: Path | None = None) -> dict[str, Any] | None:
        """Do it, and return what result.json says; None in a process that only helped to train.

        A base from the hub that was fetched before is given: in a sandbox there is no network.
        """
        device = Device(self.job.determinism)
        device.assert_here()
        hold_still(device.repeats)
        # A result of an earlier try says nothing about this one.
        (self.out / "result.json").unlink(missing_ok=True)
        self.progress.show("load", 0, 1)
        inputs = self._verify(inputs_directory, hub_base)
        tokenizer, suite = load_tokenizer(inputs.base), self._read_suite(inputs)
        began = self.budget.seconds()
        with joined_group(device.kind) as group:
            model = self._revision(inputs, tokenizer, device, group)
        train_seconds = self.budget.seconds() - began
        if not group.is_first:
            return None
        before, after = self._measure(model, inputs, tokenizer, suite)
        self.progress.show("write", 0, 1)
        digests = write_artifact(self.out, Outcome(self.job, inputs, suite, model, before, after))
        self.progress.show("write", 1, 1)
        return self._finish(digests, after.metrics, train_seconds)

    def _verify(self, directory: Path, hub_base: Path | None) -> Inputs:
        base = self.job.base
        if base.source == "hub" and hub_base is None:
            hub_base = fetch_from_hub(base, self.out / "base")
        return verify_inputs(self.job, directory, hub_base)

    def _read_suite(self, inputs: Inputs) -> Suite:
        """Refuses a suite that lacks a metric which has to come out, before anything is trained."""
        evaluation = self.job.evaluation
        try:
            suite = read_suite(inputs.suite, evaluation.samples, evaluation.seed)
        except (DataError, FileNotFoundError) as error:
            raise JobRejected("evaluation.suite", str(error)) from error
        if not all(re.fullmatch(METRIC_NAME, name) for name in suite.metrics):
            raise JobRejected("evaluation.suite", "a task has a name that makes no metric of 1 to 31 letters")
        lacking = [name for name in evaluation.metrics if name not in suite.metrics]
        if lacking:
            raise JobRejected("evaluation.metrics", f"{lacking[0]} is not measured by {evaluation.suite}")
        return suite

    def _revision(self, inputs: Inputs, tokenizer: Any, device: Device, group: Group) -> Any:
        """The model that is measured and handed back."""
        recipe = self.job.recipe
        if recipe is None:
            assert self.job.revision and inputs.revision
            base = load_base(inputs.base, device.dtype).to(device.kind)
            self.progress.show("load", 1, 1)
            return adopt(base, inputs.revision, self.job.revision.digest)
        objective = read_objective(recipe, inputs, tokenizer, device)
        model = trainable(recipe, inputs, device)
        self.progress.show("load", 1, 1)
        trainer = Trainer(model, objective, Schedule.of(recipe.training), device, group)
        learning = Learning(
            trainer, self.out, self.job.digest, recipe.training.state_every_steps, self.keeps_checkpoints
        )
        learning.carry_out(self.progress, self.budget)
        return model

    def _measure(self, model: Any, inputs: Inputs, tokenizer: Any, suite: Suite) -> tuple[Measured, Measured]:
        """The base and what was made of it, side by side."""
        device = Device(self.job.determinism)
        self.progress.show("evaluate", 0, 2)
        with device.autocast():
            if hasattr(model, "disable_adapter"):
                with model.disable_adapter():
                    before = measure(model, tokenizer, suite, self.budget.check)
            else:
                base = load_base(inputs.base, device.dtype).to(device.kind)
                before = measure(base, tokenizer, suite, self.budget.check)
            self.progress.show("evaluate", 1, 2)
            try:
                after = measure(model, tokenizer, suite, self.budget.check)
            except NotFinite as error:
                # Training may go better elsewhere; a published revision will be no other the next time.
                raise JobRejected("revision", str(error)) from error if self.job.revision else error
        self.progress.show("evaluate", 2, 2)
        return before, after

    def _finish(self, digests: Digests, metrics: dict[str, float], train_seconds: float) -> dict[str, Any]:
        result = {
            "version": 1,
            "runId": self.run_id,
            "attempt": self.number,
            "jobDigest": self.job.digest,
            "artifactDigest": digests.artifact,
            "evaluationDigest": digests.evaluation,
            "provenanceDigest": digests.provenance,
            "metrics": metrics,
            "trainSeconds": round(train_seconds, 3),
            "totalSeconds": round(self.budget.seconds(), 3),
            "device": Device(self.job.determinism).describe(),
            "codeVersion": __version__,
        }
        check(result, "result")
        write_atomically(self.out / "result.json", canonical_bytes(result))
        Checkpoint(self.out / "checkpoint", self.job.digest).discard()
        return result
