"""Draws samples by hash, so that no library's generator can change what is measured."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


def draw(items: Sequence[Item], samples: int, seed: int) -> tuple[Item, ...]:
    """Up to `samples` items, in the order in which they stand."""
    order = sorted(range(len(items)), key=lambda index: hashlib.sha256(f"{seed}:{index}".encode()).digest())
    return tuple(items[index] for index in sorted(order[:samples]))
