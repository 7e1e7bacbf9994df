"""Compares a claim with what came out of running its job again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .claim import Claim
from .device import Device
from .provenance import hardware
from .step_log import StepLine, StepLogBroken, read_steps

SAME, DIFFERENT, WITHIN_TOLERANCE, OUT_OF_TOLERANCE = 0, 3, 4, 5
TOLERANCE = 0.05


@dataclass(frozen=True)
class Verdict:
    """One sentence for people, one exit code for programs."""

    exit_code: int
    sentence: str
    first_differing_step: int | None = None
    misses: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """As `verify` prints it."""
        return {
            "verdict": self.sentence,
            "firstDifferingStep": self.first_differing_step,
            "metricsOutOfTolerance": list(self.misses),
        }


def compare(claim: Claim, again: Claim, tolerance: float = TOLERANCE) -> Verdict:
    """Say how a claim stands after its job was run again on this machine."""
    if (claim.artifact_digest, claim.evaluation_digest) == (again.artifact_digest, again.evaluation_digest):
        return Verdict(SAME, "same digest")
    if not Device(claim.job.determinism).repeats or _is_other_hardware(claim):
        misses = metrics_apart(claim.metrics, again.metrics, tolerance)
        within = f"evaluation not within tolerance ({', '.join(misses)})" if misses else "evaluation within tolerance"
        code = OUT_OF_TOLERANCE if misses else WITHIN_TOLERANCE
        return Verdict(code, f"other hardware class: {within}", misses=misses)
    return _different(claim, again)


def _is_other_hardware(claim: Claim) -> bool:
    """Only where the claim names its hardware: a receipt alone has to be met by its digest."""
    here = hardware(claim.job)
    return claim.hardware is not None and any(claim.hardware.get(name) != value for name, value in here.items())


def _different(claim: Claim, again: Claim) -> Verdict:
    what = "digest" if claim.artifact_digest != again.artifact_digest else "evaluation digest"
    if claim.steps is None or again.steps is None:
        return Verdict(DIFFERENT, f"different {what}")
    try:
        step = first_differing_line(read_steps(claim.steps), read_steps(again.steps))
    except (StepLogBroken, OSError) as error:
        return Verdict(DIFFERENT, f"different {what}; {error}")
    if step is None:
        return Verdict(DIFFERENT, f"different {what}, though no step differs: what was written is not what was trained")
    return Verdict(DIFFERENT, f"different {what}, first differing step {step}", first_differing_step=step)


def first_differing_line(claimed: Sequence[StepLine], found: Sequence[StepLine]) -> int | None:
    """The first step whose loss or state differs; with both logs at hand every line is looked at."""
    for one, other in zip(claimed, found):
        if one != other:
            return one.step
    return None if len(claimed) == len(found) else min(len(claimed), len(found)) + 1


def metrics_apart(claimed: Mapping[str, float], found: Mapping[str, float], tolerance: float) -> tuple[str, ...]:
    """Metrics that one side lacks or that lie further apart than allowed: shares as they are, others by their size."""

    def is_near(name: str) -> bool:
        if name not in claimed or name not in found:
            return False
        size = max(1.0, abs(claimed[name]), abs(found[name]))
        return abs(claimed[name] - found[name]) <= tolerance * size

    return tuple(name for name in sorted({*claimed, *found}) if not is_near(name))
