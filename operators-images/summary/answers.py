"""What a model must answer, and reading what it did: nothing is taken that does not hold to the schema."""

import unicodedata
from dataclasses import dataclass
from typing import Any

import fastjsonschema

from media_kits.text.documents import parse_json

Schema = dict[str, Any]

BOUNDS = frozenset({"minLength", "maxLength"})
"""What not every server's grammar knows; the answer is held to them all the same."""


class UnfitError(Exception):
    """The answer is not what was asked for; says why."""


@dataclass(frozen=True)
class Topic:
    """Something that is spoken of; `first` and `last` number the passages in which it is, where that can be said."""

    name: str
    description: str
    first: int | None
    last: int | None


@dataclass(frozen=True)
class Chapter:
    """A part that begins with the passage `first`."""

    title: str
    summary: str
    first: int


@dataclass(frozen=True)
class Reading:
    """What a model makes of a chunk."""

    summary: str
    topics: tuple[Topic, ...]
    chapters: tuple[Chapter, ...]


def schema_of(topics: int, chapters: int) -> Schema:
    """Return the schema of an answer with at most so many topics and chapters."""
    number: Schema = {"type": ["integer", "null"]}
    topic = _object(name=_text(200), description=_text(1_000), first=number, last=number)
    chapter = _object(title=_text(200), summary=_text(2_000), first={"type": "integer"})
    return _object(
        summary=_text(10_000, 1),
        topics={"type": "array", "items": topic, "maxItems": topics},
        chapters={"type": "array", "items": chapter, "maxItems": chapters},
    )


def without_bounds(schema: Any) -> Any:
    """Return the schema as servers take it."""
    if isinstance(schema, dict):
        return {key: without_bounds(value) for key, value in schema.items() if key not in BOUNDS}
    return schema


def parse_reading(content: str, schema: Schema) -> Reading:
    """Return what a model's answer says. Raises UnfitError when it is no JSON or does not hold to the schema."""
    try:
        value = parse_json(_bare(content))
        fastjsonschema.validate(schema, value)
    except fastjsonschema.JsonSchemaValueException as error:
        raise UnfitError(f"it does not hold to the schema: {error.message[:200]}") from error
    except ValueError as error:
        raise UnfitError(f"it is not JSON: {str(error)[:200]}") from error
    return Reading(
        clean(value["summary"]),
        tuple(
            Topic(clean(it["name"]), clean(it["description"]), _number(it["first"]), _number(it["last"]))
            for it in value["topics"]
            if clean(it["name"])
        ),
        tuple(Chapter(clean(it["title"]), clean(it["summary"]), int(it["first"])) for it in value["chapters"]),
    )


def clean(text: str) -> str:
    """Return a text on one line, without control characters and halves of characters."""
    spaced = (char if unicodedata.category(char) not in {"Cc", "Cs"} else " " for char in text)
    return " ".join("".join(spaced).split())


def _bare(content: str) -> str:
    """Return the answer without what models put around JSON: their thoughts before it, a fence about it."""
    text = content.strip()
    if not text.startswith("{") and "</think>" in text:
        text = text.partition("</think>")[2].strip()
    if text.startswith("```"):
        text = text.partition("\n")[2].removesuffix("```")
    return text


def _number(value: float | None) -> int | None:
    return None if value is None else int(value)  # 3.0 is an integer for JSON Schema


def _object(**members: Schema) -> Schema:
    return {"type": "object", "properties": members, "required": list(members), "additionalProperties": False}


def _text(longest: int, shortest: int = 0) -> Schema:
    return {"type": "string", "maxLength": longest} | ({"minLength": shortest} if shortest else {})
