"""What a tenant's namespace must hold before anything can run in it."""

import base64
from dataclasses import dataclass
from ipaddress import ip_address

from media_insights.api.v1alpha1 import labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain import layout
from media_insights.domain.sources.tenancy import (
    ARTIFACT_KEY,
    ARTIFACT_REPOSITORY,
    EXECUTOR_ACCOUNT,
    EXECUTOR_TOKEN,
    OPERATOR_ACCOUNT,
    STORE_SECRET,
)

CA_KEY = "ca.crt"
"""Key of the store's certificate authority in the Secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreAddress:
    """The object store as Argo's executor reaches it."""

    host: str
    port: int
    secure: bool
    bucket: str
    region: str

    @property
    def endpoint(self) -> str:
        """The address without scheme, as Argo writes it."""
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamespaceFacts:
    """What a namespace is prepared with."""

    namespace: str
    store: StoreAddress
    access_key: str
    secret_key: str
    certificate_authority: str = ""
    """PEM of the store's own certificate authority; empty: the public ones."""
    api_servers: tuple[tuple[str, int], ...] = ()
    """Address and port of every API server, as pods reach it; empty: any address on 443 and 6443."""
    egress: tuple[str, ...] = ()
    """Networks (CIDR) that operators with access.network Egress may reach; empty: everything but private ones."""


def decide_namespace(facts: NamespaceFacts) -> tuple[Manifest, ...]:
    """Return the objects that the namespace must have, in the order in which they are applied."""
    return tuple(_kept(facts.namespace, make(facts)) for make in _OBJECTS)


def _operator_account(_: NamespaceFacts) -> Manifest:
    meta = {"name": OPERATOR_ACCOUNT}
    return {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": meta, "automountServiceAccountToken": False}


def _executor_account(_: NamespaceFacts) -> Manifest:
    meta = {"name": EXECUTOR_ACCOUNT}
    return {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": meta, "automountServiceAccountToken": False}


def _executor_token(_: NamespaceFacts) -> Manifest:
    annotations = {"kubernetes.io/service-account.name": EXECUTOR_ACCOUNT}
    meta = {"name": EXECUTOR_TOKEN, "annotations": annotations}
    return {"apiVersion": "v1", "kind": "Secret", "metadata": meta, "type": "kubernetes.io/service-account-token"}


def _executor_role(_: NamespaceFacts) -> Manifest:
    """The one thing that Argo's own containers ask of the cluster: to report a task's outputs."""
    rule = {"apiGroups": ["argoproj.io"], "resources": ["workflowtaskresults"], "verbs": ["create", "patch"]}
    meta = {"name": EXECUTOR_ACCOUNT}
    return {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": meta, "rules": [rule]}


def _executor_binding(facts: NamespaceFacts) -> Manifest:
    return {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "RoleBinding",
        "metadata": {"name": EXECUTOR_ACCOUNT},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": EXECUTOR_ACCOUNT},
        "subjects": [{"kind": "ServiceAccount", "name": EXECUTOR_ACCOUNT, "namespace": facts.namespace}],
    }


def _store_secret(facts: NamespaceFacts) -> Manifest:
    values = {"accesskey": facts.access_key, "secretkey": facts.secret_key}
    if facts.certificate_authority:
        values[CA_KEY] = facts.certificate_authority
    encoded = {name: base64.b64encode(value.encode()).decode() for name, value in values.items()}
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": STORE_SECRET}, "type": "Opaque", "data": encoded}


def _artifact_repository(facts: NamespaceFacts) -> Manifest:
    store = facts.store
    authority = [f"  caSecret: {{name: {STORE_SECRET}, key: {CA_KEY}}}"] if facts.certificate_authority else []
    lines = (
        "s3:",
        f"  endpoint: {store.endpoint}",
        f"  bucket: {store.bucket}",
        f"  region: {store.region}",
        f"  insecure: {str(not store.secure).lower()}",
        f'  keyFormat: "{_LOGS_FORMAT}"',
        f"  accessKeySecret: {{name: {STORE_SECRET}, key: accesskey}}",
        f"  secretKeySecret: {{name: {STORE_SECRET}, key: secretkey}}",
        *authority,
        "",
    )
    meta = {"name": ARTIFACT_REPOSITORY}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta, "data": {ARTIFACT_KEY: "\n".join(lines)}}


_LOGS_FORMAT = (
    f"{layout.ASSETS}{{{{workflow.labels.{labels.ASSET_UID}}}}}/{layout.LOGS}/{{{{workflow.name}}}}/{{{{pod.name}}}}"
)
"""Where logs go, the only artifacts without a key of their own: :func:`layout.logs_prefix` in Argo's words."""


def _network_policy(facts: NamespaceFacts) -> Manifest:
    """Operators' pods reach the names, the store and the API server: Argo's containers share the pod's network."""
    selector = {"matchExpressions": [{"key": labels.OPERATOR, "operator": "Exists"}]}
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": OPERATOR_ACCOUNT},
        "spec": {
            "podSelector": selector,
            "policyTypes": ["Ingress", "Egress"],
            "ingress": [],
            "egress": [_names(), _to_store(facts.store), *_to_api(facts.api_servers)],
        },
    }


PRIVATE_NETWORKS: dict[str, tuple[str, ...]] = {
    "0.0.0.0/0": ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"),
    "::/0": ("::1/128", "fc00::/7", "fe80::/10"),
}
"""All addresses, without those that clusters, nodes and clouds keep for themselves: RFC 1918, 6598, 3927, 4193, 4291.

169.254.0.0/16 holds the metadata services of clouds, which give credentials to whoever asks.
"""


def _egress_policy(facts: NamespaceFacts) -> Manifest:
    """What an operator gets that may reach the outside: policies add up, so this one is only the difference."""
    everywhere = [{"ipBlock": {"cidr": all_, "except": list(kept)}} for all_, kept in PRIVATE_NETWORKS.items()]
    chosen = [{"ipBlock": {"cidr": cidr}} for cidr in facts.egress]
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": f"{OPERATOR_ACCOUNT}-egress"},
        "spec": {
            "podSelector": {"matchLabels": {labels.EGRESS: "true"}},
            "policyTypes": ["Egress"],
            "egress": [{"to": chosen or everywhere}],
        },
    }


