"""kubectl against this cluster."""

import json
import shutil
from collections.abc import Sequence

from dev.cluster import command
from dev.cluster.errors import ClusterError
from dev.cluster.home import Home

PATIENCE = 60
"""Seconds for a request that must succeed: right after its start, on a busy machine, the API server is slow."""
PROBE = 10
"""Seconds for a request that only asks whether something is there, and is repeated."""


def run(home: Home, *words: object, given: str | None = None) -> str:
    """Run kubectl with the cluster's kubeconfig and return what it printed; raises ``ClusterError``."""
    return command.run(_argv(home, words, PATIENCE), given=given)


def answers(home: Home, *words: object) -> bool:
    """Run kubectl and tell whether it succeeded."""
    return command.succeeds(_argv(home, words, PROBE))


def apply(home: Home, objects: Sequence[object]) -> None:
    """Apply objects on the server's side, under the field manager ``media-insights-cluster``."""
    given = json.dumps({"apiVersion": "v1", "kind": "List", "items": list(objects)})
    manager = "--field-manager=media-insights-cluster"
    run(home, "apply", "--server-side", "--force-conflicts", manager, "-f", "-", given=given)


def value(home: Home, *words: object, path: str) -> str:
    """Return one field of an object by its jsonpath, such as ``.status.phase``; empty when it cannot be read."""
    try:
        return command.run(_argv(home, ("get", *words, "-o", f"jsonpath={{{path}}}"), PROBE))
    except ClusterError:
        return ""


def _argv(home: Home, words: Sequence[object], seconds: int) -> list[object]:
    own = home.bin / "kubectl"
    program = own if own.exists() else shutil.which("kubectl") or "kubectl"
    return [program, f"--kubeconfig={home.kubeconfig}", f"--request-timeout={seconds}s", *words]
