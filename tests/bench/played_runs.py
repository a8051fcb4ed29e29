"""Argo's part, played by watches: runs end when they are seen, and the times of every step are noted."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import httpx

from media_insights.api.v1alpha1 import labels
from media_insights.storage.store import Store
from tests.faults.api_servers import ApiServer, Manifest
from tests.faults.argo import Argo
from tests.faults.installation import OURS, RUNS

WORKERS = 4


@dataclass
class PlayedRuns:
    """When what happened to each asset's only run, in seconds of the monotonic clock."""

    argo: Argo
    namespace: str
    sent: dict[str, float] = field(default_factory=dict)
    accepted: dict[str, float] = field(default_factory=dict)
    """When its MediaExecution was seen."""
    submitted: dict[str, float] = field(default_factory=dict)
    """When its Argo Workflow was."""
    ended: dict[str, float] = field(default_factory=dict)
    """When Argo had written its end."""
    complete: dict[str, float] = field(default_factory=dict)
    """When its MediaExecution said so."""
    failures: list[Exception] = field(default_factory=list)

    def see_execution(self, execution: Manifest) -> None:
        """Note what a MediaExecution says."""
        asset = execution["spec"]["asset"]
        self.accepted.setdefault(asset, time.monotonic())
        state = execution.get("status", {}).get("state")
        if state == "Complete":
            self.complete.setdefault(asset, time.monotonic())
        elif state in ("Error", "Cancelled"):
            self.failures.append(RuntimeError(f"{asset}: {execution['status'].get('message')}"))

    def end(self, workflow: Manifest) -> None:
        """End an Argo Workflow."""
        asset = asset_of(workflow)
        try:
            self.argo.end(workflow)
        except Exception as error:  # noqa: BLE001 - the thread of a pool: what waits for it tells
            self.failures.append(error)
        self.ended.setdefault(asset, time.monotonic())


def asset_of(workflow: Manifest) -> str:
    """Return the asset that an Argo Workflow is about."""
    return str(workflow["metadata"]["labels"][labels.ASSET])


@contextmanager
def playing(server: ApiServer, store: Store, namespace: str) -> Iterator[PlayedRuns]:
    """Play Argo's part in a namespace while the block runs."""
    runs = PlayedRuns(Argo(server, store), namespace)
    stop = threading.Event()
    with ThreadPoolExecutor(WORKERS) as pool:

        def see_workflow(workflow: Manifest) -> None:
            asset = asset_of(workflow)
            if asset not in runs.submitted:
                runs.submitted[asset] = time.monotonic()
                pool.submit(runs.end, workflow)

        watched = {f"{OURS}/namespaces/{namespace}/mediaexecutions": runs.see_execution,
                   f"{RUNS}/namespaces/{namespace}/workflows": see_workflow}  # fmt: skip
        threads = [
            threading.Thread(target=_watch, args=(server, path, see, stop), daemon=True)
            for path, see in watched.items()
        ]
        for thread in threads:
            thread.start()
        try:
            yield runs
        finally:
            stop.set()
            for thread in threads:
                thread.join(20)


def _watch(server: ApiServer, path: str, see: Callable[[Manifest], None], stop: threading.Event) -> None:
    """Tell of every object as it is now and as it becomes; a watch that ends begins anew."""
    while not stop.is_set():
        with (
            suppress(httpx.TransportError),
            server.client.stream("GET", path, params={"watch": "1", "timeoutSeconds": "10"}, timeout=30) as answer,
        ):
            for line in answer.iter_lines():
                event = json.loads(line)
                if event["type"] in ("ADDED", "MODIFIED"):
                    see(event["object"])
