"""Queue: which executions wait for their turn, in which order, and what holds them."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from media_insights.api.v1alpha1 import MediaExecution
from media_insights.api.v1alpha1.meta import StatusShape
from media_insights.api.v1alpha1.times import MaybeTime
from media_insights.errors import NotFound
from media_insights.rest import paging
from media_insights.rest.access import Accessed, RequestAccess
from media_insights.rest.problems import declared

router = APIRouter(prefix="/v1", tags=["executions"])
_WAITING = frozenset({"Queued", "Resumed"})
_LAST = 2**31


class QueuedExecution(StatusShape):
    """An execution that waits for its turn."""

    id: str
    namespace: str
    name: str
    asset: str = Field(description="The asset's name.")
    workflow: str
    position: int = Field(description="Place in the queue of all namespaces; 0: not decided yet.")
    limit: str = Field(default="", description="The limit that holds it.")
    reason: str = Field(default="", description="Why it waits, as a sentence.")
    queued_at: MaybeTime = None


class QueueList(StatusShape):
    """A page of the queue, next in turn first."""

    items: list[QueuedExecution]
    next: str = Field(default="", description="Cursor of the next page; empty at the end.")


@router.get("/queue", summary="What waits, and why", responses=declared())
async def list_queue(query: Annotated[paging.ListQuery, Query()], access: Accessed) -> QueueList:
    """List the executions that wait, of one namespace or of all that the caller may list; places count all of them."""
    visible = await access.visible(access.ports.executions, MediaExecution, query.namespace)
    waiting = [each for each in visible if each.fields["state"] in _WAITING]
    found = [read for each in waiting if (read := await _read(each.namespace, each.name, access)) is not None]
    page = paging.page_of(found, query, access.signer, paging.ListOrder(_turn, "queue"))
    return QueueList(items=[_view(each) for each in page.items], next=page.next)


async def _read(namespace: str, name: str, access: RequestAccess) -> MediaExecution | None:
    try:
        return await access.ports.executions.get(namespace, name)
    except NotFound:  # it went meanwhile
        return None


def _turn(found: MediaExecution) -> tuple[int, str, str]:
    position = found.status.queue.position if found.status.queue else 0
    queued = found.status.queued_at or datetime.max.replace(tzinfo=UTC)
    return position or _LAST, queued.isoformat(), found.metadata.uid


def _view(found: MediaExecution) -> QueuedExecution:
    meta, queue = found.metadata, found.status.queue
    return QueuedExecution(
        id=meta.uid,
        namespace=meta.namespace,
        name=meta.name,
        asset=found.spec.asset,
        workflow=found.spec.workflow,
        position=queue.position if queue else 0,
        limit=queue.limit if queue else "",
        reason=queue.reason if queue else "",
        queued_at=found.status.queued_at,
    )
