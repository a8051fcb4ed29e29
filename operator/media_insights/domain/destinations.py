"""Destinations: what pods of operators may reach. What is not known is not reachable."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Some pods, and some networks, on some ports. Without any of these it is nothing at all."""

    networks: tuple[str, ...] = ()
    """CIDR, IPv4 or IPv6."""
    namespace: str = ""
    """Of the pods; empty: there are none."""
    pod_labels: Mapping[str, str] = field(default_factory=dict)
    """Of the pods; empty: all of the namespace."""
    ports: tuple[int, ...] = ()
    """Where pods and networks listen, behind any Service: policies see packets after a Service was resolved."""

    def __bool__(self) -> bool:
        """Return whether it is anything."""
        return bool(self.ports and (self.networks or self.namespace))


@dataclass(frozen=True, slots=True, kw_only=True)
class Destinations:
    """What the pods of operators in a tenant's namespace may reach; by default nothing."""

    name_servers: Destination = Destination()
    store: Destination = Destination()
    api_servers: Destination = Destination()
    """For Argo's containers, which report outputs; they share the pod's network."""
    outside: Destination = Destination()
    """For operators with ``access.network: Egress`` only; without networks the public internet, on these ports."""
