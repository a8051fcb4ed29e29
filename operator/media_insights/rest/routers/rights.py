"""Rights: where a caller may work, and what they may do there; a page shows only what will be allowed."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from media_insights.api.v1alpha1 import Kind, MediaAsset, MediaBatch, MediaExecution, MediaSource, MediaWorkflow
from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.rest.access import Accessed, RequestAccess, how_to_allow
from media_insights.rest.problems import declared

router = APIRouter(prefix="/v1", tags=["session"])
Verb = Literal["get", "list", "create", "update", "delete"]
_VERBS: tuple[Verb, ...] = ("get", "list", "create", "update", "delete")
_KINDS: tuple[type[Kind], ...] = (MediaAsset, MediaExecution, MediaWorkflow, MediaBatch, MediaSource)


class RightView(StatusShape):
    """Whether the caller may do something with the objects of a kind."""

    kind: str = Field(description="For instance `mediaassets`.", examples=["mediaassets"])
    verb: Verb
    allowed: bool
    reason: str = Field(default="", description="What would allow it, where it is not.")


class RightList(StatusShape):
    """Every verb for every kind, in one namespace."""

    namespace: str
    items: list[RightView]


class NamespaceView(StatusShape):
    """A namespace in which the caller may do something."""

    name: str


class NamespaceList(StatusShape):
    """Namespaces, by name."""

    items: list[NamespaceView]


class RightsQuery(BaseModel):
    """Where the rights are asked for."""

    model_config = ConfigDict(extra="forbid")

    namespace: Annotated[
        str, Field(min_length=1, max_length=63, pattern=r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", examples=["newsroom"])
    ]


@router.get("/namespaces", summary="Where the caller may work", responses=declared())
async def list_namespaces(access: Accessed) -> NamespaceList:
    """List the enabled namespaces whose assets the caller may list or create."""
    names = sorted(await access.ports.namespaces.names())
    usable = await asyncio.gather(*(_is_usable(each, access) for each in names))
    return NamespaceList(items=[NamespaceView(name=each) for each, is_one in zip(names, usable, strict=True) if is_one])


@router.get("/session/rights", summary="What the caller may do", responses=declared())
async def get_rights(query: Annotated[RightsQuery, Query()], access: Accessed) -> RightList:
    """Answer for each verb and kind whether the caller may do it in a namespace, and what would allow it."""
    asked = [(verb, kind) for kind in _KINDS for verb in _VERBS]
    allowed = await asyncio.gather(*(access.allows(verb, kind, query.namespace) for verb, kind in asked))
    items = [
        RightView(kind=kind.PLURAL, verb=verb, allowed=may, reason="" if may else how_to_allow(verb, kind))
        for (verb, kind), may in zip(asked, allowed, strict=True)
    ]
    return RightList(namespace=query.namespace, items=items)


async def _is_usable(namespace: str, access: RequestAccess) -> bool:
    return await access.allows("list", MediaAsset, namespace) or await access.allows("create", MediaAsset, namespace)
