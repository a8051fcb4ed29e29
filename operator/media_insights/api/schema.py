"""Pydantic models → structural OpenAPI v3 schemas, as a CustomResourceDefinition wants them.

Structural means: no ``$ref``, no ``anyOf`` for types, no ``additionalProperties: false``; see the Kubernetes
documentation, "Specifying a structural schema".
"""

from typing import Any

from pydantic import BaseModel

Schema = dict[str, Any]

_DROPPED = frozenset({"title", "additionalProperties", "$defs", "const", "default"})


def structural_schema_of(model: type[BaseModel]) -> Schema:
    """Return the model's structural schema, descriptions, defaults, limits and CEL rules included."""
    root = model.model_json_schema(by_alias=True, mode="validation")
    return _structural(root, root.get("$defs", {}))


def _structural(node: Schema, definitions: dict[str, Schema]) -> Schema:
    node = _dereferenced(node, definitions)
    out = {key: value for key, value in node.items() if key not in _DROPPED}
    if _scalar_default(node):
        out["default"] = node["default"]
    if "const" in node:
        out["enum"] = [node["const"]]
    if "properties" in node:
        out["properties"] = {key: _structural(value, definitions) for key, value in node["properties"].items()}
    if "items" in node:
        out["items"] = _structural(node["items"], definitions)
    return out | _values_of_map(node, definitions) | _integer_format(out)


def _dereferenced(node: Schema, definitions: dict[str, Schema]) -> Schema:
    """Resolve references and optional types; what stands beside them (a description) wins over what they say."""
    beside = {key: value for key, value in node.items() if key not in ("$ref", "anyOf", "allOf")}
    target: Schema = {}
    if "$ref" in node:
        target = definitions[node["$ref"].rsplit("/", 1)[-1]]
    elif "anyOf" in node:
        kinds = [kind for kind in node["anyOf"] if kind.get("type") != "null"]
        target = {} if "x-kubernetes-int-or-string" in node else kinds[0]
    if not target:
        return beside
    validations = [*target.get("x-kubernetes-validations", ()), *beside.get("x-kubernetes-validations", ())]
    merged = _dereferenced(target, definitions) | beside
    return merged | ({"x-kubernetes-validations": validations} if validations else {})


def _scalar_default(node: Schema) -> bool:
    return isinstance(node.get("default"), str | int | float | bool) and node["default"] != ""


def _values_of_map(node: Schema, definitions: dict[str, Schema]) -> Schema:
    values = node.get("additionalProperties")
    if not isinstance(values, dict) or node.get("x-kubernetes-preserve-unknown-fields"):
        return {}
    return {"additionalProperties": _structural(values, definitions)}


def _integer_format(out: Schema) -> Schema:
    return {"format": "int64"} if out.get("type") == "integer" and "enum" not in out else {}
