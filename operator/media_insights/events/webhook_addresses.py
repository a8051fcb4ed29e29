"""Addresses that webhooks may lead to: the public internet, and the networks that an administrator lists.

The relay stands inside the cluster's network, so that an address is also a way in: into services that trust their
neighbours, into a cloud's metadata. What a host resolves to is checked, and it is those very addresses that are
connected to: a name cannot answer differently the second time.
"""

import socket
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult

from media_insights.domain.special_networks import is_public

Network = IPv4Network | IPv6Network
_SCHEMES = ("https", "http")


class UnreachableError(OSError):
    """A host has an address that webhooks may not lead to."""


@dataclass(frozen=True, slots=True)
class Networks:
    """Networks that are not public, and may be reached all the same."""

    listed: tuple[Network, ...] = ()

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Networks":
        """Return the networks of some CIDRs. Raises ValueError."""
        return cls(tuple(map(ip_network, texts)))

    def has(self, address: str) -> bool:
        """Return whether an address is in one of them; an IPv4 address in IPv6 clothes is judged as such."""
        found = ip_address(address.partition("%")[0])
        found = getattr(found, "ipv4_mapped", None) or found
        return any(found in network for network in self.listed)

    def demand_reachable(self, host: str, address: str, *, secure: bool) -> None:
        """Raise UnreachableError for an address that is neither public nor listed, or public and without TLS."""
        if self.has(address):
            return
        if not is_public(address):
            raise UnreachableError(f"{host} is {address}, inside a network: list that under networks if it is meant")
        if not secure:
            raise UnreachableError(f"{host} is {address}, a public address: only https leads there")


@dataclass(frozen=True, slots=True)
class CheckedResolver(AbstractResolver):
    """Resolves names for one webhook, and gives addresses that may be connected to."""

    inner: AbstractResolver
    networks: Networks
    secure: bool

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Return where a name leads. Raises UnreachableError when any of its addresses may not be reached."""
        found = await self.inner.resolve(host, port, family)
        for each in found:
            self.networks.demand_reachable(host, each["host"], secure=self.secure)
        return found

    async def close(self) -> None:
        """End the resolver."""
        await self.inner.close()


def parse_webhook_url(url: str) -> str:
    """Return a webhook's address if it is one: http or https, a host, nobody's name. Raises ValueError."""
    parts = urlsplit(url)
    if parts.scheme not in _SCHEMES or not parts.hostname or parts.port == 0:
        raise ValueError(f"{url!r} is no address of a webhook: write https://host/path")
    if parts.username is not None or parts.password is not None:
        raise ValueError("a webhook's address holds no user name or password: requests are signed")
    if not url.isprintable() or " " in url:
        raise ValueError("a webhook's address has no blanks or control characters")
    return url


def literal_address(host: str) -> str | None:
    """Return the address that a host is when it is one and no name; nobody resolves those."""
    try:
        return str(ip_address(host))
    except ValueError:
        return None
