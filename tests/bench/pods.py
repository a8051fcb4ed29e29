"""When an execution's pods were made, found a node, began and ended computing, seen by watching them."""

import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from kubernetes import client, watch
from urllib3.exceptions import HTTPError

OPERATOR = "mediainsights.dev/operator"
EXECUTION = "mediainsights.dev/execution"


@dataclass(frozen=True, slots=True)
class Moments:
    """When things happened to one pod (resolution 1 s)."""

    created: datetime
    scheduled: datetime
    started: datetime
    ended: datetime

    @property
    def main(self) -> float:
        """Seconds of the operator's own container."""
        return (self.ended - self.started).total_seconds()

    @property
    def waited(self) -> float:
        """Seconds until a node had room for the pod."""
        return (self.scheduled - self.created).total_seconds()

    def since(self, begun: datetime) -> str:
        """Return the pod's story: what it waited for a node, for its inputs, and how long it computed."""
        return (
            f"made at {(self.created - begun).total_seconds():5.1f} s"
            f"  node {self.waited:5.1f} s"
            f"  inputs {(self.started - self.scheduled).total_seconds():5.1f} s"
            f"  computing {self.main:5.1f} s"
        )


class PodTimes:
    """Watches a namespace's pods while it is open and keeps what happened when."""

    def __init__(self, namespace: str) -> None:
        """Prepare to watch; nothing is asked before the block is entered."""
        self._namespace = namespace
        self._moments: dict[tuple[str, str], Moments] = {}
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

    def of(self, execution: str) -> Mapping[str, Moments]:
        """Return operator → when its last pod was made, found a node, began and ended computing."""
        return {operator: moments for (run, operator), moments in self._moments.items() if run == execution}

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
                scheduled = next(one for one in pod.status.conditions if one.type == "PodScheduled")
                self._moments[key] = Moments(
                    pod.metadata.creation_timestamp, scheduled.last_transition_time, ended.started_at, ended.finished_at
                )
