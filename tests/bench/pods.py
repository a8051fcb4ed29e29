"""How long the main containers of an execution's pods really computed, seen by watching the pods."""

import threading
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from kubernetes import client, watch
from urllib3.exceptions import HTTPError

OPERATOR = "mediainsights.dev/operator"
EXECUTION = "mediainsights.dev/execution"


class PodTimes:
    """Watches a namespace's pods while it is open and keeps the run time of every main container (resolution 1 s)."""

    def __init__(self, namespace: str) -> None:
        """Prepare to watch; nothing is asked before the block is entered."""
        self._namespace = namespace
        self._seconds: dict[tuple[str, str], float] = {}
        self._watch = watch.Watch()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def __enter__(self) -> Self:
        """Start watching."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop watching."""
        self._stopped.set()
        self._watch.stop()

    def main_seconds(self, execution: str) -> Mapping[str, float]:
        """Return operator → seconds between start and end of its main container."""
        return {operator: seconds for (run, operator), seconds in self._seconds.items() if run == execution}

    def _follow(self) -> None:
        # a connection that is cut begins the watch anew; what was missed is in the list that comes first
        while not self._stopped.is_set():
            with suppress(HTTPError):
                self._read()

    def _read(self) -> None:
        core = client.CoreV1Api()
        for event in self._watch.stream(
            core.list_namespaced_pod, self._namespace, label_selector=EXECUTION, timeout_seconds=1800
        ):
            self._keep(event["object"])

    def _keep(self, pod: Any) -> None:
        labels = pod.metadata.labels or {}
        for status in pod.status.container_statuses or ():
            ended = status.state.terminated
            if status.name == "main" and ended and ended.finished_at and ended.started_at:
                key = labels.get(EXECUTION, ""), labels.get(OPERATOR, "")
                self._seconds[key] = (ended.finished_at - ended.started_at).total_seconds()
