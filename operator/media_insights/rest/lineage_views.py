"""Lineage of a result: what made it, of what, and how."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from media_insights.api.v1alpha1.asset import MetadataPointer
from media_insights.api.v1alpha1.execution import OperatorProgress
from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.api.v1alpha1.operator_model_source import SHA256
from media_insights.api.v1alpha1.times import MaybeTime
from media_insights.domain.planning.plan import Plan, Step, WiredInput

Etags = Mapping[str, str]
"""Key → ETag of the objects that are still there."""


class LineageInput(StatusShape):
    """Something that the operator read."""

    name: str = Field(description="The operator's name for it.")
    key: str = Field(description="Where it lies; the asset's source by its address.")
    etag: str = Field(default="", description="The store's mark of its content; empty when it is gone.")
    medium: str = ""
    result: str = ""
    operator: str = Field(default="", description="What wrote it in the same execution.")


class LineageModel(StatusShape):
    """A model that the operator declares, or that its result says has run."""

    name: str
    version: str = ""
    sha256: str = ""
    source: str = ""
    provider: str = Field(default="", description="What it ran on, where the result says so.")


class LineageView(StatusShape):
    """What made a result."""

    result: str
    key: str
    etag: str = Field(default="", description="The store's mark of the result's content.")
    bytes: int = 0
    schema_version: int = 1
    execution: str
    workflow: str = ""
    operator: str = Field(default="", description="The operator's name; empty when no plan says what made it.")
    version: str = Field(default="", description="The operator's version.")
    image: str = Field(default="", description="As its operator named it when the execution was planned.")
    image_digest: str = Field(default="", description="Of an image that is named by its digest.")
    reused_from: str = Field(default="", description="The earlier execution whose result stands for this one's.")
    parameters: dict[str, Any] = Field(default_factory=dict)
    inputs: list[LineageInput] = Field(default_factory=list)
    models: list[LineageModel] = Field(
        default_factory=list, description="Mounted by the installation, and declared by the operator."
    )
    models_run: list[LineageModel] = Field(default_factory=list, description="As the result itself says.")
    plan_key: str = Field(default="", description="The snapshot of the execution, whose hash its status holds.")
    started_at: MaybeTime = None
    finished_at: MaybeTime = None
    attempts: int = 0


def step_of(plan: Plan, key: str) -> Step | None:
    """Return the step of a plan that writes a key, or stands for what wrote it."""
    return next((step for step in plan.steps if any(output.key == key for output in step.outputs)), None)


def lineage_view(
    pointer: MetadataPointer, plan: Plan | None, progress: OperatorProgress | None, etags: Etags, result: Any
) -> LineageView:
    """Return the lineage of a result; without a plan only what its pointer says."""
    step = step_of(plan, pointer.key) if plan else None
    view = LineageView(
        result=pointer.operator,
        key=pointer.key,
        etag=etags.get(pointer.key, ""),
        bytes=pointer.bytes,
        schema_version=pointer.schema_version or 1,
        execution=pointer.execution,
        finished_at=pointer.time,
        models_run=_models_run(result),
    )
    if plan is None or step is None:
        return view
    return view.model_copy(
        update={
            "workflow": plan.workflow,
            "operator": step.operator,
            "version": step.spec.version,
            "image": step.spec.image,
            "image_digest": step.spec.image.partition("@")[2],
            "reused_from": step.reused or "",
            "parameters": dict(step.parameters),
            "inputs": [_input(each, plan, etags) for each in step.inputs],
            "models": [
                *_mounted(step),
                *(LineageModel(name=each.name, sha256=each.sha256, source=each.source) for each in step.spec.models),
            ],
            "plan_key": plan.plan_key,
            **_times(progress),
        }
    )


def _mounted(step: Step) -> list[LineageModel]:
    """Return the folder of models that was mounted, by its digest, before those that the operator ships."""
    source = step.spec.model_source
    if source is None:
        return []
    where = source.image or (f"claim {source.claim}" if source.claim else "a folder of the machine that ran it")
    return [LineageModel(name="mounted", sha256=source.content.removeprefix(SHA256), source=where)]


def _times(progress: OperatorProgress | None) -> dict[str, Any]:
    if progress is None:
        return {}
    return {
        "started_at": progress.started_at,
        "finished_at": progress.finished_at,
        "attempts": progress.attempts,
    }


def _input(wired: WiredInput, plan: Plan, etags: Etags) -> LineageInput:
    if wired.from_source:
        return LineageInput(
            name=wired.name, key=plan.asset.source.uri, etag=plan.asset.media.etag, medium=wired.medium or ""
        )
    return LineageInput(
        name=wired.name,
        key=wired.key,
        etag=wired.version or etags.get(wired.key, ""),
        medium=wired.medium or "",
        result=wired.result or "",
        operator=wired.producer or "",
    )


def _models_run(result: Any) -> list[LineageModel]:
    """Return what a result says of its models; what does not have that shape says nothing."""
    first = result[0] if isinstance(result, list) and result else result
    said = first.get("Model") if isinstance(first, dict) else None
    listed = said if isinstance(said, list) else [said]
    return [_model(each) for each in listed if isinstance(each, dict) and isinstance(each.get("name"), str)]


def _model(said: Mapping[str, Any]) -> LineageModel:
    texts = {name: str(said[name]) for name in ("version", "sha256", "provider") if said.get(name)}
    files = said.get("files")
    if "sha256" not in texts and isinstance(files, list) and len(files) == 1 and isinstance(files[0], dict):
        texts["sha256"] = str(files[0].get("sha256", ""))
    return LineageModel(name=said["name"], **texts)
