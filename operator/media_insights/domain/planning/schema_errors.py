"""Schema errors as sentences: the allowed values, and the value found."""

from collections.abc import Callable, Mapping
from typing import Any

from jsonschema import SchemaError, ValidationError

from media_insights.domain.wording import a, either, shown, suggestion

_NOUNS = {
    "number": "a number",
    "integer": "a whole number",
    "string": "text",
    "boolean": "true or false",
    "array": "a list",
    "object": "a map",
    "null": "null",
}


def sentence_of(error: ValidationError | SchemaError) -> str:
    """Return the error as one sentence that fits behind the path of the field."""
    if error.validator == "additionalProperties" and isinstance(error.schema, Mapping):
        return _unknown_key(error.schema.get("properties", {}), error.instance)
    words = _WORDS.get(str(error.validator))
    return words(error.validator_value, error.instance) if words else error.message


def _type(wanted: Any, value: Any) -> str:
    kinds = [wanted] if isinstance(wanted, str) else list(wanted)
    return f"must be {either(_NOUNS.get(kind, a(kind)) for kind in kinds)}, not {_described(value)}"


def _described(value: Any) -> str:
    """Name the value with its kind where JSON alone would leave the reader guessing: "80" is text, not a number."""
    return f"the text {shown(value)}" if isinstance(value, str) else shown(value)


def _required(names: Any, value: Any) -> str:
    return f"lacks {either(name for name in names if name not in value)}"


def _unknown_key(known: Any, value: Any) -> str:
    return f"has a key that is not known: {either(shown(key) for key in value if key not in known)}"


def _enum(values: Any, value: Any) -> str:
    near = suggestion(value, [each for each in values if isinstance(each, str)]) if isinstance(value, str) else ""
    hint = near if "did you mean" in near else ""
    return f"must be {either(map(shown, values))}, not {shown(value)}{hint}"


_WORDS: dict[str, Callable[[Any, Any], str]] = {
    "type": _type,
    "enum": _enum,
    "const": lambda wanted, value: f"must be {shown(wanted)}, not {shown(value)}",
    "minimum": lambda limit, value: f"must be at least {shown(limit)}, not {shown(value)}",
    "maximum": lambda limit, value: f"must be at most {shown(limit)}, not {shown(value)}",
    "exclusiveMinimum": lambda limit, value: f"must be more than {shown(limit)}, not {shown(value)}",
    "exclusiveMaximum": lambda limit, value: f"must be less than {shown(limit)}, not {shown(value)}",
    "multipleOf": lambda step, value: f"must be a multiple of {shown(step)}, not {shown(value)}",
    "minLength": lambda limit, value: f"must have at least {limit} characters, not {len(value)}",
    "maxLength": lambda limit, value: f"must have at most {limit} characters, not {len(value)}",
    "minItems": lambda limit, value: f"must have at least {limit} entries, not {len(value)}",
    "maxItems": lambda limit, value: f"must have at most {limit} entries, not {len(value)}",
    "uniqueItems": lambda _, value: f"must not repeat an entry: {shown(value)}",
    "not": lambda refused, value: f"must not be {shown(value)}" if "const" in refused else f"must not fit {refused}",
    "pattern": lambda pattern, value: f"must match {pattern}, not {shown(value)}",
    "format": lambda name, value: f"must be {a(name)}, not {shown(value)}",
    "required": _required,
}
