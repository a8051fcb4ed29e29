"""Argo's part, played at the API server: what is submitted runs at once, its outputs are stored, its end is written."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from media_insights.storage.store import Store
from tests.faults.api_servers import ApiServer, Manifest

WORKFLOWS = "/apis/argoproj.io/v1alpha1/workflows"
_STARTED, _FINISHED = "2026-05-01T12:00:01Z", "2026-05-01T12:00:02Z"


@dataclass
class Argo:
    """Ends every Argo Workflow that nobody holds."""

    server: ApiServer
    store: Store
    holds: threading.Event = field(default_factory=threading.Event)
    """While it is set, Argo's controller is down: nothing starts, ends or is stopped."""
    failures: dict[str, Manifest] = field(default_factory=dict)
    """Step → what its node says instead of having succeeded."""
    seen: dict[str, set[str]] = field(default_factory=dict)
    """Uid of an execution → uids of the Argo Workflows that it ever had."""
    _stop: threading.Event = field(default_factory=threading.Event)
    _errors: list[Exception] = field(default_factory=list)

    def all(self) -> list[Manifest]:
        """Return the Argo Workflows that there are."""
        return self.server.items(WORKFLOWS)

    def _play(self) -> None:
        while not self._stop.wait(0.2):
            try:
                for workflow in self.all():
                    self._note(workflow)
                    if not (self.holds.is_set() or "finishedAt" in workflow.get("status", {})):
                        self.end(workflow)
            except Exception as error:  # noqa: BLE001 - told when the play is over
                self._errors.append(error)

    def _note(self, workflow: Manifest) -> None:
        meta = workflow["metadata"]
        (owner,) = meta["ownerReferences"]
        self.seen.setdefault(owner["uid"], set()).add(meta["uid"])

    def end(self, workflow: Manifest) -> None:
        """Store the outputs of an Argo Workflow, and write that it has ended."""
        meta, spec = workflow["metadata"], workflow["spec"]
        stopped = bool(spec.get("shutdown"))
        templates = [] if stopped else [each for each in spec["templates"] if "container" in each]
        nodes = {each["name"]: self._node(meta["name"], each) for each in templates}
        phase = "Succeeded" if nodes and all(n["phase"] == "Succeeded" for n in nodes.values()) else "Failed"
        nodes[meta["name"]] = {
            "id": meta["name"], "name": meta["name"], "displayName": meta["name"], "type": "DAG", "phase": phase,
            "children": [each["name"] for each in templates],
        }  # fmt: skip
        status = {"phase": phase, "startedAt": _STARTED, "finishedAt": _FINISHED, "nodes": nodes}
        path = f"/apis/argoproj.io/v1alpha1/namespaces/{meta['namespace']}/workflows/{meta['name']}"
        self.server.patch(path, {"metadata": {"uid": meta["uid"]}, "status": status})

    def _node(self, workflow: str, template: dict[str, Any]) -> Manifest:
        name = template["name"]
        node = {
            "id": name, "name": f"{workflow}.{name}", "displayName": name, "type": "Pod", "templateName": name,
            "phase": "Succeeded", "boundaryID": workflow, "startedAt": _STARTED, "finishedAt": _FINISHED,
        }  # fmt: skip
        if name in self.failures:
            return node | self.failures[name]
        for artifact in template.get("outputs", {}).get("artifacts", []):
            self.store.put(artifact["s3"]["key"], b"{}")
        return node


@contextmanager
def playing(server: ApiServer, store: Store) -> Iterator[Argo]:
    """Play Argo's part while the block runs."""
    argo = Argo(server, store)
    thread = threading.Thread(target=argo._play, daemon=True)
    thread.start()
    try:
        yield argo
    finally:
        argo._stop.set()
        thread.join(20)
