"""Limits that a process lays upon itself for good; run inside the sandbox, it becomes the program that it is to limit.

`python sandbox_limits.py '{"RLIMIT_CORE": 0}' program arguments…`; needs nothing but the standard library.
"""

import json
import os
import resource
import sys
from collections.abc import Sequence


def lay_on(limits: dict[str, int]) -> None:
    """Set soft and hard limits; one that is lower already stays."""
    for name, wanted in limits.items():
        kind = getattr(resource, name)
        hard = resource.getrlimit(kind)[1]
        value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (value, value))


def main(arguments: Sequence[str]) -> None:
    """Lay the limits on and become the program."""
    limits, *command = arguments
    lay_on(json.loads(limits))
    os.nice(5)  # so that whoever watches is heard first
    os.execv(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
