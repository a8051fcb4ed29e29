"""NetworkPolicies of a tenant's namespace: operators' pods reach name servers, the store and the API server, no more.

Argo's containers share the pod's network, which is why a pod reaches the store and the API server at all. Each rule
names who is reached: a rule with ports alone would open every address there is.
"""

from typing import Literal

from media_insights.api.v1alpha1 import labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.destinations import Destination, Destinations
from media_insights.domain.sources.tenancy import EGRESS_POLICY, OPERATOR_POLICY
from media_insights.domain.special_networks import IPV4, IPV6, IPV6_PUBLIC

Protocol = Literal["TCP", "UDP"]
_INTERNET: tuple[Manifest, ...] = (
    {"ipBlock": {"cidr": "0.0.0.0/0", "except": list(IPV4)}},
    {"ipBlock": {"cidr": IPV6_PUBLIC, "except": list(IPV6)}},
)


def operator_policy(destinations: Destinations) -> Manifest:
    """Return the policy of all operators' pods."""
    rules = (
        _rule(destinations.name_servers, "UDP", "TCP"),
        _rule(destinations.store, "TCP"),
        _rule(destinations.api_servers, "TCP"),
    )
    return _policy(
        OPERATOR_POLICY,
        {"matchExpressions": [{"key": labels.OPERATOR, "operator": "Exists"}]},
        {"policyTypes": ["Ingress", "Egress"], "ingress": [], "egress": [rule for rule in rules if rule]},
    )


def egress_policy(outside: Destination) -> Manifest:
    """Return the policy of operators that may reach the outside: policies add up, so this is only the difference."""
    rule = {"ports": _ports(outside, "TCP"), "to": _peers(outside) or list(_INTERNET)}
    return _policy(
        EGRESS_POLICY,
        {"matchLabels": {labels.EGRESS: "true"}},
        {"policyTypes": ["Egress"], "egress": [rule] if outside.ports else []},
    )


def _policy(name: str, pods: Manifest, rules: Manifest) -> Manifest:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": name},
        "spec": {"podSelector": pods, **rules},
    }


def _rule(to: Destination, *protocols: Protocol) -> Manifest:
    return {"ports": _ports(to, *protocols), "to": _peers(to)} if to else {}


def _ports(to: Destination, *protocols: Protocol) -> list[Manifest]:
    return [{"port": port, "protocol": protocol} for port in to.ports for protocol in protocols]


def _peers(to: Destination) -> list[Manifest]:
    blocks: list[Manifest] = [{"ipBlock": {"cidr": network}} for network in to.networks]
    return [*_pods(to), *blocks]


def _pods(to: Destination) -> list[Manifest]:
    if not to.namespace:
        return []
    where: Manifest = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": to.namespace}}}
    return [where | ({"podSelector": {"matchLabels": dict(to.pod_labels)}} if to.pod_labels else {})]
