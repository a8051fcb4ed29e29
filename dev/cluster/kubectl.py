"""kubectl against this cluster."""

import json
import shutil
from collections.abc import Sequence

from dev.cluster import command
from dev.cluster.home import Home


def run(home: Home, *words: object, given: str | None = None) -> str:
    """Run kubectl with the cluster's kubeconfig and return what it printed; raises ``ClusterError``."""
    return command.run(_argv(home, words), given=given)


def answers(home: Home, *words: object) -> bool:
    """Run kubectl and tell whether it succeeded."""
    return command.succeeds(_argv(home, words))


def apply(home: Home, objects: Sequence[object]) -> None:
    """Apply objects on the server's side, under the field manager ``media-insights-cluster``."""
    given = json.dumps({"apiVersion": "v1", "kind": "List", "items": list(objects)})
    manager = "--field-manager=media-insights-cluster"
    run(home, "apply", "--server-side", "--force-conflicts", manager, "-f", "-", given=given)


def value(home: Home, *words: object, path: str) -> str:
    """Return one field of an object by its jsonpath, such as ``.status.phase``; empty when there is none."""
    argv = _argv(home, ("get", *words, "-o", f"jsonpath={{{path}}}"))
    return command.run(argv) if command.succeeds(argv) else ""


def _argv(home: Home, words: Sequence[object]) -> list[object]:
    own = home.bin / "kubectl"
    program = own if own.exists() else shutil.which("kubectl") or "kubectl"
    return [program, f"--kubeconfig={home.kubeconfig}", "--request-timeout=10s", *words]
