import math
import random

import pytest

from mandate_worker.intervals import bootstrap, wilson


def mean(values: "list[float] | tuple[float, ...]") -> float:
    return sum(values) / len(values)


@pytest.mark.parametrize(
    ("successes", "count", "expected"),
    # By hand from the formula, and as published: E. B. Wilson 1927; 0 of 10 and 10 of 10 mirror each other.
    [
        (5, 10, (0.236593, 0.763407)),
        (0, 10, (0.0, 0.277533)),
        (10, 10, (0.722467, 1.0)),
        (90, 100, (0.825635, 0.944771)),
    ],
)
def test_wilson_is_that_of_the_tables(successes: int, count: int, expected: tuple[float, float]) -> None:
    assert wilson(successes, count) == pytest.approx(expected, abs=2e-6)


def test_the_bootstrap_is_near_the_normal_interval_of_a_mean() -> None:
    generator = random.Random(7)
    values = [generator.gauss(10, 2) for _ in range(400)]

    low, high = bootstrap(values, mean, seed=1)

    half = 1.96 * 2 / math.sqrt(400)
    assert low == pytest.approx(mean(values) - half, abs=0.06)
    assert high == pytest.approx(mean(values) + half, abs=0.06)


def test_the_bootstrap_depends_on_its_seed_alone() -> None:
    values = [1.5**power for power in range(30)]

    assert bootstrap(values, mean, seed=3) == bootstrap(values, mean, seed=3)
    assert bootstrap(values, mean, seed=3) != bootstrap(values, mean, seed=4)
