"""Checks a JSON value against the part of JSON Schema that worker/schema/ uses, and tells a broken rule by its path."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

SCHEMA_DIRECTORY = Path(__file__).parent.parent / "schema"

_TYPES = {"object": dict, "array": list, "string": str, "number": (int, float), "integer": int, "null": type(None)}


class SchemaViolation(ValueError):
    """A value breaks a rule of its schema; `field` is the path of the place, empty for the whole."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field or 'document'}: {reason}")
        self.field = field or "document"
        self.reason = reason


@cache
def read_schema(name: str) -> dict[str, Any]:
    """A schema of worker/schema/, such as `job`."""
    return json.loads((SCHEMA_DIRECTORY / f"{name}.schema.json").read_bytes())


def check(value: Any, name: str) -> None:
    """Raise SchemaViolation unless the value is as the schema says."""
    schema = read_schema(name)
    _check(value, schema, "", schema.get("definitions", {}))


def _check(value: Any, schema: dict[str, Any] | bool, path: str, definitions: dict[str, Any]) -> None:
    if isinstance(schema, bool):
        if not schema:
            raise SchemaViolation(path, "is not allowed here")
        return
    if "$ref" in schema:
        schema = definitions[schema["$ref"].removeprefix("#/definitions/")]
    _check_kind(value, schema, path)
    if isinstance(value, dict):
        _check_object(value, schema, path, definitions)
    elif isinstance(value, list):
        _check_array(value, schema, path, definitions)
    elif isinstance(value, str) and "pattern" in schema and not re.search(schema["pattern"].replace("$", r"\Z"), value):
        raise SchemaViolation(path, f"does not match {schema['pattern']}")
    elif _is(value, "number"):
        _check_range(value, schema, path)
    _check_conditions(value, schema, path, definitions)


def _check_conditions(value: Any, schema: dict[str, Any], path: str, definitions: dict[str, Any]) -> None:
    """After the fields themselves, so that a wrong field is named before what would follow from it."""
    for one in schema.get("allOf", []):
        _check(value, one, path, definitions)
    if "if" in schema:
        branch = "then" if _holds(value, schema["if"], definitions) else "else"
        _check(value, schema.get(branch, True), path, definitions)


def _holds(value: Any, schema: dict[str, Any], definitions: dict[str, Any]) -> bool:
    try:
        _check(value, schema, "", definitions)
    except SchemaViolation:
        return False
    return True


def _check_kind(value: Any, schema: dict[str, Any], path: str) -> None:
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(_is(value, kind) for kind in kinds):
        raise SchemaViolation(path, f"is not of type {' or '.join(kinds)}")
    allowed = [schema["const"]] if "const" in schema else schema.get("enum")
    if allowed is not None and not any(value == one and type(value) is type(one) for one in allowed):
        raise SchemaViolation(path, f"is not {' or '.join(json.dumps(one) for one in allowed)}")


def _check_object(value: dict[str, Any], schema: dict[str, Any], path: str, definitions: dict[str, Any]) -> None:
    properties, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    for key in schema.get("required", []):
        if key not in value:
            raise SchemaViolation(_below(path, key), "is missing")
    if len(value) < schema.get("minProperties", 0):
        raise SchemaViolation(path, "is empty")
    for key, item in value.items():
        if key not in properties and others is False:
            raise SchemaViolation(_below(path, key), "is unknown")
        if "propertyNames" in schema:
            _check(key, schema["propertyNames"], _below(path, key), definitions)
        _check(item, properties.get(key, others if isinstance(others, dict) else True), _below(path, key), definitions)


def _check_array(value: list[Any], schema: dict[str, Any], path: str, definitions: dict[str, Any]) -> None:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        raise SchemaViolation(path, f"has {len(value)} items")
    if schema.get("uniqueItems") and len({json.dumps(item) for item in value}) < len(value):
        raise SchemaViolation(path, "names something twice")
    for index, item in enumerate(value):
        _check(item, schema.get("items", {}), f"{path}[{index}]", definitions)


def _check_range(value: float, schema: dict[str, Any], path: str) -> None:
    if value != value or value in (float("inf"), float("-inf")):
        raise SchemaViolation(path, "is not a finite number")
    if value < schema.get("minimum", value):
        raise SchemaViolation(path, f"is below {schema['minimum']}")
    if value > schema.get("maximum", value):
        raise SchemaViolation(path, f"is above {schema['maximum']}")


def _is(value: Any, kind: str) -> bool:
    # To Python a boolean is a number; to JSON it is not.
    return isinstance(value, _TYPES[kind]) and not isinstance(value, bool)


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
