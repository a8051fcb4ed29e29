"""``make cluster``: from whatever state there is to a healthy cluster."""

from dev.cluster import (
    argo,
    builder,
    containerd,
    control_plane,
    health,
    images,
    kubectl,
    network,
    node,
    packages,
    pki,
    processes,
    stop,
    versions,
    volumes,
)
from dev.cluster.errors import ClusterError
from dev.cluster.home import Home
from dev.cluster.network import Network
from dev.cluster.progress import say


def cluster(home: Home, addresses: Network) -> None:
    """Build what is missing, then start what does not run; a healthy cluster is left alone.

    A cluster of which some programs died is repaired in place, with its objects; when that does not help, or nothing
    runs any more, it is made anew.
    """
    packages.ensure()
    if network.exists() and not network.is_ours(home):
        raise ClusterError(network.FOREIGN)
    builder.ensure(home)
    found = health.problems(home)
    if not found:
        say("the cluster is running")
        _print_next_steps(home)
        return
    for problem in found:
        say(problem)
    if not _repair(home, addresses):
        stop.everything(home)
        _converge(home, addresses)
    _print_next_steps(home)


def _repair(home: Home, addresses: Network) -> bool:
    if not network.is_ours(home) or not processes.find_all(home):
        return False
    say("repairing it in place")
    try:
        _converge(home, addresses)
    except ClusterError as error:
        say(f"that did not help, so it is made anew: {error}")
        return False
    return True


def _converge(home: Home, addresses: Network) -> None:
    """Go through all steps in order; each does nothing where there is nothing to do."""
    home.run.mkdir(parents=True, exist_ok=True)
    if not network.is_ours(home):
        network.create(addresses, home)
    pki.ensure(home, addresses, node.NAME)
    containerd.start(home, images.PAUSE)
    images.ensure(home)
    say("container runtime ready")
    control_plane.start(home, addresses)
    say("API server ready")
    node.start(home, addresses)
    kubectl.apply(home, volumes.objects(home))
    say("node Ready")
    argo.install(home)
    say("Argo Workflows available")


def _print_next_steps(home: Home) -> None:
    """Say what is there, and the two commands to go on with."""
    say(f"Kubernetes {versions.KUBERNETES}, Argo Workflows {versions.ARGO}, kubectl and helm {versions.HELM}; now:")
    say(f"  export KUBECONFIG={home.kubeconfig} PATH={home.bin}:$PATH")
    say("  kubectl get nodes,pods -A")
