"""One pass after another, without watches: the wired controller's parts against an API server in this process."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from media_insights.controller import wiring
from media_insights.controller.reconcile import Reconciler
from media_insights.controller.watch_caches import WatchCaches
from media_insights.kube.client import Api
from media_insights.kube.resources import (
    ASSETS,
    BATCHES,
    CONFIG_MAPS,
    EXECUTIONS,
    NAMESPACES,
    OPERATORS,
    RUNS,
    SOURCES,
    WORKFLOWS,
)
from media_insights.settings.controller import ControllerSettings, read
from media_insights.storage.folder import FolderStore
from tests.unit.builders import CATALOGUE
from tests.unit.controller.fake_api import FakeApi

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + b"\x00" * 2000
STORE = {
    "MEDIA_INSIGHTS_S3_ENDPOINT": "http://10.0.0.1:7070",
    "MEDIA_INSIGHTS_S3_BUCKET": "media",
    "MEDIA_INSIGHTS_S3_ACCESS_KEY": "a",
    "MEDIA_INSIGHTS_S3_SECRET_KEY": "b",
    "MEDIA_INSIGHTS_RUN_CREDENTIALS": "shared",
}
CACHED = (NAMESPACES, CONFIG_MAPS, OPERATORS, WORKFLOWS, ASSETS, EXECUTIONS, BATCHES, SOURCES, RUNS)


def settings() -> ControllerSettings:
    return replace(read({"MEDIA_INSIGHTS_NAMESPACE": "system", **STORE}), pod_name="me", limits_config_map="limits")


@dataclass
class Passes:
    cluster: FakeApi
    api: Api
    folder: Path
    seconds: float = 1000.0
    caches: WatchCaches = field(init=False)
    reconciler: Reconciler = field(init=False)

    def __post_init__(self) -> None:
        self.store = FolderStore(self.folder, "media")
        self.store.put("public/upload/n/clip.mp4", MP4)
        loop = wiring.build(settings(), self.api, self.store).loop
        assert isinstance(loop.caches, WatchCaches)
        self.caches = loop.caches
        reconciler = getattr(loop.reconcile, "__self__", None)
        assert isinstance(reconciler, Reconciler)
        self.reconciler = reconciler
        self.reconciler.monotonic = lambda: self.seconds
        self.reconciler.plain = replace(reconciler.plain, monotonic=lambda: self.seconds)
        self._installation()

    def _installation(self) -> None:
        self.cluster.put("namespaces", {"metadata": {"name": "n", "labels": {"mediainsights.dev/enabled": "true"}}})
        for name in ("proxy", "labels"):
            spec = CATALOGUE[name].model_dump(mode="json", by_alias=True, exclude_none=True)
            self.cluster.put("mediaoperators", {"metadata": {"name": name}, "spec": spec})
        stages = [{"name": name, "operators": [{"name": name}]} for name in ("proxy", "labels")]
        self.cluster.put("mediaworkflows", {"metadata": {"name": "flow", "namespace": "n"}, "spec": {"stages": stages}})

    def asset(self, name: str = "clip", **spec: Any) -> None:
        source = {"s3": {"bucket": "media", "key": "public/upload/n/clip.mp4"}}
        body = {"source": source, "workflows": [{"name": "flow"}], **spec}
        self.cluster.put("mediaassets", {"metadata": {"name": name, "namespace": "n"}, "spec": body})

    def batch(self, **spec: Any) -> None:
        """Make a batch of everything below a folder of the namespace's uploads."""
        source = {"prefix": {"bucket": "media", "key": "public/upload/n/archive/"}}
        body = {"source": source, "workflow": "flow", **spec}
        self.cluster.put("mediabatches", {"metadata": {"name": "b", "namespace": "n"}, "spec": body})

    async def batch_pass(self) -> float | None:
        """Make one pass over the batch, some seconds after the last one."""
        self.watch()
        self.seconds += 10
        return await self.reconciler.reconcile(BATCHES, ("n", "b"))

    def source(self, **spec: Any) -> None:
        """Make a source of everything below a folder of the namespace's uploads."""
        prefix = {"bucket": "media", "key": "public/upload/n/inbox/"}
        body = {"prefix": prefix, "rules": [{"workflows": [{"name": "flow"}]}], "settleSeconds": 0, **spec}
        self.cluster.put("mediasources", {"metadata": {"name": "s", "namespace": "n"}, "spec": body})

    async def source_pass(self, seconds: float = 100) -> float | None:
        """Make one pass over the source, so many seconds after the last one, when it is time to list."""
        self.watch()
        self.seconds += seconds
        found = self.cluster.get("mediasources", "s")
        status = {name: each for name, each in (found.get("status") or {}).items() if name != "nextListing"}
        self.cluster.put("mediasources", {**found, "status": status})
        self.watch()
        return await self.reconciler.reconcile(SOURCES, ("n", "s"))

    def limit(self, **data: str) -> None:
        self.cluster.put("configmaps", {"metadata": {"name": "limits", "namespace": "system"}, "data": data})

    def watch(self) -> None:
        """Bring everything that the API server has into the caches."""
        for resource in CACHED:
            for manifest in self.cluster.all(resource.plural):
                self.caches[resource].put(manifest)

    async def accept(self, name: str = "clip") -> dict[str, Any]:
        """Let an asset be accepted, and return its execution."""
        self.watch()
        await self.reconciler.reconcile(ASSETS, ("n", name))
        (made,) = [each for each in self.cluster.all("mediaexecutions") if each["spec"]["asset"] == name]
        return made

    async def execution(self, name: str) -> float | None:
        """Make one pass over an execution."""
        self.watch()
        return await self.reconciler.reconcile(EXECUTIONS, ("n", name))

    def status(self, name: str) -> dict[str, Any]:
        return dict(self.cluster.get("mediaexecutions", name).get("status") or {})

    def edit(self, name: str, **status: Any) -> None:
        manifest = self.cluster.get("mediaexecutions", name)
        self.cluster.put("mediaexecutions", {**manifest, "status": {**manifest.get("status", {}), **status}})
