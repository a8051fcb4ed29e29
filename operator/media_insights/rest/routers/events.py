"""Events: what changes, as it happens (server-sent events), and what operators write."""

import json
from collections.abc import AsyncGenerator, Mapping
from typing import Annotated

from fastapi import APIRouter, Header, Query, Response
from starlette.responses import StreamingResponse

from media_insights.api.v1alpha1 import Kind, MediaAsset, MediaBatch, MediaExecution
from media_insights.ports.feed import ObjectChange
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.problems import ApiRefusal, Responses, declared

router = APIRouter(prefix="/v1", tags=["events"])
_NEEDED: tuple[type[Kind], ...] = (MediaAsset, MediaExecution)
"""Kinds that a caller must be able to list to be told of a namespace; of others they are told where they may."""
_KINDS: Mapping[str, type[Kind]] = {each.PLURAL: each for each in (*_NEEDED, MediaBatch)}
_ALIVE = ": alive\n\n"
_TEXT = {"schema": {"type": "string"}}
_STREAM: Responses = {200: {"description": "The changes.", "content": {"text/event-stream": _TEXT}}}
_LOG: Responses = {200: {"description": "The lines.", "content": {"text/plain": _TEXT}}}


@router.get(
    "/events", summary="Changes, as they happen", response_class=Response, responses={**declared(409), **_STREAM}
)
async def stream_events(
    access: Accessed,
    namespace: Annotated[str, Query(max_length=63, description="Default: all that the caller may list.")] = "",
    last_event_id: Annotated[str, Header(max_length=20, description="Go on after this event.")] = "",
) -> Response:
    """Send an event for each change of an asset, execution or batch: which one, and its state; the object says more.

    An id is good at the process that gave it. 409 says that changes after it are forgotten: read the objects again.
    """
    if namespace:
        for kind in _NEEDED:
            await access.require("list", kind, namespace)
    feed = access.ports.feed
    if last_event_id and not last_event_id.isdecimal():
        raise ApiRefusal(422, "invalid", "Last-Event-ID is a number", at=[("header/last-event-id", "no number")])
    after = int(last_event_id) if last_event_id else feed.newest
    if not feed.remembers(after):
        raise ApiRefusal(409, "events-forgotten", "changes after this event are forgotten: read the objects again")
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_events(access, namespace, after), headers=headers, media_type="text/event-stream")


@router.get(
    "/executions/{id}/logs",
    summary="What operators wrote",
    response_class=Response,
    responses={**declared(404), **_LOG},
)
async def stream_logs(
    id: str,  # noqa: A002 - its name in the path
    access: Accessed,
    operator: Annotated[str, Query(max_length=63, description="Name or alias; default: all.")] = "",
    *,
    follow: Annotated[bool, Query(description="Go on while operators run.")] = False,
) -> Response:
    """Return the lines, each after its operator's name."""
    execution = await access.execution(id)
    lines = access.ports.logs.lines(execution, operator, follow=follow)
    text = (f"{line.operator}: {line.text}\n" async for line in lines)
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return StreamingResponse(text, headers=headers, media_type="text/plain")


async def _events(access: RequestAccess, namespace: str, after: int) -> AsyncGenerator[str, None]:
    yield _ALIVE
    async for change in access.ports.feed.changes(after):
        if change is None:
            yield _ALIVE
        elif namespace in ("", change.namespace) and await _may_see(change, access):
            yield _event(change)


async def _may_see(change: ObjectChange, access: RequestAccess) -> bool:
    return await access.allows("list", _KINDS[change.kind], change.namespace)


def _event(change: ObjectChange) -> str:
    data = {
        "kind": change.kind,
        "namespace": change.namespace,
        "name": change.name,
        "id": change.uid,
        "state": change.state,
        "deleted": change.deleted,
    }
    return f"id: {change.number}\nevent: {change.kind}\ndata: {json.dumps(data)}\n\n"
