"""Sources: which prefixes are watched, and how many of their objects have become assets. They are only read here."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from media_insights.api.v1alpha1 import MediaSource
from media_insights.api.v1alpha1.media_source import MediaSourceState, SourceObjects, WatchRule
from media_insights.api.v1alpha1.meta import Condition, StatusShape
from media_insights.api.v1alpha1.times import MaybeTime
from media_insights.ports.objects import ObjectSummary
from media_insights.ports.summaries import summary_of
from media_insights.rest import paging
from media_insights.rest.access import Accessed, sources_in
from media_insights.rest.problems import declared
from media_insights.rest.views import ID

router = APIRouter(prefix="/v1/sources", tags=["sources"])


class SourceRow(SourceObjects):
    """A source in a list, with what its last whole listing counted."""

    id: str = ID
    namespace: str
    name: str
    bucket: str
    prefix: str = Field(default="", description="What keys begin with; empty: the whole bucket.")
    state: str = Field(default="", description="Watching, Suspended or Error; at first empty.")
    message: str = Field(default="", description="Why it is in this state; in lists its beginning.")
    created: str = Field(default="", description="RFC 3339, UTC.")


class SourceDocument(SourceRow):
    """A source, what runs over its files, and when it is listed."""

    include: list[str] = Field(default_factory=list)
    exclude: list[str] = Field(default_factory=list)
    rules: list[WatchRule]
    every_seconds: int
    settle_seconds: int
    parallelism: int
    suspend: bool = False
    conditions: list[Condition] = Field(default_factory=list)
    last_listing: MaybeTime = Field(default=None, description="When all of the prefix had last been listed.")
    next_listing: MaybeTime = Field(default=None, description="When it is listed again; absent while it is.")


class SourceList(StatusShape):
    """A page of sources, newest first."""

    items: list[SourceRow]
    next: str = Field(default="", description="Cursor of the next page; empty at the end.")


class SourceQuery(paging.ListQuery):
    """Parameters of the list of sources."""

    state: MediaSourceState = ""

    def matches(self, found: ObjectSummary) -> bool:
        """Return whether a source is in the list."""
        return self.state in ("", found.fields["state"])


@router.get("", summary="List sources, newest first", responses=declared(501))
async def list_sources(query: Annotated[SourceQuery, Query()], access: Accessed) -> SourceList:
    """List the sources of one namespace, or of all that the caller may list."""
    found = await access.visible(sources_in(access.ports), MediaSource, query.namespace)
    page = paging.page_of(filter(query.matches, found), query, access.signer, paging.NEWEST_FIRST)
    return SourceList(items=[_row(each) for each in page.items], next=page.next)


@router.get("/{id}", summary="Read a source", responses=declared(404, 501))
async def get_source(id: str, access: Accessed) -> SourceDocument:  # noqa: A002 - its name in the path
    """Return what a source watches, what became of its objects, and whether it can be listed."""
    return _view(await access.source(id))


def _row(found: ObjectSummary) -> SourceRow:
    return SourceRow(id=found.uid, namespace=found.namespace, name=found.name, created=found.created, **found.fields)


def _view(source: MediaSource) -> SourceDocument:
    spec, status = source.spec, source.status
    return SourceDocument(
        **{**_row(summary_of(source)).model_dump(), "message": status.message},
        include=list(spec.include),
        exclude=list(spec.exclude),
        rules=list(spec.rules),
        every_seconds=spec.every_seconds,
        settle_seconds=spec.settle_seconds,
        parallelism=spec.parallelism,
        suspend=spec.suspend,
        conditions=list(status.conditions),
        last_listing=status.last_listing,
        next_listing=status.next_listing,
    )
