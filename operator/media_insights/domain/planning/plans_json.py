"""Plans as JSON: the snapshot ``plan.json`` and its hash.

Whether a stored file is the one whose hash a status holds is checked by :mod:`~.stored_plans`.
"""

import hashlib
import json
from dataclasses import asdict, fields
from typing import Any, TypeVar

from media_insights.api.v1alpha1 import MediaOperatorSpec
from media_insights.api.v1alpha1.asset import MediaFacts, Source
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.planning.plan import (
    AssetIdentity,
    ExecutionIdentity,
    Part,
    Plan,
    Step,
    WiredInput,
    WrittenOutput,
)

FORMAT = "mediainsights.dev/plan/v1"
"""Value of ``format``: a reader of another format refuses the file."""


def plan_to_json(plan: Plan) -> Manifest:
    """Return the plan as plain JSON, camelCase; :func:`plan_of` reads it back to an equal plan."""
    return {
        "format": FORMAT,
        "asset": _asset_to_json(plan.asset),
        "execution": asdict(plan.execution),
        **{_camel(name): getattr(plan, name) for name in _PLAIN},
        "stages": list(plan.stages),
        "steps": [_step_to_json(step) for step in plan.steps],
    }


def plan_of(manifest: Manifest) -> Plan:
    """Return the plan that was written with :func:`plan_to_json`; ValueError when it is of another format."""
    if manifest.get("format") != FORMAT:
        raise ValueError(f"a plan has format {FORMAT}, but this file has {manifest.get('format')!r}")
    return Plan(
        asset=_asset_of(manifest["asset"]),
        execution=ExecutionIdentity(**manifest["execution"]),
        stages=tuple(manifest["stages"]),
        steps=tuple(_step_of(step) for step in manifest["steps"]),
        **{name: manifest[_camel(name)] for name in _PLAIN},
    )


def plan_bytes(plan: Plan) -> bytes:
    """Return the plan as it is stored: equal plans are equal files."""
    return canonical(plan_to_json(plan)).encode()


def plan_hash(plan: Plan) -> str:
    """Return ``sha256:…`` of the whole file that is stored, the identity of asset and execution included."""
    return hash_of(plan_bytes(plan))


def hash_of(content: bytes) -> str:
    """Return ``sha256:…`` of a file, as ``status.planHash`` holds it."""
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def canonical(value: Any) -> str:
    """Return JSON with sorted keys, no blanks and no escapes: equal values have equal text."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


_File = TypeVar("_File", WiredInput, WrittenOutput)
_EMPTY = (None, "", False)
_PLAIN = ("workflow", "scheduling", "priority", "timeout_seconds", "ttl_seconds_after_finished", "plan_key")


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.capitalize() for part in rest)


def _asset_to_json(asset: AssetIdentity) -> Manifest:
    return {
        "name": asset.name,
        "namespace": asset.namespace,
        "uid": asset.uid,
        "source": asset.source.model_dump(mode="json", by_alias=True, exclude_none=True),
        "media": asset.media.model_dump(mode="json", by_alias=True, exclude_none=True),
    }


def _asset_of(manifest: Manifest) -> AssetIdentity:
    return AssetIdentity(
        name=manifest["name"],
        namespace=manifest["namespace"],
        uid=manifest["uid"],
        source=Source.model_validate(manifest["source"]),
        media=MediaFacts.model_validate(manifest["media"]),
    )


def _step_to_json(step: Step) -> Manifest:
    return {
        "name": step.name,
        "operator": step.operator,
        "stage": step.stage,
        "resultName": step.result_name,
        "spec": step.spec.model_dump(mode="json", by_alias=True, exclude_defaults=True),
        "parameters": dict(step.parameters),
        "inputs": [_flat(each) for each in step.inputs],
        "outputs": [_flat(each) for each in step.outputs],
        "depends": list(step.depends),
        **({"parts": [asdict(part) for part in step.parts]} if step.parts else {}),
        "skip": step.skip,
        "reused": step.reused,
    }


def _step_of(manifest: Manifest) -> Step:
    return Step(
        name=manifest["name"],
        operator=manifest["operator"],
        stage=manifest["stage"],
        result_name=manifest["resultName"],
        spec=MediaOperatorSpec.model_validate(manifest["spec"]),
        parameters=manifest["parameters"],
        inputs=tuple(_unflat(WiredInput, each) for each in manifest["inputs"]),
        outputs=tuple(_unflat(WrittenOutput, each) for each in manifest["outputs"]),
        depends=tuple(manifest["depends"]),
        parts=tuple(Part(**part) for part in manifest.get("parts", ())),
        skip=manifest["skip"],
        reused=manifest["reused"],
    )


def _flat(file: WiredInput | WrittenOutput) -> Manifest:
    kept = {"key", "name", "file"}
    return {_camel(name): value for name, value in asdict(file).items() if name in kept or value not in _EMPTY}


def _unflat(kind: type[_File], manifest: Manifest) -> _File:
    known = {_camel(each.name): each.name for each in fields(kind)}
    return kind(**{known[key]: value for key, value in manifest.items()})
