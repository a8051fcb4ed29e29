"""Reference pages, each made of a schema: of a kind, of a result, and of the HTTP API."""

import html
from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
DEEPEST = 8
"""Levels of members that are listed; what is below is in the schema itself."""
_METHODS = ("get", "post", "put", "patch", "delete")


def kind_page(definition: Schema) -> str:
    """Return the page of a custom resource: its fields by their paths."""
    names, version = definition["spec"]["names"], definition["spec"]["versions"][0]
    schema = version["schema"]["openAPIV3Schema"]
    group = definition["spec"]["group"]
    head = f"# {names['kind']}\n\n`{group}/{version['name']}`, short {_code(names.get('shortNames', []))}.\n\n"
    fields = [row for part in ("spec", "status") for row in _rows(part, schema["properties"].get(part, {}), {}, ())]
    return f"{head}{_text(schema)}\n\n{_table(fields)}"


def result_page(name: str, schema: Schema) -> str:
    """Return the page of a result: its members by their paths."""
    definitions = schema.get("$defs", {})
    rows = list(_members("", schema, definitions, ()))
    return (
        f"# {name}\n\n{_text(schema)}\n\n[The schema itself](../../docs/results/{name}.schema.json)\n\n{_table(rows)}"
    )


def routes_page(openapi: Schema) -> str:
    """Return the page of the HTTP API: every route, and what it answers."""
    lines = ["# Routes of the HTTP API\n", "What each takes and answers in full is in `/openapi.json` and `/docs`.\n"]
    lines += ["| | | |", "|---|---|---|"]
    for path, item in sorted(openapi["paths"].items()):
        for method in _METHODS:
            if method in item:
                answers = ", ".join(sorted(item[method]["responses"]))
                summary = _cell(item[method].get("summary", ""))
                lines.append(f"| `{method.upper()} {_cell(path)}` | {summary} | {answers} |")
    return "\n".join(lines) + "\n"


def _rows(path: str, schema: Schema, definitions: Schema, above: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    resolved, name = _resolved(schema, definitions)
    yield path, _type(resolved), _text(resolved if resolved.get("description") else schema)
    if name not in above and len(above) < DEEPEST:
        yield from _members(path, resolved, definitions, (*above, name or path))


def _members(path: str, schema: Schema, definitions: Schema, above: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    for choice in schema.get("anyOf", schema.get("oneOf", [])):
        resolved, name = _resolved(choice, definitions)
        if name not in above:
            yield from _members(path, resolved, definitions, (*above, name) if name else above)
    for member, inner in schema.get("properties", {}).items():
        yield from _rows(f"{path}.{member}" if path else member, inner, definitions, above)
    items = schema.get("items")
    if isinstance(items, Mapping):
        resolved, name = _resolved(items, definitions)
        if name not in above or not name:
            yield from _members(f"{path}[]", resolved, definitions, (*above, name) if name else above)


def _resolved(schema: Schema, definitions: Schema) -> tuple[Schema, str]:
    """Return what a schema refers to, and by which name; itself where it refers to nothing."""
    name = str(schema.get("$ref", "")).rpartition("/")[2]
    return (definitions.get(name, {}), name) if name else (schema, "")


def _type(schema: Schema) -> str:
    kind = schema.get("type", "")
    if "enum" in schema:
        return " ".join(f"`{each}`" for each in schema["enum"])
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def _text(schema: Schema) -> str:
    return " ".join(str(schema.get("description", "")).split())


def _code(names: list[str]) -> str:
    return ", ".join(f"`{each}`" for each in names) or "none"


def _table(rows: list[tuple[str, str, str]]) -> str:
    once = list(dict.fromkeys(rows))
    lines = [f"| `{_cell(path)}` | {_cell(kind)} | {_cell(text)} |" for path, kind, text in once]
    return "\n".join(["| field | type | |", "|---|---|---|", *lines]) + "\n"


def _cell(text: str) -> str:
    return html.escape(text, quote=False).replace("|", "\\|")
