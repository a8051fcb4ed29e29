"""Special networks: addresses that are not on the public internet, or that stand for a part of the own one.

One table for the NetworkPolicies of operators that may reach the outside, and for those operators themselves, which get
a copy of this module (`make generate` writes it). Sources: the IANA special-purpose registries of IPv4 and IPv6
(RFC 6890), multicast (RFC 5771), and the addresses under which clouds serve metadata and host agents.

https://www.iana.org/assignments/iana-ipv4-special-registry
https://www.iana.org/assignments/iana-ipv6-special-registry
"""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

IPV4 = {
    "0.0.0.0/8": "this network, RFC 791",
    "10.0.0.0/8": "private, RFC 1918",
    "100.64.0.0/10": "shared by carriers and clusters, RFC 6598; 100.100.100.200 is Alibaba's metadata service",
    "127.0.0.0/8": "loopback, RFC 1122",
    "168.63.129.16/32": "Azure's host agent and name server, a public address that is served by the own host",
    "169.254.0.0/16": "link-local, RFC 3927; 169.254.169.254 is the metadata service of most clouds",
    "172.16.0.0/12": "private, RFC 1918",
    "192.0.0.0/24": "protocol assignments, RFC 6890; 192.0.0.192 is Oracle's metadata service",
    "192.0.2.0/24": "documentation, RFC 5737",
    "192.31.196.0/24": "AS112, RFC 7535: answered by the nearest host that says so",
    "192.52.193.0/24": "automatic multicast tunnelling, RFC 7450",
    "192.88.99.0/24": "6to4 relays, RFC 7526",
    "192.168.0.0/16": "private, RFC 1918",
    "192.175.48.0/24": "AS112, RFC 7534",
    "198.18.0.0/15": "benchmarks, RFC 2544",
    "198.51.100.0/24": "documentation, RFC 5737",
    "203.0.113.0/24": "documentation, RFC 5737",
    "224.0.0.0/4": "multicast, RFC 5771",
    "240.0.0.0/4": "reserved, RFC 1112; 255.255.255.255 is everybody on the link",
}
"""Network → what it is."""
IPV6_PUBLIC = "2000::/3"
"""All of IPv6 that is public at all, RFC 4291.

Outside of it are loopback, link-local, site-local (``fec0::/10``), unique local (``fc00::/7``, with metadata services
of clouds), multicast, and networks that carry an IPv4 address: ``::/96``, ``::ffff:0:0/96``, ``64:ff9b::/96`` (NAT64).
"""
IPV6 = {
    "2001::/23": "protocol assignments, RFC 2928; 2001::/32 is Teredo, which carries an IPv4 address",
    "2001:db8::/32": "documentation, RFC 3849",
    "2002::/16": "6to4, RFC 3056: carries an IPv4 address",
    "2620:4f:8000::/48": "AS112, RFC 7534",
    "3fff::/20": "documentation, RFC 9637",
}
"""Network within :data:`IPV6_PUBLIC` → what it is."""

_SPECIAL_IPV4 = tuple(map(ip_network, IPV4))
_SPECIAL_IPV6 = tuple(map(ip_network, IPV6))
_PUBLIC_IPV6 = ip_network(IPV6_PUBLIC)


def is_public(address: str) -> bool:
    """Return whether an address belongs to the public internet; an IPv4 address in IPv6 clothes is judged as such.

    ``address`` may end in a zone (``%eth0``). Raises ValueError when it is none.
    """
    found = _unmapped(ip_address(address.partition("%")[0]))
    if isinstance(found, IPv4Address):
        return not any(found in network for network in _SPECIAL_IPV4)
    return found in _PUBLIC_IPV6 and not any(found in network for network in _SPECIAL_IPV6)


def _unmapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
