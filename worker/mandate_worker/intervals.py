"""95 % confidence intervals: of shares by Wilson, of means by a seeded bootstrap."""

import math
import random
from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Interval = tuple[float, float]

_Z = 1.959963984540054
_RESAMPLES = 1000


def wilson(successes: int, count: int) -> Interval:
    """Of a share; never outside 0 and 1, and honest where nothing or everything succeeded."""
    share, spread = successes / count, _Z * _Z / count
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * math.sqrt(share * (1 - share) / count + spread / (4 * count))
    return _rounded(max(0.0, middle - half), min(1.0, middle + half))


def bootstrap(items: Sequence[Item], statistic: Callable[[Sequence[Item]], float], seed: int) -> Interval:
    """Of any statistic: what it would be, had other items been drawn. The same seed gives the same interval."""
    generator = random.Random(seed)
    values = sorted(
        statistic([items[int(generator.random() * len(items))] for _ in items]) for _ in range(_RESAMPLES)
    )
    return _rounded(values[round(0.025 * (_RESAMPLES - 1))], values[round(0.975 * (_RESAMPLES - 1))])


def _rounded(low: float, high: float) -> Interval:
    return round(low, 6), round(high, 6)
