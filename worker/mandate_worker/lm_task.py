"""Reads task definitions of lm-evaluation-harness: a declared subset, from local files, and never any code.

multiple_choice (acc, acc_norm) and generate_until (exact_match), without examples in the prompt. A key that is not
known here is refused by its name: to leave it out silently would measure something else under the same name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .data import DataError, read_rows
from .draw import draw

METRICS = {"multiple_choice": ("acc", "acc_norm"), "generate_until": ("exact_match",)}
_NEEDED = {"task", "dataset_path", "dataset_kwargs", "test_split", "output_type", "doc_to_text", "doc_to_target"}
_KNOWN = _NEEDED | {
    *("doc_to_choice", "metric_list", "generation_kwargs", "num_fewshot", "description", "metadata"),
    *("task_alias", "tag", "target_delimiter"),
}
_METRIC_KEYS = {"metric", "aggregation", "higher_is_better", "ignore_case", "ignore_punctuation"}
_MOST_NEW_TOKENS = 256

_TEMPLATES = ImmutableSandboxedEnvironment(undefined=StrictUndefined, keep_trailing_newline=True)


class _PlainLoader(yaml.SafeLoader):
    """YAML's plain values: what a tag would make of a text, such as `!function`, is refused."""


@dataclass(frozen=True)
class LmDocument:
    """One item of a task, its templates filled in."""

    text: str
    target: str
    choices: tuple[str, ...] = ()

    @property
    def target_index(self) -> int:
        """The place of the right choice."""
        return self.choices.index(self.target)


@dataclass(frozen=True)
class LmTask:
    """A task and its drawn items."""

    name: str
    version: str
    output_type: str
    metrics: tuple[str, ...]
    documents: tuple[LmDocument, ...]
    until: tuple[str, ...] = ()
    most_tokens: int = _MOST_NEW_TOKENS
    ignores_case: bool = False
    ignores_punctuation: bool = False

    def metric_name(self, metric: str) -> str:
        """As a safety policy names it: my_task and acc_norm make myTaskAccNorm."""
        first, *others = f"{self.name}_{metric}".replace("-", "_").split("_")
        return first.lower() + "".join(word.capitalize() for word in others)


def read_tasks(directory: Path, samples: int, seed: int) -> tuple[LmTask, ...]:
    """All tasks/*.yaml of a suite, by name."""
    tasks = [_read_task(path, samples, seed) for path in sorted((directory / "tasks").glob("*.yaml"))]
    names = [task.name for task in tasks]
    if len(set(names)) < len(names):
        raise DataError("tasks: two have the same name")
    return tuple(sorted(tasks, key=lambda task: task.name))


def _read_task(path: Path, samples: int, seed: int) -> LmTask:
    try:
        said = yaml.load(path.read_bytes(), Loader=_PlainLoader)
    except yaml.YAMLError as error:
        raise DataError(f"{path.name}: {_reason(error)}") from error
    if not isinstance(said, dict):
        raise DataError(f"{path.name}: is no task definition")
    try:
        _check_keys(said)
        rows = [row for _, row in read_rows(_data_file(path.parent, said))]
        documents = [_document(said, row) for row in draw(rows, samples, seed)]
        return _task(said, tuple(documents))
    except (DataError, TemplateError, KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise DataError(f"{path.name}: {error}") from error


def _task(said: Mapping[str, Any], documents: tuple[LmDocument, ...]) -> LmTask:
    kind = said["output_type"]
    listed = said.get("metric_list") or [{"metric": METRICS[kind][0]}]
    generation = said.get("generation_kwargs") or {}
    return LmTask(
        name=str(said["task"]),
        version=str((said.get("metadata") or {}).get("version", "0")),
        output_type=kind,
        metrics=tuple(one["metric"] for one in listed),
        documents=documents,
        until=tuple(_listed(generation.get("until", ["\n\n"]))),
        most_tokens=min(int(generation.get("max_gen_toks", _MOST_NEW_TOKENS)), _MOST_NEW_TOKENS),
        ignores_case=any(one.get("ignore_case") for one in listed),
        ignores_punctuation=any(one.get("ignore_punctuation") for one in listed),
    )


def _check_keys(said: Mapping[str, Any]) -> None:
    for key in sorted(map(str, said)):
        if key not in _KNOWN:
            raise DataError(f"{key} is not supported")
    for key in sorted(_NEEDED - set(said)):
        raise DataError(f"{key} is missing")
    if said["output_type"] not in METRICS:
        raise DataError(f"output_type {said['output_type']} is not supported")
    if said["dataset_path"] != "json":
        raise DataError("dataset_path is not json: only files of the suite are read")
    if said.get("num_fewshot") or said.get("target_delimiter", " ") != " ":
        raise DataError("num_fewshot and target_delimiter have to be left at 0 and a space")
    if set(said.get("generation_kwargs") or {}) - {"until", "max_gen_toks", "do_sample", "temperature"}:
        raise DataError("generation_kwargs has a key that is not supported")
    if (said.get("generation_kwargs") or {}).get("do_sample"):
        raise DataError("generation_kwargs.do_sample is not supported: answers are greedy")
    for one in said.get("metric_list") or []:
        if one.get("metric") not in METRICS[said["output_type"]] or set(one) - _METRIC_KEYS:
            raise DataError(f"metric {one.get('metric')} is not supported as it is written")


def _data_file(directory: Path, said: Mapping[str, Any]) -> Path:
    """The file of the test split, beside the definition and nowhere else."""
    files = said["dataset_kwargs"]["data_files"]
    name = files[said["test_split"]] if isinstance(files, dict) else files
    if not isinstance(name, str) or Path(name).name != name:
        raise DataError("data_files has to name a file beside the definition")
    return directory / name


def _document(said: Mapping[str, Any], row: Any) -> LmDocument:
    text = str(said.get("description") or "") + str(_filled(said["doc_to_text"], row))
    target = _filled(said["doc_to_target"], row)
    if said["output_type"] == "generate_until":
        return LmDocument(text, str(target))
    choices = tuple(map(str, _choices(said, row)))
    chosen = choices[int(target)] if str(target).isdecimal() else str(target)
    if len(choices) < 2 or chosen not in choices:
        raise DataError(f"the target {target} is none of the choices")
    return LmDocument(text, chosen, choices)


def _choices(said: Mapping[str, Any], row: Any) -> Sequence[Any]:
    template = said.get("doc_to_choice", "choices")
    if isinstance(template, list):
        return [_filled(one, row) for one in template]
    value = _filled(template, row)
    return yaml.load(value, Loader=_PlainLoader) if isinstance(value, str) else value


def _filled(template: Any, row: Mapping[str, Any]) -> Any:
    """The name of a field gives its value, a number itself, everything else is a template."""
    if not isinstance(template, str):
        return template
    return row[template] if template in row else _TEMPLATES.from_string(template).render(**row)


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _reason(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or "is not YAML"
    return f"{problem}: code is not run" if "constructor for the tag" in problem else problem
