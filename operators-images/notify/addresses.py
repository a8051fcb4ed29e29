"""Where a notice may go. The administrator's own address is trusted; one that a tenant's parameter gives is not.

A pod stands inside the cluster's network, so an address is also a way in: into services that trust their neighbours,
into a cloud's metadata. Therefore a parameter's host must be listed, and what it resolves to is looked at, once, and
connected to as it was found: a name cannot answer differently the second time.
"""

import ipaddress
import re
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from special_networks import is_public

from media_kits.http.client import Route
from media_kits.http.urls import PORTS, HttpUrl, parse_url
from media_operator import BadParameters, TryAgain

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]

_HOST = re.compile(r"(\*\.)?([a-z0-9._-]+)(?::([0-9]{1,5}))?")


@dataclass(frozen=True)
class Allowed:
    """What the Secret lets a parameter name: hosts (`*.`: any subdomain), and networks that are not public."""

    hosts: tuple[str, ...]
    networks: tuple[Network, ...]

    def covers(self, target: HttpUrl) -> bool:
        """Return whether a host is listed; without a port only the scheme's usual one is meant."""
        return any(_matches(each, target) for each in self.hosts)

    def refused(self, address: str) -> bool:
        """Return whether an address is one that nobody outside could reach, and that is not listed."""
        found = ipaddress.ip_address(address)
        found = getattr(found, "ipv4_mapped", None) or found
        return not is_public(str(found)) and not _within(found, self.networks)


def route_of(url: str, environ: Mapping[str, str], resolve: Resolve) -> Route:
    """Return where a notice goes: to `url` where a parameter gives one, else where the Secret says.

    Raises BadParameters with what would be right, TryAgain when a name cannot be resolved now.
    """
    secret = environ.get("MEDIA_INSIGHTS_SECRET", "notify-webhook")
    authorities = environ.get("WEBHOOK_CA_CERTIFICATE", "")
    if not url:
        told = environ.get("WEBHOOK_URL", "").strip()
        if not told:
            raise BadParameters(
                f"there is nobody to notify: an administrator puts WEBHOOK_URL into the Secret {secret!r}"
            )
        return Route(parse_url(told, f"WEBHOOK_URL in the Secret {secret!r}"), authorities=authorities)
    target = parse_url(url, "url")
    allowed = parse_allowed(environ, secret)
    if not allowed.covers(target):
        raise BadParameters(
            f"url: {target.name} is not among the hosts that may be notified; leave url empty, or an administrator "
            f"lists it under WEBHOOK_ALLOWED_HOSTS in the Secret {secret!r}"
        )
    return Route(target, _checked(target, allowed, resolve, secret), authorities)


def parse_allowed(environ: Mapping[str, str], secret: str) -> Allowed:
    """Return what the Secret allows; blanks and commas part the entries. Raises BadParameters for a wrong one."""
    hosts = _entries(environ.get("WEBHOOK_ALLOWED_HOSTS", "").lower())
    wrong = [each for each in hosts if not _HOST.fullmatch(each)]
    if wrong:
        raise BadParameters(
            f"WEBHOOK_ALLOWED_HOSTS in the Secret {secret!r}: {wrong[0]!r} is none of host, host:port, *.domain"
        )
    try:
        networks = tuple(map(ipaddress.ip_network, _entries(environ.get("WEBHOOK_ALLOWED_NETWORKS", ""))))
    except ValueError as error:
        raise BadParameters(f"WEBHOOK_ALLOWED_NETWORKS in the Secret {secret!r}: {error}") from error
    return Allowed(tuple(hosts), networks)


def addresses_of(host: str, port: int) -> Sequence[str]:
    """Return what a name resolves to, IPv4 first as pods often have nothing else. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in sorted(found, key=lambda it: it[0] != socket.AF_INET)))


def _checked(target: HttpUrl, allowed: Allowed, resolve: Resolve, secret: str) -> str:
    try:
        addresses = resolve(target.host, target.port)
    except (OSError, UnicodeError) as error:
        raise TryAgain(f"url: {target.name} cannot be found: {error}") from error
    if not addresses or any(allowed.refused(each.partition("%")[0]) for each in addresses):
        raise BadParameters(
            f"url: {target.name} is an address inside a network; an administrator lists the network under "
            f"WEBHOOK_ALLOWED_NETWORKS in the Secret {secret!r} where that is meant"
        )
    return addresses[0]


def _matches(entry: str, target: HttpUrl) -> bool:
    wildcard, host, port = _HOST.fullmatch(entry).groups()  # type: ignore[union-attr]  # checked when it was read
    named = target.host.endswith(f".{host}") if wildcard else target.host == host
    return named and target.port == (int(port) if port else PORTS[target.scheme])


def _within(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)


def _entries(text: str) -> list[str]:
    return text.replace(",", " ").split()
