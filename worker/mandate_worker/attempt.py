"""One attempt: verify the inputs, train, measure, write. The same job on the same kind of device gives the same bytes."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import __version__
from .artifact import Digests, write_artifact, write_atomically
from .canonical import canonical_bytes
from .checkpoint import STEPS_BETWEEN, Checkpoint
from .clock import Budget, Progress
from .data import DataError, Packer, encode, read_conversations
from .determinism import hold_still
from .evaluate import Measured, measure
from .hub import fetch_from_hub
from .inputs import Inputs, verify_inputs
from .job import Job, JobRejected
from .model import add_lora, load_base, load_tokenizer
from .schema import check
from .suite import Suite, read_suite
from .train import Schedule, new_optimizer, train

DEVICE = "cpu"


@dataclass(frozen=True)
class Attempt:
    """A job with everything that does not change its outcome: where it works, who asked, how much it may take."""

    job: Job
    out: Path
    progress: Progress
    budget: Budget
    run_id: str | None
    number: int

    def carry_out(self, inputs_directory: Path) -> dict[str, Any]:
        """Do it, and return what result.json says."""
        hold_still()
        self._refuse_the_unknown()
        # A result of an earlier try says nothing about this one.
        (self.out / "result.json").unlink(missing_ok=True)
        self.progress.show("load", 0, 1)
        inputs = self._verify(inputs_directory)
        model, tokenizer, packer, suite = self._load(inputs)
        self.progress.show("load", 1, 1)

        began = self.budget.seconds()
        self._train(model, packer)
        train_seconds = self.budget.seconds() - began

        before, after = self._measure(model, tokenizer, suite)
        self.progress.show("write", 0, 1)
        digests = write_artifact(self.out, self.job, model, before, after)
        self.progress.show("write", 1, 1)
        return self._finish(digests, after.metrics, train_seconds)

    def _refuse_the_unknown(self) -> None:
        recipe = self.job.recipe
        if recipe is None or recipe.objective != "sft":
            raise JobRejected("objective", f"{self.job.document['objective']} is not carried out by this worker")
        if recipe.lora is None or recipe.packing != "stream" or recipe.training.shards > 1 or self.job.base.files:
            raise JobRejected("training", "method, packing, shards and base.files are not carried out by this worker")
        if self.job.determinism != "cpu-fp32":
            raise JobRejected("determinism", f"{self.job.determinism} is not carried out by this worker")

    def _verify(self, directory: Path) -> Inputs:
        base = self.job.base
        return verify_inputs(
            self.job, directory, fetch_from_hub(base, self.out / "base") if base.source == "hub" else None
        )

    def _load(self, inputs: Inputs) -> tuple[Any, Any, Packer, Suite]:
        training, evaluation = self.job.recipe.training, self.job.evaluation
        tokenizer = load_tokenizer(inputs.base)
        suite = _read("evaluation.suite", lambda: read_suite(inputs.suite, evaluation.samples, evaluation.seed))
        conversations = _read("dataset", lambda: read_conversations(inputs.dataset))
        base = load_base(inputs.base)
        if training.context_tokens > base.config.max_position_embeddings:
            longest = base.config.max_position_embeddings
            raise JobRejected("training.contextTokens", f"is above what the base can read ({longest})")
        packer = Packer(
            rows=[encode(conversation, tokenizer) for conversation in conversations],
            opening=tokenizer.encode_opening(""),
            context_tokens=training.context_tokens,
            batch_size=training.batch_size,
            seed=training.seed,
        )
        return add_lora(base, self.job.recipe.lora, training.seed), tokenizer, packer, suite

    def _train(self, model: Any, packer: Packer) -> None:
        training = self.job.recipe.training
        schedule = Schedule(training.learning_rate_nanos / 1e9, training.steps, training.warmup_steps, training.seed)
        optimizer = new_optimizer(model, schedule)
        checkpoint = Checkpoint(self.out / "checkpoint", self.job.digest)
        first_step = checkpoint.restore(model, optimizer)
        log = self.out / "steps.jsonl"
        _keep_lines(log, first_step)
        self.progress.show("train", first_step, training.steps)
        for step, loss in train(model, optimizer, packer, schedule, first_step):
            with log.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"step": step + 1, "loss": loss}) + "\n")
            self.progress.show("train", step + 1, training.steps, loss)
            self.budget.check()
            if (step + 1) % STEPS_BETWEEN == 0:
                checkpoint.save(model, optimizer, step + 1)

    def _measure(self, model: Any, tokenizer: Any, suite: Suite) -> tuple[Measured, Measured]:
        """The base and the adapter, side by side."""
        self.progress.show("evaluate", 0, 2)
        with model.disable_adapter():
            before = measure(model, tokenizer, suite, self.budget.check)
        self.progress.show("evaluate", 1, 2)
        after = measure(model, tokenizer, suite, self.budget.check)
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
            "device": DEVICE,
            "codeVersion": __version__,
        }
        check(result, "result")
        write_atomically(self.out / "result.json", canonical_bytes(result))
        Checkpoint(self.out / "checkpoint", self.job.digest).discard()
        return result


def _read(field: str, read: Any) -> Any:
    """A file whose digest is right and whose content is wrong will be wrong the next time too."""
    try:
        return read()
    except (DataError, FileNotFoundError) as error:
        raise JobRejected(field, str(error)) from error


def _keep_lines(path: Path, count: int) -> None:
    lines = path.read_text("utf-8").splitlines(keepends=True) if path.exists() else []
    path.write_text("".join(lines[:count]), "utf-8")
