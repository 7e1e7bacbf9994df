"""The two that are measured: our trainer, and Hugging Face's Trainer with PEFT. Same model, adapter and tokens."""

import tempfile
import time
from dataclasses import dataclass, field

import torch
from torch import nn
from transformers import Trainer as HubTrainer
from transformers import TrainerCallback, TrainingArguments

from mandate_worker.determinism import hold_still
from mandate_worker.device import Device
from mandate_worker.job import Lora
from mandate_worker.learning_state import NO_STATE, LearningState
from mandate_worker.model import add_lora
from mandate_worker.objective import AnswerObjective
from mandate_worker.packing import Packer, Row
from mandate_worker.train import Schedule, Trainer

from .shapes import Shape

LORA = Lora(r=16, alpha=32, dropout_millionths=0, target_modules=("all-linear",))
WARM_STEPS = 3
LEARNING_RATE = 1e-4


@dataclass(frozen=True)
class Lap:
    """How long the measured steps took, and what was learnt."""

    seconds: tuple[float, ...]
    loss: float
    state: str | None = None

    @property
    def median(self) -> float:
        """Of the steps: one that something else disturbed does not count."""
        return sorted(self.seconds)[len(self.seconds) // 2]


def rows_of(shape: Shape) -> list[Row]:
    """Full rows of random tokens, all of which are learnt."""
    generator = torch.Generator().manual_seed(7)
    rows = torch.randint(shape.vocabulary, (shape.rows * 2, shape.context_tokens), generator=generator).tolist()
    return [(row, row) for row in rows]


def ours(shape: Shape, device: Device, compiles: bool = False) -> Lap:
    """Our loop, as a job runs it."""
    hold_still(device.repeats)
    base = shape.model(device.kind, device.dtype)
    model = add_lora(base, LORA, seed=1).to(device.kind)
    if compiles:
        for layer in base.model.layers:
            layer.compile()
    packer = Packer(rows_of(shape), [], shape.context_tokens, shape.rows, seed=3)
    schedule = Schedule(LEARNING_RATE, WARM_STEPS + shape.steps, 0, seed=3)
    trainer = Trainer(model, AnswerObjective(packer, device=device.kind), schedule, device)
    optimizer = trainer.new_optimizer()
    times, loss, began = [], 0.0, time.perf_counter()
    for _, loss in trainer.steps(optimizer):
        times.append(time.perf_counter() - began)
        began = time.perf_counter()
    return Lap(tuple(times[WARM_STEPS:]), loss, LearningState(model, optimizer).digest(NO_STATE))


@dataclass
class _Clock(TrainerCallback):
    """Takes the time of each step, once the device has done all of it."""

    device: Device
    times: list[float] = field(default_factory=list)
    began: float = 0.0

    def on_step_begin(self, *_: object, **__: object) -> None:
        """Start."""
        self.began = time.perf_counter()

    def on_step_end(self, *_: object, **__: object) -> None:
        """Stop."""
        if self.device.kind == "cuda":
            torch.cuda.synchronize()
        self.times.append(time.perf_counter() - self.began)


def theirs(shape: Shape, device: Device) -> Lap:
    """Trainer and PEFT as their guides put them together: SDPA, fused AdamW, bf16 where the device has it."""
    hold_still(False)
    model: nn.Module = add_lora(shape.model(device.kind, device.dtype), LORA, seed=1)
    for module in model.modules():
        if hasattr(module, "cast_input_dtype_enabled"):
            module.cast_input_dtype_enabled = True  # as PEFT comes
    model = model.to(device.kind)
    examples = [{"input_ids": torch.tensor(row), "labels": torch.tensor(labels)} for row, labels in rows_of(shape)]
    clock = _Clock(device)
    with tempfile.TemporaryDirectory() as directory:
        settings = TrainingArguments(
            output_dir=directory,
            per_device_train_batch_size=shape.rows,
            max_steps=WARM_STEPS + shape.steps,
            learning_rate=LEARNING_RATE,
            bf16=device.dtype is torch.bfloat16,
            optim="adamw_torch_fused" if device.kind == "cuda" else "adamw_torch",
            use_cpu=device.kind == "cpu",
            report_to="none",
            save_strategy="no",
            logging_strategy="no",
            disable_tqdm=True,
        )
        outcome = HubTrainer(model=model, args=settings, train_dataset=examples, callbacks=[clock]).train()
    return Lap(tuple(clock.times[WARM_STEPS:]), outcome.training_loss)
