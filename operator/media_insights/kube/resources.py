"""The kinds of Kubernetes objects that the controller reads or writes, and where the API server has them."""

from dataclasses import dataclass
from urllib.parse import quote

from media_insights.api.v1alpha1 import GROUP, VERSION


@dataclass(frozen=True, slots=True)
class Resource:
    """One kind, as a path of the API."""

    group: str
    version: str
    plural: str
    kind: str
    namespaced: bool = True

    def path(self, namespace: str = "", name: str = "", subresource: str = "") -> str:
        """Return the path of the collection, or of one object, or of a part of it."""
        root = f"/apis/{self.group}/{self.version}" if self.group else f"/api/{self.version}"
        inside = f"/namespaces/{quote(namespace)}" if self.namespaced and namespace else ""
        parts = [part for part in (quote(name), subresource) if part]
        return "/".join((f"{root}{inside}/{self.plural}", *parts))


ASSETS = Resource(GROUP, VERSION, "mediaassets", "MediaAsset")
EXECUTIONS = Resource(GROUP, VERSION, "mediaexecutions", "MediaExecution")
WORKFLOWS = Resource(GROUP, VERSION, "mediaworkflows", "MediaWorkflow")
OPERATORS = Resource(GROUP, VERSION, "mediaoperators", "MediaOperator", namespaced=False)
RUNS = Resource("argoproj.io", "v1alpha1", "workflows", "Workflow")
"""Argo Workflows, only those that carry our label."""
NAMESPACES = Resource("", "v1", "namespaces", "Namespace", namespaced=False)
CONFIG_MAPS = Resource("", "v1", "configmaps", "ConfigMap")
SECRETS = Resource("", "v1", "secrets", "Secret")
SERVICE_ACCOUNTS = Resource("", "v1", "serviceaccounts", "ServiceAccount")
ROLES = Resource("rbac.authorization.k8s.io", "v1", "roles", "Role")
ROLE_BINDINGS = Resource("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding")
NETWORK_POLICIES = Resource("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy")
LEASES = Resource("coordination.k8s.io", "v1", "leases", "Lease")
EVENTS = Resource("", "v1", "events", "Event")
ENDPOINT_SLICES = Resource("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice")

_BY_KIND = {
    each.kind: each
    for each in (EXECUTIONS, CONFIG_MAPS, SECRETS, SERVICE_ACCOUNTS, ROLES, ROLE_BINDINGS, NETWORK_POLICIES, RUNS)
}


def resource_of(kind: str) -> Resource:
    """Return where objects of a kind are; KeyError for one that the controller never writes."""
    return _BY_KIND[kind]
