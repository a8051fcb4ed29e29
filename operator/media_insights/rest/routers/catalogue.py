"""Catalogue: operators that can be used, and how full the installation is.

They are for every caller that is known, as workflows of the installation are: they hold nobody's data.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field

from media_insights.api.v1alpha1 import MediaAsset, MediaOperator, MediaOperatorSpec
from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.catalogue.quality import measured_quality
from media_insights.domain.queueing.limits import Limits
from media_insights.errors import NotFound
from media_insights.ports.objects import ObjectSummary
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.problems import ApiRefusal, declared

router = APIRouter(prefix="/v1", tags=["catalogue"])
KindName = Annotated[str, Path(max_length=253)]


class QualityFigure(StatusShape):
    """How well an operator did on a small labelled set, of which `samples` says how small."""

    measure: str = Field(description="In words that say what was counted.")
    text: str = Field(description="The value with its unit, as people read it.")
    value: float
    unit: str = ""
    samples: str
    least: float | None = Field(default=None, description="Every release keeps at least this.")
    most: float | None = Field(default=None, description="Every release keeps at most this.")
    weak: bool = Field(description="Whether fewer than seven in ten were right.")


class OperatorView(StatusShape):
    """An operator; `spec.models` says which models it has, of which source and under which licence."""

    name: str
    spec: MediaOperatorSpec
    quality: list[QualityFigure] = Field(default_factory=list, description="Empty: it was not measured.")
    weak: bool = Field(default=False, description="Whether one of its figures is weak: read its results before use.")


class OperatorList(StatusShape):
    """Every operator, by name."""

    items: list[OperatorView]


class StoredAmount(StatusShape):
    """So much is stored."""

    bytes: int = 0
    objects: int = 0


class NamespaceLoad(StatusShape):
    """What one namespace has of what it may have."""

    namespace: str
    executions: dict[str, int] = Field(description="State → number of executions.")
    max_executions: int | None = Field(
        default=None, description="Executions of it that run at the same time; absent: as many as there are places."
    )
    uploads: StoredAmount
    results: StoredAmount = Field(description="Folders of its assets: results, media, edits, logs.")
    max_bytes: int | None = Field(default=None, description="Bytes that may be stored of it; absent: no limit.")
    measured_at: str = Field(default="", description="When what is stored last changed; empty: it was never measured.")


class Load(StatusShape):
    """What may run at the same time, and what does, in all namespaces together; and what each namespace has of it."""

    max_concurrent_executions: int
    resources: dict[str, int] = Field(description="Device → most of them in use at once.")
    executions: dict[str, int] = Field(description="State → number of executions.")
    namespaces: list[NamespaceLoad] = Field(description="Those whose assets the caller may list, by name.")


@router.get("/operators", summary="List the operators", responses=declared())
async def list_operators(access: Accessed) -> OperatorList:
    """List every operator with its parameters, inputs, outputs and needs."""
    names = sorted(each.name for each in await access.ports.operators.summaries())
    return OperatorList(items=[_operator(await access.ports.operators.get("", each)) for each in names])


@router.get("/operators/{name}", summary="Read an operator", responses=declared(404))
async def get_operator(name: KindName, access: Accessed) -> OperatorView:
    """Return an operator."""
    try:
        return _operator(await access.ports.operators.get("", name))
    except NotFound:
        raise ApiRefusal(404, "not-found", f"there is no operator {name}") from None


@router.get("/limits", summary="Limits and their use", responses=declared())
async def get_limits(access: Accessed) -> Load:
    """Return what may run at the same time, and how many executions are in which state."""
    limits, summaries = await access.ports.capacities.limits(), await access.ports.executions.summaries()
    states = Counter(each.fields["state"] for each in summaries)
    named = sorted(await access.ports.namespaces.names())
    allowed = await asyncio.gather(*(access.allows("list", MediaAsset, each) for each in named))
    listed = [each for each, may in zip(named, allowed, strict=True) if may]
    return Load(
        max_concurrent_executions=limits.max_concurrent,
        resources=dict(limits.resources),
        executions=dict(states),
        namespaces=await asyncio.gather(*(_load_of(each, limits, summaries, access) for each in listed)),
    )


async def _load_of(
    namespace: str, limits: Limits, summaries: Sequence[ObjectSummary], access: RequestAccess
) -> NamespaceLoad:
    stored = await access.ports.capacities.stored(namespace)
    return NamespaceLoad(
        namespace=namespace,
        executions=dict(Counter(each.fields["state"] for each in summaries if each.namespace == namespace)),
        max_executions=limits.per_namespace,
        uploads=StoredAmount(**asdict(stored.uploads)),
        results=StoredAmount(**asdict(stored.results)),
        max_bytes=limits.most_stored(namespace),
        measured_at=stored.measured_at,
    )


def _operator(found: MediaOperator) -> OperatorView:
    measured = measured_quality().get(found.metadata.name, ())
    return OperatorView(
        name=found.metadata.name,
        spec=found.spec,
        quality=[QualityFigure(**asdict(each), weak=each.is_weak) for each in measured],
        weak=any(each.is_weak for each in measured),
    )
