"""The CustomResourceDefinitions, made from the models. ``make generate`` writes them to ``crds/``."""

from media_insights.api.schema import Schema, structural_schema_of
from media_insights.api.v1alpha1 import GROUP, KINDS, VERSION, Kind
from media_insights.api.v1alpha1.meta import Manifest


def crd_of(kind: type[Kind]) -> Manifest:
    """Return the CustomResourceDefinition (apiextensions.k8s.io/v1) of a kind."""
    singular = kind.__name__.lower()
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{kind.PLURAL}.{GROUP}"},
        "spec": {
            "group": GROUP,
            "scope": kind.SCOPE,
            "names": {
                "kind": kind.__name__,
                "listKind": f"{kind.__name__}List",
                "plural": kind.PLURAL,
                "singular": singular,
                "shortNames": [kind.SHORT],
                "categories": ["media"],
            },
            "versions": [_version_of(kind)],
        },
    }


def all_crds() -> dict[str, Manifest]:
    """Return file name → CustomResourceDefinition for every kind."""
    return {f"{kind.PLURAL}.yaml": crd_of(kind) for kind in KINDS}


def _version_of(kind: type[Kind]) -> Manifest:
    return {
        "name": VERSION,
        "served": True,
        "storage": True,
        "subresources": {"status": {}},
        "additionalPrinterColumns": [
            {"name": name, "type": type_, "jsonPath": path, **({"priority": priority} if priority else {})}
            for name, type_, path, priority in kind.COLUMNS
        ],
        "schema": {"openAPIV3Schema": _root_of(kind)},
    }


def _root_of(kind: type[Kind]) -> Schema:
    fields = kind.model_fields
    return {
        "type": "object",
        "description": kind.__doc__ or "",
        "required": ["spec"],
        "properties": {
            "apiVersion": {"type": "string"},
            "kind": {"type": "string"},
            "metadata": {"type": "object"},
            **{part: structural_schema_of(fields[part].annotation) for part in ("spec", "status")},  # type: ignore[arg-type]
        },
    }
