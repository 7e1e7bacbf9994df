import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

WORKER = Path(__file__).parent.parent
# Run by the Python of a Ray cluster, which brings it.
OF_THE_CLUSTER = {"ray"}


def imported(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0]


def required() -> set[str]:
    lines = (WORKER / "requirements.txt").read_text("utf-8").splitlines()
    return {_normalized(re.split("[=<>;]", line)[0]) for line in lines if line and not line.startswith("#")}


def _normalized(name: str) -> str:
    return re.sub("[-_.]+", "-", name).strip().lower()


def test_what_is_imported_is_required_by_its_name() -> None:
    modules = {name for source in (WORKER / "mandate_worker").glob("*.py") for name in imported(source)}
    foreign = modules - sys.stdlib_module_names - OF_THE_CLUSTER - {"mandate_worker"}
    distributions = packages_distributions()
    brought_by = {name: {_normalized(one) for one in distributions.get(name, [name])} for name in foreign}

    assert {"torch", "yaml"} < foreign
    assert [name for name in sorted(foreign) if not brought_by[name] & required()] == []
