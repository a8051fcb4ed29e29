"""Parameter schemas: JSON Schema (draft 2020-12) without what could hold up, or call, whoever validates a value.

Values are tenants'. Patterns are matched in time that grows with the text alone: by Rust's ``regex``, which pydantic
brings, and which has neither backreferences nor look-around. Schemas refer to nothing outside of themselves.
https://docs.rs/regex/latest/regex/#untrusted-input
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from math import prod
from typing import Any

from jsonschema import Draft202012Validator, ValidationError, validators
from pydantic_core import SchemaError, SchemaValidator, core_schema
from pydantic_core import ValidationError as NoMatch

LONGEST_PATTERN = 500
MOST_REPETITIONS = 10_000
"""The counts of one pattern, multiplied: what a pattern costs for each character grows with them."""

_NOT_UNDERSTOOD: Mapping[str, str] = {
    "$ref": "write the schema out",
    "$dynamicRef": "write the schema out",
    "patternProperties": "say propertyNames with a pattern, and additionalProperties",
    "unevaluatedProperties": "say additionalProperties",
}
"""Keyword → what would be right instead."""
_DATA = frozenset({"const", "default", "enum", "examples"})
"""Keywords below which there is no schema."""
_COUNT = re.compile(r"\{(\d*)(?:,(\d*))?\}")


def unusable_in(schema: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield path and sentence of each keyword of a schema that parameters may not use, or not so."""
    for name, inner in _members(schema):
        place = f"{path}.{name}"
        if isinstance(schema, Mapping) and name in _NOT_UNDERSTOOD and not path.endswith("properties"):
            yield place, f"is not understood in parameters: {_NOT_UNDERSTOOD[name]}"
        elif name == "pattern" and isinstance(inner, str):
            if sentence := _unusable(inner):
                yield place, sentence
        elif name not in _DATA:
            yield from unusable_in(inner, place)


def errors_of(schema: Mapping[str, Any], value: Any) -> Iterator[ValidationError]:
    """Yield every error of a value."""
    found: Iterator[ValidationError] = _Validator(schema).iter_errors(value)
    return found


def _members(schema: Any) -> list[tuple[str, Any]]:
    if isinstance(schema, Mapping):
        return [(str(name), inner) for name, inner in schema.items()]
    return [(str(index), inner) for index, inner in enumerate(schema)] if isinstance(schema, list) else []


def _unusable(pattern: str) -> str:
    """Return why a pattern cannot be used, as a sentence."""
    if len(pattern) > LONGEST_PATTERN:
        return f"must have at most {LONGEST_PATTERN} characters, not {len(pattern)}"
    if prod(max(1, *(int(each or 1) for each in counts)) for counts in _COUNT.findall(pattern)) > MOST_REPETITIONS:
        return f"repeats too often: the counts in braces, multiplied, must be at most {MOST_REPETITIONS}"
    try:
        _matcher(pattern)
    except SchemaError as error:
        reason = str(error).rpartition("error: ")[2]
        return f"is no pattern that is matched in bounded time: {' '.join(reason.split())}"
    return ""


@lru_cache(maxsize=256)
def _matcher(pattern: str) -> SchemaValidator:
    return SchemaValidator(core_schema.str_schema(pattern=pattern, regex_engine="rust-regex"))


def _matches(pattern: str, text: str) -> bool:
    try:
        _matcher(pattern).validate_python(text)
    except NoMatch:
        return False
    return True


def _pattern(validator: Any, pattern: str, value: Any, schema: Any) -> Iterator[ValidationError]:  # noqa: ARG001 - jsonschema's signature
    if isinstance(value, str) and (_unusable(pattern) or not _matches(pattern, value)):
        yield ValidationError(f"does not match {pattern}")


_Validator = validators.extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]
