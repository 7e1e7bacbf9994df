import math
from pathlib import Path

import pytest

from mandate_worker.canonical import canonical_bytes, digest_of_directory, manifest


@pytest.mark.parametrize(
    ("number", "spelling"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1.0, "1"),
        (-1.5, "-1.5"),
        (0.1, "0.1"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
        (1.5e-9, "1.5e-9"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (1.25e22, "1.25e+22"),
        (123456.789, "123456.789"),
        (5e-324, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (333333333.3333333, "333333333.3333333"),
    ],
)
def test_spells_numbers_as_ecmascript_does(number: float, spelling: str) -> None:
    assert canonical_bytes(number).decode() == spelling


def test_sorts_keys_by_utf16_and_escapes_only_what_json_must() -> None:
    value = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "\U0001f600": 4, "ö": 'a/\u2028"\\\n'}

    spelled = canonical_bytes(value).decode()

    assert spelled == '{"\\r":2,"ö":"a/\u2028\\"\\\\\\n","€":1,"😀":4,"\ufb33":3}'


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_refuses_numbers_that_json_lacks(number: float) -> None:
    with pytest.raises(ValueError, match="no place in JSON"):
        canonical_bytes({"metric": number})


def test_names_a_directory_by_names_sizes_and_bytes(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.txt").write_text("hello")
    (tmp_path / "a.txt").write_text("")
    before = digest_of_directory(tmp_path)

    assert [entry["path"] for entry in manifest(tmp_path)] == ["a.txt", "b/c.txt"]
    (tmp_path / "b" / "c.txt").write_text("hellp")
    assert digest_of_directory(tmp_path) != before


def test_refuses_a_directory_with_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/etc/hostname")

    with pytest.raises(ValueError, match="link is a link"):
        digest_of_directory(tmp_path)