def _names() -> Manifest:
    ports: list[Manifest] = [{"port": 53, "protocol": "UDP"}, {"port": 53, "protocol": "TCP"}]
    return {"ports": ports}


def _to_store(store: StoreAddress) -> Manifest:
    """A Service's pods are chosen by their namespace; an address by itself; any other name only by its port."""
    ports = [{"port": store.port, "protocol": "TCP"}]
    if _is_address(store.host):
        return {"ports": ports, "to": [_block(store.host)]}
    parts = store.host.split(".")
    if len(parts) == 2 or parts[2:3] == ["svc"]:
        chosen = {"matchLabels": {"kubernetes.io/metadata.name": parts[1]}}
        return {"to": [{"namespaceSelector": chosen}]}
    return {"ports": ports}


def _to_api(servers: tuple[tuple[str, int], ...]) -> list[Manifest]:
    if not servers:
        return [{"ports": [{"port": port, "protocol": "TCP"} for port in (443, 6443)]}]
    return [{"ports": [{"port": port, "protocol": "TCP"}], "to": [_block(host)]} for host, port in servers]


def _block(host: str) -> Manifest:
    return {"ipBlock": {"cidr": f"{host}/{ip_address(host).max_prefixlen}"}}


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


_OBJECTS = (
    _operator_account,
    _executor_account,
    _executor_token,
    _executor_role,
    _executor_binding,
    _store_secret,
    _artifact_repository,
    _network_policy,
    _egress_policy,
)


def _kept(namespace: str, manifest: Manifest) -> Manifest:
    marks = {labels.MANAGED_BY: labels.FIELD_MANAGER}
    meta = {**manifest["metadata"], "namespace": namespace, "labels": marks}
    return {**manifest, "metadata": meta}
