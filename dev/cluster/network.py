"""The cluster's own network namespace, joined to the host by one link and two routes.

::

    host ── mi-host 10.213.0.1 ═════ 10.213.0.2 mi-node ── namespace media-insights: all programs, bridge cni0 ── pods
    routes on the host: pods 10.213.64.0/18 and services 10.213.128.0/20 via 10.213.0.2

The host can reach pods and services by address (tests, a controller run from the checkout), the cluster cannot
reach beyond the host: it has no default route. The host's iptables and ip_forward stay as they are.
"""

import ipaddress
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dev.cluster import command
from dev.cluster.errors import ClusterError
from dev.cluster.home import Home

NAMESPACE = "media-insights"
HOST_LINK = "mi-host"
NODE_LINK = "mi-node"
FOREIGN = (
    f"the network namespace {NAMESPACE} was made with another MEDIA_INSIGHTS_CACHE, so its cluster is left alone: "
    f"use that cache, or if it is gone for good, `ip link del {HOST_LINK}; ip netns del {NAMESPACE}`"
)
"""What is said of a cluster that another cache made."""

_HANDLE = Path("/run/netns") / NAMESPACE


@dataclass(frozen=True)
class Network:
    """The addresses, all cut from one /16 that is no other tool's default."""

    prefix: str = "10.213"

    @property
    def block(self) -> str:
        """The whole range, as CIDR."""
        return f"{self.prefix}.0.0/16"

    @property
    def host(self) -> str:
        """The host's end of the link."""
        return f"{self.prefix}.0.1"

    @property
    def node(self) -> str:
        """The node's address, where the API server (6443) and the cluster's DNS (53) listen."""
        return f"{self.prefix}.0.2"

    @property
    def pods(self) -> str:
        """The range of all pods, as CIDR."""
        return f"{self.prefix}.64.0/18"

    @property
    def pods_of_node(self) -> str:
        """The range that the node's bridge hands out, as CIDR; the controller manager gives it to the first node."""
        return f"{self.prefix}.64.0/24"

    @property
    def services(self) -> str:
        """The range of ClusterIPs, as CIDR."""
        return f"{self.prefix}.128.0/20"

    @property
    def api_service(self) -> str:
        """The ClusterIP of the service ``kubernetes``: by Kubernetes' rule the first of the range."""
        return f"{self.prefix}.128.1"


def of(environ: Mapping[str, str]) -> Network:
    """Return the network that ``MEDIA_INSIGHTS_CLUSTER_NET`` names by the first two numbers of a private /16."""
    prefix = environ.get("MEDIA_INSIGHTS_CLUSTER_NET") or Network.prefix
    try:
        ipaddress.ip_network(f"{prefix}.0.0/16")
    except ValueError as error:
        message = f"MEDIA_INSIGHTS_CLUSTER_NET is {prefix!r}: it must be two numbers such as 10.213"
        raise ClusterError(message) from error
    return Network(prefix)


def clashes(block: str, routes: Iterable[Mapping[str, object]]) -> list[str]:
    """Return the host's routes (as ``ip -json route`` lists them) that overlap ``block`` and are not our own link's."""
    ours = ipaddress.ip_network(block)
    others = [route for route in routes if route.get("dev") != HOST_LINK and route.get("dst") != "default"]
    return [str(r["dst"]) for r in others if ipaddress.ip_network(str(r["dst"]), strict=False).overlaps(ours)]


def exists() -> bool:
    """Tell whether the namespace is there, whoever made it."""
    return _HANDLE.exists()


def is_ours(home: Home) -> bool:
    """Tell whether the namespace is the one that this home's last start made.

    The inode of the namespace is written down beside the cluster; a name alone would not tell two caches apart.
    """
    note = _note(home)
    return exists() and note.exists() and note.read_text() in ("being made", _identity())


def create(network: Network, home: Home) -> None:
    """Make namespace, link and routes.

    Raises :class:`ClusterError` when the name is taken or a route of the host overlaps the addresses.
    """
    if exists():
        raise ClusterError(FOREIGN)
    taken = clashes(network.block, json.loads(command.run(["ip", "-json", "-4", "route", "show"])))
    if taken:
        message = f"the host already routes {taken[0]}, which overlaps {network.block}"
        raise ClusterError(f"{message}: set MEDIA_INSIGHTS_CLUSTER_NET to another, such as 10.214")
    _note(home).write_text("being made")
    command.run(["ip", "netns", "add", NAMESPACE])
    _note(home).write_text(_identity())
    _link(network)


def delete() -> None:
    """Remove link, routes and namespace; the caller has asked whether they are ours."""
    command.succeeds(["ip", "link", "del", HOST_LINK])
    command.succeeds(["ip", "netns", "del", NAMESPACE])


def inside(argv: Iterable[object]) -> list[str]:
    """Return the command that runs ``argv`` in the namespace.

    ``nsenter``, not ``ip netns exec``: that one mounts /sys anew and so hides the cgroups.
    """
    return ["nsenter", f"--net={_HANDLE}", *(str(word) for word in argv)]


def _link(network: Network) -> None:
    command.run(["ip", "link", "add", HOST_LINK, "type", "veth", "peer", "name", NODE_LINK, "netns", NAMESPACE])
    command.run(["ip", "addr", "add", f"{network.host}/24", "dev", HOST_LINK])
    command.run(["ip", "link", "set", HOST_LINK, "up"])
    command.run(inside(["ip", "link", "set", "lo", "up"]))
    command.run(inside(["ip", "addr", "add", f"{network.node}/24", "dev", NODE_LINK]))
    command.run(inside(["ip", "link", "set", NODE_LINK, "up"]))
    # Programs of the node itself reach a ClusterIP only if some route leads there; kube-proxy then rewrites the packet.
    command.run(inside(["ip", "route", "add", network.services, "dev", NODE_LINK]))
    command.run(inside(["sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward"]))
    # Only there when the kernel has br_netfilter; without it a pod cannot reach itself through its own service.
    command.succeeds(inside(["sh", "-c", "echo 1 > /proc/sys/net/bridge/bridge-nf-call-iptables"]))
    for there in (network.pods, network.services):
        command.run(["ip", "route", "add", there, "via", network.node])


def _identity() -> str:
    return str(_HANDLE.stat().st_ino)


def _note(home: Home) -> Path:
    return home.run / "namespace"
