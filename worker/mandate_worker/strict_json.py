"""JSON from somebody else: one meaning, no surprises, a bound on everything."""

import json
from typing import Any

DEEPEST = 32
_LONGEST_NUMBER = 32


class NotStrictJson(ValueError):
    """Bytes that are no JSON, or JSON that means different things to different readers."""


def parse_strictly(content: bytes) -> Any:
    """The value; no key twice, no NaN, no number that overflows, no nesting without end."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotStrictJson("is not UTF-8") from error
    _check_depth(text)
    try:
        return json.loads(
            text,
            object_pairs_hook=_without_repeats,
            parse_constant=_no_constant,
            parse_int=_short_integer,
            parse_float=_finite_number,
        )
    except NotStrictJson:
        raise
    except (ValueError, RecursionError) as error:
        raise NotStrictJson("is not JSON") from error


def _check_depth(text: str) -> None:
    """Counted before it is read: brackets in texts count too, which only makes the bound stricter there."""
    depth = 0
    in_text = escaped = False
    if text.count("[") + text.count("{") <= DEEPEST:
        return
    for sign in text:
        if in_text:
            in_text = escaped or sign != '"'
            escaped = sign == "\\" and not escaped
        elif sign == '"':
            in_text = True
        elif sign in "[{":
            depth += 1
            if depth > DEEPEST:
                raise NotStrictJson(f"is nested more than {DEEPEST} deep")
        elif sign in "]}":
            depth -= 1


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        seen: set[str] = set()
        again = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise NotStrictJson(f"has the key {again[:80]!r} twice")
    return value


def _no_constant(name: str) -> Any:
    raise NotStrictJson(f"says {name}, which is not JSON")


def _short_integer(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        raise NotStrictJson(f"has a number of {len(text)} digits")
    return int(text)


def _finite_number(text: str) -> float:
    value = float(text)
    if len(text) > 64 or value in (float("inf"), float("-inf")):
        raise NotStrictJson("has a number that overflows")
    return value
