"""Collection: what a bundle holds, read one after the other; what cannot be read is told and stops nothing."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cli.cluster.doctor.cluster_facts import ClusterFacts
from media_insights.cli.cluster.doctor.gathering import METRICS_PORT, PART_OF
from media_insights.cli.cluster.support import redaction
from media_insights.cli.cluster.support.archive import BundleFiles
from media_insights.errors import ApiError, Unavailable
from media_insights.kube.client import Api
from media_insights.kube.resources import (
    ADMISSION_POLICIES,
    CONFIG_MAPS,
    DEPLOYMENTS,
    EVENTS,
    LEASES,
    OURS,
    PODS,
    RUNS,
    Resource,
)

T = TypeVar("T")
MOST_OBJECTS = 500
"""Objects of one kind: those that were made last."""
MOST_LINES = 5_000
"""Lines of one log: the last."""
LONGEST_LINE = 8_192
AT_HOME = (DEPLOYMENTS, PODS, CONFIG_MAPS)
"""Kinds of which the installation's own are read, by their label."""


@dataclass(slots=True)
class Collector:
    """Fills a bundle."""

    api: Api
    namespace: str
    """The namespace that is read where not all may be."""
    files: BundleFiles = field(default_factory=BundleFiles)

    async def collect(self, facts: ClusterFacts) -> BundleFiles:
        """Collect everything and return it."""
        for resource in OURS:
            await self._objects(resource)
        await self._objects(RUNS, selector=RUNS.selector)
        await self._objects(ADMISSION_POLICIES, selector=PART_OF)
        if facts.home:
            for resource in AT_HOME:
                await self._objects(resource, facts.home, PART_OF)
            await self._objects(LEASES, facts.home)
            await self._objects(EVENTS, facts.home)
            for pod in facts.pods.objects:
                await self._pod(facts.home, pod)
        else:
            self.files.left_out.append("everything of the installation itself: its controller was not found")
        return self.files

    async def _objects(self, resource: Resource, namespace: str = "", selector: str = "") -> None:
        path = f"objects/{resource.plural}.json"
        found = await self._attempt(path, lambda: self._newest(resource, namespace, selector))
        if found is None and not namespace and resource.namespaced:
            found = await self._attempt(path, lambda: self._newest(resource, self.namespace, selector))
        if found is not None:
            self.files.add_json(path, [redaction.of_object(each) for each in found])

    async def _newest(self, resource: Resource, namespace: str, selector: str) -> list[Manifest]:
        newest: list[Manifest] = []
        seen = 0
        async with aclosing(self.api.pages(resource, namespace, selector)) as pages:
            async for page in pages:
                seen += len(page)
                newest = sorted([*newest, *page], key=_made)[-MOST_OBJECTS:]
        if seen > len(newest):
            self.files.left_out.append(f"{resource.plural}: all but the newest {MOST_OBJECTS} of {seen}")
        return newest

    async def _pod(self, home: str, pod: Manifest) -> None:
        name = pod["metadata"]["name"]
        for container in pod.get("spec", {}).get("containers") or ():
            path = f"logs/{name}/{container['name']}.log"
            log = partial(self.api.logs, home, name, container["name"])
            lines = await self._attempt(path, partial(self._last, log))
            self._add_lines(path, lines)
        ports = (port for each in pod.get("spec", {}).get("containers") or () for port in each.get("ports") or ())
        if any(port.get("name") == "metrics" for port in ports):
            path = f"metrics/{name}.txt"
            page = partial(self.api.pod_page, home, name, METRICS_PORT, "metrics")
            lines = await self._attempt(path, partial(self._last, page))
            self._add_lines(path, lines)

    def _add_lines(self, path: str, lines: list[str] | None) -> None:
        if lines is not None:
            self.files.add(path, redaction.of_text("\n".join(lines)) + "\n")

    async def _last(self, read: Callable[[], AsyncGenerator[bytes, None]]) -> list[str]:
        found: list[str] = []
        async with aclosing(read()) as lines:
            async for line in lines:
                found.append(line[:LONGEST_LINE].decode("utf-8", "replace"))
                if len(found) > 2 * MOST_LINES:
                    del found[:-MOST_LINES]
        return found[-MOST_LINES:]

    async def _attempt(self, path: str, read: Callable[[], Awaitable[T]]) -> T | None:
        try:
            return await read()
        except (ApiError, Unavailable) as error:
            self.files.left_out.append(redaction.of_text(f"{path}: {error}"))
            return None


def _made(manifest: Manifest) -> str:
    return str(manifest["metadata"].get("creationTimestamp", ""))
