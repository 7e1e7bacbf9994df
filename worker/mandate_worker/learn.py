"""Carries out a recipe: restores what a killed try left, takes the steps, and leaves losses, hashes and checkpoints."""

from dataclasses import dataclass
from pathlib import Path

from .checkpoint import STEPS_BETWEEN, Checkpoint
from .clock import Budget, Progress
from .learning_state import LearningState
from .step_log import StepLog, count_lines
from .train import Trainer


@dataclass(frozen=True)
class Learning:
    """One recipe in one output directory. Of many processes the first one writes, and all take the same steps."""

    trainer: Trainer
    out: Path
    job_digest: str
    state_every_steps: int
    #: keep every checkpoint under checkpoints/<step>, so that a dispute need not begin at the first step
    keeps_checkpoints: bool = False

    def carry_out(self, progress: Progress, budget: Budget) -> None:
        """Take every step that is not taken yet."""
        trainer, log = self.trainer, StepLog(self.out / "steps.jsonl")
        state = LearningState(trainer.model, optimizer := trainer.new_optimizer())
        first_step = state.share(trainer.group, self._restore(state, log))
        steps = trainer.schedule.steps
        progress.show("train", first_step, steps)
        for step, loss in trainer.steps(optimizer, first_step):
            number = step + 1
            if trainer.group.is_first:
                self._note(log, state, number, loss)
            progress.show("train", number, steps, loss)
            budget.check()
            if trainer.group.is_first and number % STEPS_BETWEEN == 0:
                self._save(state, number)

    def _restore(self, state: LearningState, log: StepLog) -> int:
        if not self.trainer.group.is_first:
            return 0
        checkpoint = Checkpoint(self.out / "checkpoint", self.job_digest)
        # A checkpoint without the lines of its steps would leave a log with a hole.
        if checkpoint.next_step() > count_lines(log.path):
            checkpoint.discard()
        first_step = checkpoint.restore(state)
        log.keep(first_step)
        return first_step

    def _note(self, log: StepLog, state: LearningState, number: int, loss: float) -> None:
        is_hashed = number % self.state_every_steps == 0 or number == self.trainer.schedule.steps
        log.append(number, loss, state.digest(log.state) if is_hashed else None)

    def _save(self, state: LearningState, number: int) -> None:
        Checkpoint(self.out / "checkpoint", self.job_digest).save(state, number)
        if self.keeps_checkpoints:
            Checkpoint(self.out / "checkpoints" / str(number), self.job_digest).save(state, number)
