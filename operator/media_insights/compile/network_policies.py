"""NetworkPolicies of a tenant's namespace: operators' pods reach name servers, the store and the API server, no more.

Argo's containers share the pod's network, which is why a pod reaches the store and the API server at all.
"""

from ipaddress import ip_address

from media_insights.api.v1alpha1 import labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.sources.tenancy import EGRESS_POLICY, OPERATOR_POLICY
from media_insights.domain.store_address import StoreAddress

ApiServers = tuple[tuple[str, int], ...]
"""Address and port of every API server, as pods reach it."""

PRIVATE_NETWORKS: dict[str, tuple[str, ...]] = {
    "0.0.0.0/0": ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"),
    "::/0": ("::1/128", "fc00::/7", "fe80::/10"),
}
"""All addresses, without those that clusters, nodes and clouds keep for themselves: RFC 1918, 6598, 3927, 4193, 4291.

169.254.0.0/16 holds the metadata services of clouds, which give credentials to whoever asks.
"""


def operator_policy(store: StoreAddress, api_servers: ApiServers) -> Manifest:
    """Return the policy of all operators' pods; without known API servers any address on 443 and 6443 is open."""
    return _policy(
        OPERATOR_POLICY,
        {"matchExpressions": [{"key": labels.OPERATOR, "operator": "Exists"}]},
        {
            "policyTypes": ["Ingress", "Egress"],
            "ingress": [],
            "egress": [_name_servers(), _store(store), *_api(api_servers)],
        },
    )


def egress_policy(networks: tuple[str, ...]) -> Manifest:
    """Return the policy of operators that may reach the outside: policies add up, so this is only the difference.

    ``networks`` are CIDRs; without any, every address but the private ones.
    """
    everywhere = [{"ipBlock": {"cidr": all_, "except": list(kept)}} for all_, kept in PRIVATE_NETWORKS.items()]
    chosen = [{"ipBlock": {"cidr": cidr}} for cidr in networks]
    return _policy(
        EGRESS_POLICY,
        {"matchLabels": {labels.EGRESS: "true"}},
        {"policyTypes": ["Egress"], "egress": [{"to": chosen or everywhere}]},
    )


def _policy(name: str, pods: Manifest, rules: Manifest) -> Manifest:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": name},
        "spec": {"podSelector": pods, **rules},
    }


def _name_servers() -> Manifest:
    ports: list[Manifest] = [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}]
    return {"ports": ports}


def _store(store: StoreAddress) -> Manifest:
    """A Service's pods are chosen by their namespace; an address by itself; any other name only by its port."""
    if _is_address(store.host):
        return {"ports": [_tcp(store.port)], "to": [_block(store.host)]}
    parts = store.host.split(".")
    if len(parts) == 2 or parts[2:3] == ["svc"]:
        return {"to": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": parts[1]}}}]}
    return {"ports": [_tcp(store.port)]}


def _api(servers: ApiServers) -> list[Manifest]:
    if not servers:
        return [{"ports": [_tcp(port)]} for port in (443, 6443)]
    return [{"ports": [_tcp(port)], "to": [_block(host)]} for host, port in servers]


def _tcp(port: int) -> Manifest:
    return {"port": port, "protocol": "TCP"}


def _block(host: str) -> Manifest:
    return {"ipBlock": {"cidr": f"{host}/{ip_address(host).max_prefixlen}"}}


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
