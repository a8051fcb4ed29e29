"""Logs on a cluster: of pods while they are there, else the copies that Argo's executor has kept in the store."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass

from media_insights.api.v1alpha1 import MediaExecution, labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cluster.argo_logs import CONTAINER, OF_ARGO, operator_of
from media_insights.domain import layout
from media_insights.domain.running.log_lines import MOST_OF_A_LINE, LineSplitter, text_of
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
            async for line in self._archived(execution, operator):
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
                text = text_of(raw)
                if not OF_ARGO.search(text):
                    yield LogLine(name, text)
        except (ApiError, Unavailable) as error:
            yield LogLine(name, f"no log: {error.refusal.message if error.refusal else error}")

    async def _archived(self, execution: MediaExecution, operator: str) -> AsyncGenerator[LogLine, None]:
        """Yield the lines of one log after the other, as they are asked for: a log may be nothing but ends of lines."""
        meta, uid = execution.metadata, layout.asset_uid_of(execution.status.plan_key)
        logs = Library(self.store).logs(meta.namespace, uid, meta.name)
        while found := await asyncio.to_thread(next, logs, None):
            pod, content = found
            name = operator_of(pod, meta.name)
            for text in _lines_of(content) if operator in ("", name) else ():
                if not OF_ARGO.search(text):
                    yield LogLine(name, text)


def _lines_of(content: bytes) -> Iterator[str]:
    """Yield the lines of a log, split piece by piece: it may be nothing but ends of lines."""
    splitter = LineSplitter(MOST_OF_A_LINE)
    for at in range(0, len(content), MOST_OF_A_LINE):
        yield from map(text_of, splitter.add(content[at : at + MOST_OF_A_LINE]))
    yield from map(text_of, splitter.end())
