"""Watch: kopf as the event source. It starts, stops and restarts the watches of some kinds and dispatches their events.

It reads through a session of ours, so that what a tenant writes is bounded before it is parsed
(:mod:`~media_insights.kube.bounded_response`). Everything else that kopf offers stays unused: no handlers of its own
state, no annotations, no Events, no peering.
"""

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp
import kopf

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.kube.bounded_response import Intake, response_of
from media_insights.kube.resources import RUNS, Resource

PAGE = 100
"""Objects in one page of a list."""
_CLOSING = 0.25
"""Seconds in which TLS connections of watches close, which nobody can await:
https://docs.aiohttp.org/en/stable/client_advanced.html#graceful-shutdown."""
Watched = Mapping[Resource, str]
"""Kind → the only name that is watched; empty: every object, or those of the kind's selector."""


class Handlers(Protocol):
    """The watch handlers of a process."""

    def update_cache(self, resource: Resource, manifest: Manifest) -> None:
        """Keep an object, or its stub, as it is now; called for everything that a list holds before any event of it."""

    def on_event(self, resource: Resource, manifest: Manifest, *, deleted: bool) -> None:
        """Handle that an object was listed, added, changed or deleted; ``manifest`` says no more than which."""


@dataclass(frozen=True, slots=True)
class FirstLists:
    """The kinds whose first list is still to come; kopf sets its own flag of readiness before it lists anything."""

    awaited: set[Resource]
    ready: asyncio.Event
    """Set when the handlers have the first list of each."""

    @classmethod
    def of(cls, watched: Watched, ready: asyncio.Event, unknown: Collection[Resource] = ()) -> "FirstLists":
        """Await those of all kinds but Argo's, which may be installed later, and those that the API server lacks."""
        return cls(set(watched) - {RUNS, *unknown}, ready)

    def note(self, resource: Resource) -> None:
        """A kind's first list is there."""
        self.awaited.discard(resource)
        if not self.awaited:
            self.ready.set()


async def run(
    handlers: Handlers, watched: Watched, on_list: Callable[[], None], *, stop: asyncio.Event, first: FirstLists
) -> None:
    """Watch until ``stop`` is set. A kind that the API server learns of later is watched from then on.

    ``on_list`` is called when a watch was begun anew: what was deleted before that has no event.
    """
    await kopf.operator(
        registry=registry_of(handlers, watched, on_list, first.note),
        settings=settings_of(watched),
        clusterwide=True,
        standalone=True,
        stop_flag=stop,
    )
    await asyncio.sleep(_CLOSING)


def _nobody(_: Resource) -> None:
    pass


def registry_of(
    handlers: Handlers, watched: Watched, on_list: Callable[[], None], on_listed: Callable[[Resource], None] = _nobody
) -> kopf.OperatorRegistry:
    """Return kopf's handlers: a pair per kind, of which it calls the first for all kinds before any second one."""
    registry = kopf.OperatorRegistry()
    intake = Intake(handlers, {resource.path(): resource for resource in watched}, on_listed)
    kopf.on.login(registry=registry)(_login_reading(intake))
    for resource in watched:
        _register(registry, resource, handlers, on_list)
    return registry


def settings_of(watched: Watched) -> kopf.OperatorSettings:
    """Return kopf's settings: no peering, no Events of its own, and only the objects that concern us."""
    settings = kopf.OperatorSettings()
    settings.peering.standalone = True
    settings.posting.enabled = False
    settings.watching.reconnect_backoff = 0.2
    settings.watching.connect_timeout = 10
    settings.watching.chunk_size = PAGE
    settings.networking.request_timeout = 30
    settings.queueing.idle_timeout = 1.0
    settings.queueing.exit_timeout = 0.5
    for resource, name in watched.items():
        address = resource.group, resource.version, resource.plural
        if resource.selector:
            settings.watching.label_selectors[address] = resource.selector
        if name:
            settings.watching.field_selectors[address] = f"metadata.name={name}"
    return settings


def _login_reading(intake: Intake) -> Callable[..., Any]:
    """Return the login, as the pod or as the user's kubeconfig says, with a session that reads through an intake."""

    async def login(**kwargs: Any) -> kopf.AiohttpSession | None:
        found = kopf.login_with_service_account(**kwargs) or kopf.login_with_kubeconfig(**kwargs)
        return _with_session(found, intake) if found else None

    return login


def _with_session(found: kopf.ConnectionInfo, intake: Intake) -> kopf.AiohttpSession:
    """Return the same login with a session as kopf would make it, but for the class of its responses."""
    session = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, ssl=found.as_ssl_context()),
        headers=found.as_http_headers(),
        proxy=found.proxy_url,
        trust_env=found.trust_env,
        response_class=response_of(intake),
    )
    return kopf.AiohttpSession(
        server=found.server,
        default_namespace=found.default_namespace,
        priority=found.priority,
        expiration=found.expiration,
        aiohttp_session=session,
    )


def _register(
    registry: kopf.OperatorRegistry, resource: Resource, handlers: Handlers, on_list: Callable[[], None]
) -> None:
    where = resource.group, resource.version, resource.plural

    async def note(**_: Any) -> None:
        """The cache holds it already: kopf waits until each kind's list was read, then dispatches."""

    async def on_event(event: kopf.RawEvent, **_: Any) -> None:
        if event["type"] is None:  # of a list, not of a watch
            on_list()
        handlers.on_event(resource, dict(event["object"]), deleted=event["type"] == "DELETED")

    kopf.index(*where, id=f"list-{resource.plural}", registry=registry)(note)
    kopf.on.event(*where, id=f"on-event-{resource.plural}", registry=registry)(on_event)
