import math

import pytest
import torch

from bench.contestants import WARM_STEPS, ours, theirs
from bench.shapes import EIGHT_BILLION, ONE_BILLION, Shape, flops_per_token, peak_flops
from mandate_worker.device import Device

MICRO = Shape("micro", 32, 64, 1, 2, 2, 101, True, rows=2, context_tokens=16, steps=2)


@pytest.mark.parametrize(("shape", "billions"), [(EIGHT_BILLION, 7.50), (ONE_BILLION, 1.24)], ids=["8B", "1B"])
def test_counts_the_weights_that_are_multiplied(shape: Shape, billions: float) -> None:
    """8.03 billion without 0.53 billion of the input table; 1.24 billion, where the table is the head as well."""
    assert flops_per_token(shape.model("meta", torch.bfloat16)) == pytest.approx(4e9 * billions, rel=0.005)


def test_knows_the_peak_of_a_card_and_of_nothing_else() -> None:
    assert peak_flops("NVIDIA H200") == 989.4e12
    assert peak_flops("CPU (x86_64, 2 cores)") is None


def test_both_contestants_take_the_same_steps() -> None:
    device = Device("cpu-fp32")
    mine, again, hub = ours(MICRO, device), ours(MICRO, device), theirs(MICRO, device)

    assert len(mine.seconds) == len(hub.seconds) == MICRO.steps and WARM_STEPS > 0
    assert mine.state == again.state
    # Random weights know nothing yet: both lose the logarithm of the vocabulary.
    assert mine.loss == pytest.approx(math.log(101), abs=0.3)
    assert hub.loss == pytest.approx(math.log(101), abs=0.3)
