"""NetworkPolicies as rules of nftables: pure, from the objects of the cluster to the text that ``nft -f`` reads.

Each pod that a policy selects gets a chain for what it sends, and one for what it receives: what a policy allows
returns from the chain, the rest is refused. Answers to what was allowed pass. Everything of NetworkPolicySpec but IPv6,
which the pods of this cluster do not have.

https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any

NODE_LINK = "mi-node"
"""Where the host's packets come in; like the node itself, it reaches every pod."""
TABLE = "media-insights-policies"
Manifest = Mapping[str, Any]
_DIRECTIONS = (("Egress", "egress", "to", "daddr"), ("Ingress", "ingress", "from", "saddr"))
_OVER = ("Succeeded", "Failed")


@dataclass(frozen=True)
class Objects:
    """What the cluster holds."""

    policies: tuple[Manifest, ...]
    pods: tuple[Manifest, ...]
    namespaces: tuple[Manifest, ...]

    def running(self) -> list[Manifest]:
        """Return the pods that have an address of their own."""
        return [pod for pod in self.pods if _address(pod) and not pod["spec"].get("hostNetwork")]

    def peers(self, peer: Manifest, namespace: str) -> list[Manifest]:
        """Return the pods that a peer of a policy in a namespace means."""
        if "namespaceSelector" in peer:
            chosen = {each["metadata"]["name"] for each in self.namespaces if matches(peer["namespaceSelector"], each)}
        else:
            chosen = {namespace}
        pods = [pod for pod in self.running() if pod["metadata"]["namespace"] in chosen]
        return [pod for pod in pods if matches(peer.get("podSelector", {}), pod)]


def ruleset(objects: Objects) -> str:
    """Return the whole table: it takes the place of the one before in one transaction."""
    chains: dict[str, list[str]] = {}
    jumps: dict[str, dict[str, str]] = {"Egress": {}, "Ingress": {}}
    for pod in objects.running():
        for type_, field, peers, side in _DIRECTIONS:
            policies = [each for each in objects.policies if _selects(each, pod) and type_ in _types(each)]
            if policies:
                name = f"{field}-{_address(pod).replace('.', '-')}"
                jumps[type_][_address(pod)] = name
                lines = (line for each in policies for line in _lines(each, pod, objects, (field, peers, side)))
                chains[name] = [*dict.fromkeys(lines), "reject with icmp type admin-prohibited"]
    out, in_ = _vmap("saddr", jumps["Egress"]), _vmap("daddr", jumps["Ingress"])
    answers, from_host = "ct state established,related accept", f'iifname "{NODE_LINK}" accept'
    base = {
        "forward": ["type filter hook forward priority -5; policy accept;", answers, *out, from_host, *in_],
        "input": ["type filter hook input priority -5; policy accept;", answers, *out],
    }
    body = "\n".join(_chain(name, lines) for name, lines in {**chains, **base}.items())
    return f"table ip {TABLE} {{}}\ndelete table ip {TABLE}\ntable ip {TABLE} {{\n{body}\n}}\n"


def matches(selector: Manifest, manifest: Manifest) -> bool:
    """Return whether a label selector selects an object; an empty one selects all."""
    labels = manifest["metadata"].get("labels") or {}
    plain = all(labels.get(key) == value for key, value in (selector.get("matchLabels") or {}).items())
    return plain and all(_holds(each, labels) for each in selector.get("matchExpressions") or ())


def _holds(expression: Manifest, labels: Mapping[str, str]) -> bool:
    key, values = expression["key"], expression.get("values") or ()
    return {
        "Exists": key in labels,
        "DoesNotExist": key not in labels,
        "In": key in labels and labels[key] in values,
        "NotIn": labels.get(key) not in values,
    }[expression["operator"]]


def _lines(policy: Manifest, pod: Manifest, objects: Objects, way: tuple[str, str, str]) -> Iterator[str]:
    """Yield a line for each peer and protocol of each rule."""
    field, peers, side = way
    for rule in policy["spec"].get(field) or ():
        if not rule.get(peers):
            yield from _with_ports("", rule, [pod] if field == "ingress" else [])
        for peer in rule.get(peers) or ():
            found = objects.peers(peer, policy["metadata"]["namespace"]) if "ipBlock" not in peer else []
            named = [pod] if field == "ingress" else found
            yield from (line for match in _matches(peer, found, side) for line in _with_ports(match, rule, named))


def _matches(peer: Manifest, found: list[Manifest], side: str) -> Iterator[str]:
    if "ipBlock" not in peer:
        if found:
            yield f"ip {side} {_set(_address(each) for each in found)}"
        return
    block = peer["ipBlock"]
    if ip_network(block["cidr"]).version == 4:
        kept = block.get("except")
        yield f"ip {side} {block['cidr']}" + (f" ip {side} != {_set(kept)}" if kept else "")


def _with_ports(match: str, rule: Manifest, named: list[Manifest]) -> Iterator[str]:
    if not rule.get("ports"):
        yield f"{match} return".strip()
    by_protocol: dict[str, list[str]] = {}
    for port in rule.get("ports") or ():
        by_protocol.setdefault(port.get("protocol", "TCP").lower(), []).extend(_numbers(port, named))
    for protocol, numbers in by_protocol.items():
        if numbers:
            yield f"{match} {protocol} dport {_set(numbers)} return".strip()


def _numbers(port: Manifest, named: list[Manifest]) -> list[str]:
    if "port" not in port:
        return ["0-65535"]
    if isinstance(port["port"], int):
        return [f"{port['port']}-{port['endPort']}" if "endPort" in port else str(port["port"])]
    containers = (each for pod in named for each in pod["spec"]["containers"])
    ports = (each for container in containers for each in container.get("ports") or ())
    return [str(each["containerPort"]) for each in ports if each.get("name") == port["port"]]


def _selects(policy: Manifest, pod: Manifest) -> bool:
    same = policy["metadata"]["namespace"] == pod["metadata"]["namespace"]
    return same and matches(policy["spec"].get("podSelector") or {}, pod)


def _types(policy: Manifest) -> list[str]:
    spec = policy["spec"]
    return spec.get("policyTypes") or ["Ingress", *(["Egress"] if "egress" in spec else [])]


def _address(pod: Manifest) -> str:
    """Return the address of a pod that runs; that of one that has ended may be another's by now."""
    status = pod.get("status") or {}
    return "" if status.get("phase") in _OVER else str(status.get("podIP", ""))


def _vmap(side: str, jumps: Mapping[str, str]) -> list[str]:
    elements = ", ".join(f"{address} : jump {chain}" for address, chain in jumps.items())
    return [f"ip {side} vmap {{ {elements} }}"] if jumps else []


def _set(elements: Iterable[str]) -> str:
    return f"{{ {', '.join(dict.fromkeys(elements))} }}"


def _chain(name: str, lines: list[str]) -> str:
    return "\n".join([f"  chain {name} {{", *(f"    {line}" for line in lines), "  }"])
