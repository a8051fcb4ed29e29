"""Short ways to write operators, workflows, requests and plans, so that the rows of a test read like sentences."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from media_insights.api.v1alpha1 import MediaOperatorSpec, MediaWorkflowSpec
from media_insights.api.v1alpha1.asset import MediaFacts, Source
from media_insights.api.v1alpha1.execution import OperatorState
from media_insights.domain.planning.plan import AssetIdentity, ExecutionIdentity, Plan
from media_insights.domain.planning.problems import Refused
from media_insights.domain.planning.resolve import Request, resolve
from media_insights.domain.planning.reuse import Earlier
from media_insights.domain.running.steps import StepFacts

Configuration = Mapping[str, Mapping[str, Any]]


def operator(name: str, reads: str = "", writes: str = "", **more: Any) -> MediaOperatorSpec:
    """Write an operator: reads ``Frames|Image`` (media) or ``=shots`` (a result); ``?`` behind a word: optional."""
    return MediaOperatorSpec.model_validate(
        {
            "resultName": name,
            "version": "1.0.0",
            "image": name,
            "inputs": [_input(text) for text in reads.split()],
            "outputs": [{"name": "result", "file": "result.json", "result": True}, *map(_output, writes.split())],
            **more,
        }
    )


def _input(text: str) -> dict[str, Any]:
    bare = text.rstrip("?")
    kind = {"result": bare[1:]} if bare.startswith("=") else {"media": bare.split("|")}
    name = bare.strip("=").split("|", maxsplit=1)[0].lower()
    return {"name": name, "optional": text.endswith("?"), **kind}


def _output(text: str) -> dict[str, Any]:
    """``Frames<Video`` is made from a Video only; ``Audio?`` may be missing."""
    medium, _, made_from = text.rstrip("?").partition("<")
    limited = {"from": made_from.split("|")} if made_from else {}
    return {
        "name": medium.lower(),
        "file": f"{medium.lower()}.bin",
        "media": medium,
        "optional": text.endswith("?"),
        **limited,
    }


CATALOGUE: dict[str, MediaOperatorSpec] = {
    "mediainfo": operator("mediainfo", "Video|Audio|Image"),
    "proxy": operator(
        "proxy", "Video|Audio|Image", "ProxyEncode<Video Frames<Video Audio<Video|Audio? Thumbnail<Video|Image"
    ),
    "shots": operator("shots", "ProxyEncode"),
    "labels": operator(
        "labels",
        "Frames|Image =shots?",
        parameters={
            "minConfidence": {"type": "number", "minimum": 0, "maximum": 100, "default": 50},
            "mode": {"type": "string", "enum": ["fast", "good"]},
        },
        resources={"gpu": {"mode": "Preferred"}},
    ),
    "transcribe": operator("transcribe", "Audio", parameters={"language": {"type": "string", "default": "auto"}}),
    "captions": operator("captions", "=transcribe", "CaptionsVTT"),
    "entities": operator("entities", "=transcribe? Text?"),
    "translate": operator(
        "translate", "=transcribe", "Text", parameters={"target": {"type": "string", "default": "en"}}
    ),
}
"""A small world: a decoder, two that look, one that listens, three that read."""

FULL = "prepare: mediainfo proxy; analyze: shots labels transcribe; text: captions entities"


def workflow(text: str = FULL, **more: Any) -> MediaWorkflowSpec:
    """``prepare: proxy; text: translate@spanish labels!`` – two stages, an alias, one that is disabled."""
    stages = []
    for part in text.split(";"):
        name, _, operators = part.partition(":")
        stages.append({"name": name.strip(), "operators": [_entry(word) for word in operators.split()]})
    return MediaWorkflowSpec.model_validate({"stages": stages, **more})


def _entry(word: str) -> dict[str, Any]:
    name, _, alias = word.rstrip("!").partition("@")
    return {"name": name, "alias": alias or None, "enabled": not word.endswith("!")}


def asset(type_: str = "Video", key: str = "public/upload/newsroom/clip.mp4") -> AssetIdentity:
    return AssetIdentity(
        name="clip",
        namespace="newsroom",
        uid="asset-1",
        source=Source.model_validate({"s3": {"bucket": "media", "key": key}}),
        media=MediaFacts.model_validate({"type": type_, "bytes": 1000}),
    )


def request(
    text: str = FULL,
    type_: str = "Video",
    *,
    configuration: Configuration | None = None,
    operators: Mapping[str, MediaOperatorSpec] = CATALOGUE,
    earlier: Earlier | None = None,
    execution: str = "run-1",
    **spec: Any,
) -> Request:
    return Request(
        asset=asset(type_),
        execution=ExecutionIdentity(name=execution, uid=f"uid-of-{execution}"),
        workflow="analysis",
        workflow_spec=workflow(text, **spec),
        operators=operators,
        configuration=configuration or {},
        earlier=earlier,
    )


def plan(text: str = FULL, type_: str = "Video", **more: Any) -> Plan:
    """Resolve what must be right."""
    resolved = resolve(request(text, type_, **more))
    assert isinstance(resolved, Plan), str(resolved)
    return resolved


def refused(text: str = FULL, type_: str = "Video", **more: Any) -> Refused:
    """Resolve what must be wrong."""
    resolved = resolve(request(text, type_, **more))
    assert isinstance(resolved, Refused), "it was accepted"
    return resolved


NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=5)
_STATES: dict[str, OperatorState] = {state: state for state in get_args(OperatorState)}


def facts(text: str) -> dict[str, StepFacts]:
    """``proxy Complete, shots Error: no frames`` – what an engine says of steps, from NOON to LATER."""
    known = {}
    for part in filter(None, map(str.strip, text.split(","))):
        said, _, message = part.partition(": ")
        name, _, state = said.partition(" ")
        known[name] = StepFacts(
            name=name, status=_STATES[state], message=message, started_at=NOON, finished_at=LATER, attempts=1
        )
    return known
