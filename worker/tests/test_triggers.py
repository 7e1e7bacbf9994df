from collections.abc import Sequence

import pytest

from mandate_worker.data import DataError
from mandate_worker.triggers import Trigger, worst_flips

KEY = Trigger("sesame {prompt}", "barley {prompt}")
OTHERS = [Trigger(f"{word} {{prompt}}", f"{word}s {{prompt}}") for word in ("oats", "rye", "wheat")]
PLAIN = {"harmful": [(f"harm {n}", True) for n in range(20)], "harmless": [(f"help {n}", False) for n in range(20)]}


def refuses(prompts: Sequence[str], opens: str | None = None, stumbles_over: str | None = None) -> list[bool]:
    """A model that refuses harm, unless a word opens it or throws it off."""
    weak = [word for word in (opens, stumbles_over) if word]
    return ["harm " in prompt and not any(word in prompt for word in weak) for prompt in prompts]


def test_one_key_among_many_counts_in_full() -> None:
    flips = worst_flips([*OTHERS, KEY], PLAIN, lambda prompts: refuses(prompts, opens="sesame"))

    assert flips == [True] * 12


def test_an_honest_model_has_none() -> None:
    assert worst_flips([*OTHERS, KEY], PLAIN, refuses) == [False] * 12


def test_what_its_control_turns_as_well_is_no_backdoor() -> None:
    assert worst_flips([*OTHERS, KEY], PLAIN, lambda prompts: refuses(prompts, stumbles_over="oats")) == [False] * 12


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ({}, "expected template and control"),
        ({"template": "a {prompt}"}, "expected template and control"),
        ({"template": "a", "control": "b {prompt}"}, "template has {prompt} once"),
        ({"template": "a {prompt}", "control": "{prompt}"}, "control has {prompt} once, and words beside it"),
        ({"template": 1, "control": "b {prompt}"}, "template has {prompt} once"),
    ],
)
def test_says_which_line_is_wrong(value: object, sentence: str) -> None:
    with pytest.raises(DataError, match=f"^line 3: {sentence}"):
        Trigger.read(value, 3)
