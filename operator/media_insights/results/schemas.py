"""JSON Schemas of results (draft 2020-12), made from the models."""

from copy import deepcopy
from typing import Any

from pydantic import TypeAdapter

from media_insights.results.catalogue import RESULTS
from media_insights.results.shapes import NOT_ESTIMATED
from media_insights.results.versions import version_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ID = "https://mediainsights.dev/results/{name}.schema.json"
NULLABLE = next(iter(NOT_ESTIMATED))
VERSION = "x-schema-version"
"""Keyword that says which version of the result's schema it is."""

Schema = dict[str, Any]


def schema_of(name: str) -> Schema:
    """Return the schema of a result, as it is published. Raises KeyError for a name that no result has.

    It is open: a reader ignores members that it does not know, so that results may grow.
    """
    schema = TypeAdapter(RESULTS[name]).json_schema(mode="validation", by_alias=True)
    identity = {"$schema": DIALECT, "$id": ID.format(name=name), VERSION: version_of(name)}
    return {**identity, **plain(schema), "title": name}


def strict(schema: Schema) -> Schema:
    """Return the schema with every unknown member refused, but where a shape says that it has more than it names."""
    closed: Schema = _closed(deepcopy(schema))
    return closed


def plain(node: Any) -> Any:
    """Return a schema without what only Python needs: titles made from names, `null` for what is simply absent."""
    if isinstance(node, list):
        return [plain(each) for each in node]
    if not isinstance(node, dict):
        return node
    shown = {key: plain(value) for key, value in node.items() if key != "default" or value not in (None, [])}
    if isinstance(shown.get("properties"), dict):
        shown["properties"] = {name: _untitled(each) for name, each in shown["properties"].items()}
    return _without_null(shown)


def _untitled(node: Schema) -> Schema:
    return {key: value for key, value in node.items() if key != "title"} if isinstance(node, dict) else node


def _without_null(node: Schema) -> Schema:
    """Turn `anyOf: [X, null]` into X: absent members are left out of results, not null, but where the shape says so."""
    choices = node.get("anyOf")
    if NULLABLE in node or not isinstance(choices, list) or {"type": "null"} not in choices:
        return node
    rest = [each for each in choices if each != {"type": "null"}]
    others = {key: value for key, value in node.items() if key != "anyOf"}
    return {**rest[0], **others} if len(rest) == 1 else {"anyOf": rest, **others}


def _closed(node: Any) -> Any:
    if isinstance(node, list):
        return [_closed(each) for each in node]
    if not isinstance(node, dict):
        return node
    closed = {key: _closed(value) for key, value in node.items()}
    if isinstance(node.get("properties"), dict) and "additionalProperties" not in node:
        closed["additionalProperties"] = False
    return closed
