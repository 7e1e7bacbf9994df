import math
from pathlib import Path

import pytest

from mandate_worker import step_log
from mandate_worker.step_log import StepLine, StepLog, StepLogBroken, first_difference, read_steps


def log(count: int, parts_at: int | None = None, every: int = 1) -> list[StepLine]:
    """A log whose states are others from one step on."""
    lines = []
    for step in range(1, count + 1):
        kind = "b" if parts_at and step >= parts_at else "a"
        lines.append(StepLine(step, 1.0, f"{kind}{step}" if step % every == 0 or step == count else None))
    return lines


@pytest.mark.parametrize("parts_at", [1, 2, 7, 63, 64, 99, 100])
def test_finds_the_step_at_which_two_logs_part(parts_at: int) -> None:
    assert first_difference(log(100), log(100, parts_at)) == (parts_at - 1, parts_at)


def test_between_two_hashes_the_step_is_narrowed_to_them() -> None:
    assert first_difference(log(100, every=10), log(100, 37, every=10)) == (30, 40)


def test_a_log_that_ends_early_parts_after_its_last_step() -> None:
    assert first_difference(log(100), log(60)) == (60, 61)
    assert first_difference(log(50), log(50)) is None


def test_each_comparison_rules_out_half_of_the_steps() -> None:
    compared = []

    class Watched(str):
        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            compared.append(self)
            return str(self) == str(other)

    left = [StepLine(line.step, line.loss, Watched(line.state)) for line in log(1 << 16)]

    assert first_difference(left, log(1 << 16, 40_000)) == (39_999, 40_000)
    assert len(compared) <= 17


def test_goes_on_from_the_state_of_the_last_line_it_keeps(tmp_path: Path) -> None:
    written = StepLog(tmp_path / "steps.jsonl")
    for step, state in ((1, "sha256:1"), (2, None), (3, "sha256:3")):
        written.append(step, 0.5, state)

    again = StepLog(tmp_path / "steps.jsonl")
    again.keep(2)

    assert again.state == "sha256:1"
    assert [line.step for line in read_steps(again.path)] == [1, 2]


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"step":2,"loss":1}', '{"step":1}', '{"step":1,"loss":1e999}', '{"step":1,"loss":1,"x":1}'],
)
def test_refuses_a_log_that_says_something_else(tmp_path: Path, text: str) -> None:
    (tmp_path / "steps.jsonl").write_text(text)

    with pytest.raises(StepLogBroken, match="steps.jsonl, line 1"):
        read_steps(tmp_path / "steps.jsonl")


def test_a_loss_that_is_no_number_is_never_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        step_log.StepLog(tmp_path / "steps.jsonl").append(1, math.nan, None)
