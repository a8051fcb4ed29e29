"""The Argo Server, optional: the runs as Argo shows them, and its API. Built only when it is asked for."""

import json
from pathlib import Path

from dev.cluster import archive, argo, builder, containerd, images, kubectl, waiting
from dev.cluster.home import Home
from dev.cluster.products import ARGO_SERVER
from dev.cluster.progress import say

NAME = "argo-server"
PORT = 2746


def install(home: Home) -> None:
    """Build, import and start it, and say where it is and how to get a token."""
    if not builder.is_built(ARGO_SERVER, home):
        say(f"building the Argo Server {ARGO_SERVER.version}: about {ARGO_SERVER.minutes} min; once")
        builder.build(ARGO_SERVER, home)
    containerd.load(home, _archive(home))
    folder = argo.kustomization(home, NAME)
    (folder / "server.yaml").write_text(
        (folder / "server.yaml").read_text().replace("ARGO_SERVER_IMAGE", images.ARGO_SERVER)
    )
    kubectl.run(home, "apply", "--server-side", "--force-conflicts", "-k", folder)
    waiting.until("the Argo Server is available", lambda: _is_available(home), seconds=90)
    address = kubectl.value(home, "-n", argo.NAMESPACE, "service", NAME, path=".spec.clusterIP")
    say(f"the Argo Server answers at http://{address}:{PORT}; a token that reads everything:")
    say(f"  kubectl --namespace {argo.NAMESPACE} create token {NAME}")


def _archive(home: Home) -> Path:
    path = home.archives / f"{NAME}.tar"
    home.archives.mkdir(parents=True, exist_ok=True)
    archive.write(images.argo_server(home), path)
    return path


def _is_available(home: Home) -> bool:
    deployment = ("--namespace", argo.NAMESPACE, f"deployment/{NAME}")
    wanted = kubectl.value(home, *deployment, path=".metadata.generation")
    return argo.is_rolled_out(wanted, json.loads(kubectl.value(home, *deployment, path=".status") or "{}"))
