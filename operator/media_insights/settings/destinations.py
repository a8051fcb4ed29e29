"""Settings about what may be reached: the chart's ``networkPolicy``, ``operators`` and ``objectStore``, as one JSON."""

import json
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from typing import Any

from media_insights.domain.destinations import Destination, Destinations
from media_insights.domain.store_address import StoreAddress

DESTINATIONS = "DESTINATIONS"
"""Name of the setting, without the prefix."""


def parse_destinations(text: str, store: StoreAddress) -> Destinations:
    """Return what the administrator says of ``nameServers``, ``store``, ``apiServers`` and ``outside``.

    The store's own port is the one of its address, unless one is said; so is its network, when that is no name. A store
    or an API server without networks and pods is left to be found in the cluster. Raises ValueError and TypeError.
    """
    found: Mapping[str, Any] = json.loads(text) if text else {}
    if not isinstance(found, dict):
        raise TypeError("it must be a map")
    return Destinations(
        name_servers=_destination(found.get("nameServers")),
        store=_destination(found.get("store"), networks=_network_of(store.host), ports=(store.port,)),
        api_servers=_destination(found.get("apiServers")),
        outside=_destination(found.get("outside")),
    )


def _destination(
    said: Mapping[str, Any] | None, networks: tuple[str, ...] = (), ports: tuple[int, ...] = ()
) -> Destination:
    said = said or {}
    return Destination(
        networks=tuple(str(ip_network(each)) for each in said.get("networks") or ()) or networks,
        namespace=said.get("namespace") or "",
        pod_labels=dict(said.get("podLabels") or {}),
        ports=tuple(int(port) for port in said.get("ports") or ()) or ports,
    )


def _network_of(host: str) -> tuple[str, ...]:
    try:
        return (str(ip_network(ip_address(host))),)
    except ValueError:
        return ()
