"""Surroundings: where the store and the API servers are for pods; what the administrator does not say is looked up."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from ipaddress import ip_address, ip_network

from media_insights.controller.followed_names import LOOKUP_EVERY, FollowedName
from media_insights.domain.destinations import Destination, Destinations
from media_insights.errors import ApiError, NotPrepared, Unavailable
from media_insights.kube.client import Api
from media_insights.kube.resources import ENDPOINT_SLICES


@dataclass(slots=True)
class Surroundings:
    """The destinations of operators' pods, at most :data:`followed_names.LOOKUP_EVERY` seconds old."""

    api: Api
    said: Destinations
    store: FollowedName
    """The store's host, which is asked for only where the administrator names neither networks nor pods."""
    clock: Callable[[], float] = time.monotonic
    _api_servers: Destination = field(default_factory=Destination)
    _asked: float = float("-inf")

    async def destinations(self) -> Destinations:
        """Return what pods may reach. Raises NotPrepared, with what would be right, when it cannot be known."""
        return replace(
            self.said,
            store=self.said.store or await self._found_store(),
            api_servers=self.said.api_servers or await self._found_api_servers(),
        )

    async def _found_store(self) -> Destination:
        networks = tuple(_network_of(address) for address in await self.store.addresses())
        return replace(self.said.store, networks=networks)

    async def _found_api_servers(self) -> Destination:
        """Return the addresses behind the Service ``kubernetes``: policies see packets after it was resolved."""
        if self.clock() - self._asked >= LOOKUP_EVERY:
            try:
                self._api_servers = await self._endpoints() or self._api_servers
                self._asked = self.clock()
            except (ApiError, Unavailable) as error:
                if not self._api_servers:
                    raise _unknown(str(error)) from error
        if not self._api_servers:
            raise _unknown("it has no endpoints")
        return self._api_servers

    async def _endpoints(self) -> Destination:
        found = await self.api.get(ENDPOINT_SLICES, "default", "kubernetes")
        addresses = sorted(address for each in found.get("endpoints") or () for address in each.get("addresses") or ())
        ports = sorted(port["port"] for port in found.get("ports") or ())
        return Destination(networks=tuple(map(_network_of, addresses)), ports=tuple(ports))


def _network_of(address: str) -> str:
    return str(ip_network(ip_address(address.partition("%")[0])))


def _unknown(why: str) -> NotPrepared:
    return NotPrepared(
        "the addresses of the API server are not known, so no NetworkPolicy can lead there: the EndpointSlice "
        f"default/kubernetes: {why}; say them in networkPolicy.apiServer.networks"
    )
