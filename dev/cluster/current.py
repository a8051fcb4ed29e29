"""``CLUSTER=current``: the verbs against the cluster that the user's own kubectl talks to."""

import os
import shutil
from pathlib import Path

from dev.cluster import command
from dev.cluster.errors import ClusterError
from dev.cluster.progress import say


def check() -> None:
    """Check that the current context answers and runs Argo Workflows; change nothing.

    Raises :class:`ClusterError` naming everything that is missing and how to get it.
    """
    missing = [f"{program} is not on PATH" for program in ("kubectl", "helm") if not shutil.which(program)]
    if "kubectl is not on PATH" not in missing:
        missing += _missing_in_cluster()
    if missing:
        raise ClusterError("\n  ".join(["CLUSTER=current is not ready:", *missing]))
    say(f"using the current context {_context()}: it answers and serves Argo's Workflows")


def kubeconfig() -> str:
    """Return the path of the user's own kubeconfig: the first of ``$KUBECONFIG``, else ``~/.kube/config``."""
    first = os.environ.get("KUBECONFIG", "").split(":")[0]
    return first or str(Path.home() / ".kube" / "config")


def tools_path() -> str:
    """Return the folder of the user's own kubectl."""
    program = shutil.which("kubectl")
    if program is None:
        message = "CLUSTER=current, but kubectl is not on PATH"
        raise ClusterError(message)
    return str(Path(program).parent)


def _missing_in_cluster() -> list[str]:
    if not command.succeeds(["kubectl", "--request-timeout=10s", "get", "--raw", "/readyz"]):
        return [f"the API server of the context {_context()} does not answer (kubectl get --raw /readyz)"]
    if command.succeeds(["kubectl", "--request-timeout=10s", "get", "crd", "workflows.argoproj.io"]):
        return []
    return ["Argo Workflows 3.6 or newer is not installed (kind Workflow): see https://argo-workflows.readthedocs.io"]


def _context() -> str:
    try:
        return command.run(["kubectl", "config", "current-context"]).strip()
    except ClusterError:
        return "(none)"
