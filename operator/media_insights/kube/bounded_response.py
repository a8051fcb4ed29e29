"""Bounded response: what kopf reads of the API server goes through here first, object by object and within bounds.

kopf lists, watches, reconnects and dispatches; it takes a session of ours (``kopf.AiohttpSession``), and this class is
how that session reads. Objects go to the handlers' cache at once; kopf itself is only given their names and versions.
"""

import json
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, cast

import aiohttp

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.kube.bounds import BEYOND_BOUNDS, Bounds
from media_insights.kube.lists import ListReader, events
from media_insights.kube.resources import Resource

_log = logging.getLogger(__name__)
_NAMED_BY = ("name", "namespace", "uid", "resourceVersion")
_TOO_OLD = {"type": "ERROR", "object": {"code": 410, "message": "the watch is begun anew"}}


class Cached(Protocol):
    """Where objects go."""

    def update_cache(self, resource: Resource, manifest: Manifest) -> None:
        """Keep an object as it is now."""


def _nobody(_: Resource) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Intake:
    """What is read of which paths, and where it goes."""

    handlers: Cached
    paths: Mapping[str, Resource]
    """Path of a collection → the kind that is watched there."""
    on_listed: Callable[[Resource], None] = _nobody
    """Called when the handlers have everything that a list of a kind holds."""

    async def page(self, resource: Resource, chunks: AsyncIterator[bytes]) -> Manifest:
        """Return a page of a list with nothing but the names of its objects."""
        reader = ListReader(bounds_of(resource))
        names = [self._keep(resource, each) async for each in reader.objects(chunks)]
        if not (reader.frame.get("metadata") or {}).get("continue"):
            self.on_listed(resource)
        return {**reader.frame, "items": names}

    async def lines(self, resource: Resource, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Yield the lines of a watch with nothing but the names of its objects."""
        async for event in events(chunks, bounds_of(resource)):
            shown: Manifest = {"type": event.type, "object": event.object}
            if event.type == "ERROR":  # kopf would end for any but 410, and every other watch with it
                _log.log(logging.DEBUG if event.object.get("code") == 410 else logging.WARNING, "%s", event.object)
                shown = _TOO_OLD
            elif event.type == "DELETED":
                shown["object"] = _named(event.object)
            elif event.type != "BOOKMARK":
                shown["object"] = self._keep(resource, event.object)
            yield json.dumps(shown).encode() + b"\n"

    def _keep(self, resource: Resource, manifest: Manifest) -> Manifest:
        """Put an object into the cache; one that the cache cannot take is kept as a stub, and the watch goes on."""
        manifest = {
            "apiVersion": resource.api_version,
            "kind": resource.kind,
            **manifest,
        }  # lists of core kinds lack both
        named = _named(manifest)
        try:
            self.handlers.update_cache(resource, manifest)
        except Exception as error:  # noqa: BLE001 - whatever one object does to its reader, the others are read
            _log.warning("%s %s cannot be read: %r", resource.kind, named["metadata"], error)
            self.handlers.update_cache(resource, named | {BEYOND_BOUNDS: f"the object cannot be read: {error!r}"})
        return named


def _named(manifest: Manifest) -> Manifest:
    meta = manifest["metadata"]
    names = {name: meta[name] for name in _NAMED_BY if name in meta}
    return {"apiVersion": manifest.get("apiVersion", ""), "kind": manifest.get("kind", ""), "metadata": names}


def bounds_of(resource: Resource) -> Bounds:
    """Return the bounds of a kind's objects."""
    return Bounds(bytes=resource.most_bytes)


class BoundedResponse(aiohttp.ClientResponse):
    """An answer of the API server whose lists and watches are read within bounds."""

    intake: ClassVar[Intake]

    async def start(self, connection: Any) -> "BoundedResponse":
        """Read the headers; a watch's content is replaced by what its intake makes of it."""
        await super().start(connection)
        resource = self._watched()
        if resource and self.url.query.get("watch") == "true":
            content = self.content
            lines = self.intake.lines(resource, content.iter_any())
            self.content = cast("aiohttp.StreamReader", _Lines(content, lines))
        return self

    async def json(self, **more: Any) -> Any:
        """Return the answer; of a list of a watched kind, only the names."""
        resource = self._watched()
        if resource is None:
            return await super().json(**more)
        return await self.intake.page(resource, self.content.iter_any())

    def _watched(self) -> Resource | None:
        return self.intake.paths.get(self.url.path) if self.status == 200 and self.method == "GET" else None


@dataclass(slots=True)
class _Lines:
    """The content of a watch, as kopf reads it; everything else of it is the stream's own."""

    _stream: aiohttp.StreamReader
    _lines: AsyncIterator[bytes]

    def iter_chunked(self, _: int) -> AsyncIterator[bytes]:
        return self._lines

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def response_of(intake: Intake) -> type[BoundedResponse]:
    """Return the class of a session's responses."""
    return type("WatchResponse", (BoundedResponse,), {"intake": intake})
