"""kopf as the event source: which kinds are watched, and to whom their events go."""

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

import kopf

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.kube.resources import (
    ASSETS,
    CONFIG_MAPS,
    EXECUTIONS,
    LEASES,
    NAMESPACES,
    OPERATORS,
    RUNS,
    WORKFLOWS,
    Resource,
)
from media_insights.kube.selectors import SELECTORS

WATCHED = (NAMESPACES, CONFIG_MAPS, OPERATORS, WORKFLOWS, ASSETS, EXECUTIONS, RUNS, LEASES)


class Listener(Protocol):
    """Who hears of events."""

    def learn(self, resource: Resource, manifest: Manifest) -> None:
        """Take in an object; kopf calls this for all of a first list before anybody is told anything."""

    def tell(self, resource: Resource, manifest: Manifest, *, gone: bool) -> None:
        """Hear that an object came, changed or went."""


def registry_of(listener: Listener, relisted: Callable[[], None]) -> kopf.OperatorRegistry:
    """Return the handlers: one pair per kind, feeding caches first and asking for work second."""
    registry = kopf.OperatorRegistry()
    kopf.on.login(registry=registry)(_login)
    for resource in WATCHED:
        _watch(registry, resource, listener, relisted)
    return registry


def settings_of(limits_config_map: str, lease: str) -> kopf.OperatorSettings:
    """Return kopf's settings: no peering, no Events of its own, and only the objects that concern us."""
    settings = kopf.OperatorSettings()
    settings.peering.standalone = True
    settings.posting.enabled = False
    settings.watching.reconnect_backoff = 0.2
    settings.watching.connect_timeout = 10
    settings.networking.request_timeout = 30
    settings.queueing.idle_timeout = 1.0
    settings.queueing.exit_timeout = 0.5
    for resource, selector in SELECTORS.items():
        settings.watching.label_selectors[resource.group, resource.version, resource.plural] = selector
    settings.watching.field_selectors["", "v1", "configmaps"] = f"metadata.name={limits_config_map}"
    settings.watching.field_selectors[LEASES.group, LEASES.version, LEASES.plural] = f"metadata.name={lease}"
    return settings


async def run(
    registry: kopf.OperatorRegistry, settings: kopf.OperatorSettings, *, stop: asyncio.Event, ready: asyncio.Event
) -> None:
    """Watch until ``stop`` is set; ``ready`` is set when all kinds have been listed."""
    await kopf.operator(
        registry=registry, settings=settings, clusterwide=True, standalone=True, stop_flag=stop, ready_flag=ready
    )


def _login(**kwargs: Any) -> kopf.ConnectionInfo | None:
    """Log in as the pod, or else as the user's kubeconfig says."""
    return kopf.login_with_service_account(**kwargs) or kopf.login_with_kubeconfig(**kwargs)


def _watch(
    registry: kopf.OperatorRegistry, resource: Resource, listener: Listener, relisted: Callable[[], None]
) -> None:
    where: dict[str, Any] = {"group": resource.group, "version": resource.version, "plural": resource.plural}

    async def learned(body: kopf.Body, **_: Any) -> None:
        listener.learn(resource, dict(body))

    async def told(event: kopf.RawEvent, **_: Any) -> None:
        if event["type"] is None:
            relisted()
        listener.tell(resource, dict(event["object"]), gone=event["type"] == "DELETED")

    kopf.index(where["group"], where["version"], where["plural"], id=f"learn-{resource.plural}", registry=registry)(
        learned
    )
    kopf.on.event(where["group"], where["version"], where["plural"], id=f"tell-{resource.plural}", registry=registry)(
        told
    )
