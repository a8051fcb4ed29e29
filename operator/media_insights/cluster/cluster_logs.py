"""Logs on a cluster: of pods while they are there, else the copies that Argo's executor has kept in the store."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from media_insights.api.v1alpha1 import MediaExecution, labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cluster.argo_logs import CONTAINER, OF_ARGO, operator_of
from media_insights.domain import layout
from media_insights.errors import ApiError, Unavailable
from media_insights.kube.client import Api
from media_insights.kube.resources import PODS
from media_insights.ports.runs import LogLine
from media_insights.storage.library import Library
from media_insights.storage.store import Store


@dataclass(frozen=True, slots=True)
class ClusterLogs:
    """Logs of executions."""

    api: Api
    store: Store

    async def lines(self, execution: MediaExecution, operator: str, *, follow: bool) -> AsyncGenerator[LogLine, None]:
        """Yield the lines of an execution, pod after pod in the order in which they were made."""
        pods = await self._pods(execution, operator)
        for pod in pods:
            async for line in self._of_pod(pod, follow=follow):
                yield line
        if not pods and execution.status.plan_key:
            for line in await asyncio.to_thread(self._archived, execution, operator):
                yield line

    async def _pods(self, execution: MediaExecution, operator: str) -> list[Manifest]:
        of_operator = f",{labels.OPERATOR}={operator}" if operator else ""
        chosen = f"{labels.EXECUTION}={execution.metadata.name}{of_operator}"
        pods = await self.api.items(PODS, execution.metadata.namespace, chosen)
        return sorted(pods, key=lambda pod: str(pod["metadata"].get("creationTimestamp", "")))

    async def _of_pod(self, pod: Manifest, *, follow: bool) -> AsyncGenerator[LogLine, None]:
        meta = pod["metadata"]
        name = (meta.get("labels") or {}).get(labels.OPERATOR, meta["name"])
        try:
            async for raw in self.api.logs(meta["namespace"], meta["name"], CONTAINER, follow=follow):
                text = raw.decode("utf-8", "replace")
                if not OF_ARGO.search(text):
                    yield LogLine(name, text)
        except (ApiError, Unavailable) as error:
            yield LogLine(name, f"no log: {error.refusal.message if error.refusal else error}")

    def _archived(self, execution: MediaExecution, operator: str) -> list[LogLine]:
        meta, uid = execution.metadata, layout.asset_uid_of(execution.status.plan_key)
        found = [
            LogLine(operator_of(pod, meta.name), line)
            for pod, content in Library(self.store).logs(meta.namespace, uid, meta.name)
            for line in content.decode("utf-8", "replace").splitlines()
            if not OF_ARGO.search(line)
        ]
        return [line for line in found if operator in ("", line.operator)]
