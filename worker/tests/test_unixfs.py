from pathlib import Path

import pytest

from mandate_worker import unixfs
from mandate_worker.canonical import digest_of_directory
from mandate_worker.unixfs import cid_text, root_of_directory, root_of_file

MIB = 1 << 20


@pytest.mark.parametrize(
    ("content", "cid"),
    [
        # What `ipfs add --profile=unixfs-v1-2025` answers for the same bytes.
        (b"", "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku"),
        (b"hello world\n", "bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4"),
        (bytes(MIB), "bafkreibq4fevl27rgurgnxbp7adh42aqiyd6ouflxhj3gzmcxcxzbh6lla"),
    ],
)
def test_names_a_small_file_by_its_bytes_alone(content: bytes, cid: str) -> None:
    assert cid_text(root_of_file(content)) == cid


def test_names_what_is_in_memory_as_what_is_on_disk(tmp_path: Path) -> None:
    files = {"a/b/c.bin": bytes(3 * MIB + 1), "a.txt": b"a", "a/empty": b"", "ä/😀": b"name"}
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)

    root = root_of_directory(files)

    assert root == root_of_directory({name: tmp_path / name for name in files})
    assert digest_of_directory(tmp_path) == "sha256:" + root.sha256.hex()
    assert cid_text(root) == "bafybeidcleinwmwcls2ihd2xukbiq3gtcmwn7x2ujjz3blmfq365qsqnvu"


def test_builds_more_levels_when_a_node_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    flat = root_of_file(bytes(5 * MIB))
    monkeypatch.setattr(unixfs, "LINKS_PER_NODE", 2)

    deep = root_of_file(bytes(5 * MIB))

    assert deep.file_bytes == flat.file_bytes == 5 * MIB
    assert deep.tree_bytes > flat.tree_bytes
    assert deep.sha256 != flat.sha256


def test_refuses_a_directory_that_one_block_cannot_name() -> None:
    with pytest.raises(ValueError, match="9000 entries is too large"):
        root_of_directory({f"file-{number}": b"" for number in range(9000)})
