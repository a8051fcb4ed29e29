"""Resources: where the API server serves each kind of object that the product reads or writes.

The one table of groups, versions, plurals and scopes; ours are read from the models of the API.
"""

from dataclasses import dataclass
from urllib.parse import quote

from media_insights.api.v1alpha1 import (
    GROUP,
    VERSION,
    Kind,
    MediaAsset,
    MediaBatch,
    MediaExecution,
    MediaOperator,
    MediaSource,
    MediaWorkflow,
    labels,
)
from media_insights.kube.bounds import BYTES


@dataclass(frozen=True, slots=True)
class Resource:
    """One kind, as a path of the API."""

    group: str
    """Empty for the core group."""
    version: str
    plural: str
    kind: str
    namespaced: bool = True
    selector: str = ""
    """Label selector of those objects of a shared kind that are ours."""
    most_bytes: int = BYTES
    """The most that is read of one object when it is listed or watched; beyond that it is known by its metadata."""

    @property
    def api_version(self) -> str:
        """Group and version as manifests write them: ``v1``, ``batch/v1``."""
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def definition(self) -> str:
        """The name of the CustomResourceDefinition of a kind that is none of Kubernetes' own."""
        return f"{self.plural}.{self.group}"

    @property
    def root(self) -> str:
        """The path of everything that the group serves in this version."""
        return f"/apis/{self.api_version}" if self.group else f"/api/{self.version}"

    def path(self, namespace: str = "", name: str = "", subresource: str = "") -> str:
        """Return the path of the collection, or of one object, or of a part of it."""
        inside = f"/namespaces/{quote(namespace)}" if self.namespaced and namespace else ""
        parts = [part for part in (quote(name), subresource) if part]
        return "/".join((f"{self.root}{inside}/{self.plural}", *parts))


def _of(kind: type[Kind]) -> Resource:
    return Resource(GROUP, VERSION, kind.PLURAL, kind.__name__, namespaced=kind.SCOPE == "Namespaced")


ASSETS = _of(MediaAsset)
EXECUTIONS = _of(MediaExecution)
WORKFLOWS = _of(MediaWorkflow)
OPERATORS = _of(MediaOperator)
BATCHES = _of(MediaBatch)
SOURCES = _of(MediaSource)
OURS = (OPERATORS, WORKFLOWS, ASSETS, EXECUTIONS, BATCHES, SOURCES)
"""The kinds that media-insights itself defines."""
RUNS = Resource("argoproj.io", "v1alpha1", "workflows", "Workflow", selector=labels.EXECUTION, most_bytes=8 * BYTES)
"""Argo Workflows, only those that carry our label; the nodes of many steps are more than a tenant's object may have."""
NAMESPACES = Resource("", "v1", "namespaces", "Namespace", namespaced=False)
PODS = Resource("", "v1", "pods", "Pod")
CONFIG_MAPS = Resource("", "v1", "configmaps", "ConfigMap")
SECRETS = Resource("", "v1", "secrets", "Secret")
MADE_BY_US = f"{labels.MANAGED_BY}={labels.FIELD_MANAGER}"
"""Selects what tenants' namespaces were given."""
SERVICE_ACCOUNTS = Resource("", "v1", "serviceaccounts", "ServiceAccount", selector=MADE_BY_US)
ROLES = Resource("rbac.authorization.k8s.io", "v1", "roles", "Role", selector=MADE_BY_US)
ROLE_BINDINGS = Resource("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding", selector=MADE_BY_US)
NETWORK_POLICIES = Resource("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy", selector=MADE_BY_US)
LEASES = Resource("coordination.k8s.io", "v1", "leases", "Lease")
EVENTS = Resource("", "v1", "events", "Event")
ENDPOINT_SLICES = Resource("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice")
DEPLOYMENTS = Resource("apps", "v1", "deployments", "Deployment")
KIND_DEFINITIONS = Resource(
    "apiextensions.k8s.io",
    "v1",
    "customresourcedefinitions",
    "CustomResourceDefinition",
    namespaced=False,
    most_bytes=16 * BYTES,
)
"""Definitions of kinds; Argo's hold the schema of a whole pod, several times."""
ADMISSION_POLICIES = Resource(
    "admissionregistration.k8s.io",
    "v1",
    "validatingadmissionpolicies",
    "ValidatingAdmissionPolicy",
    namespaced=False,
)
ADMISSION_BINDINGS = Resource(
    "admissionregistration.k8s.io",
    "v1",
    "validatingadmissionpolicybindings",
    "ValidatingAdmissionPolicyBinding",
    namespaced=False,
)
TOKEN_REVIEWS = Resource("authentication.k8s.io", "v1", "tokenreviews", "TokenReview", namespaced=False)
ACCESS_REVIEWS = Resource("authorization.k8s.io", "v1", "subjectaccessreviews", "SubjectAccessReview", namespaced=False)

_WRITTEN = {
    each.kind: each
    for each in (
        ASSETS,
        EXECUTIONS,
        CONFIG_MAPS,
        SECRETS,
        SERVICE_ACCOUNTS,
        ROLES,
        ROLE_BINDINGS,
        NETWORK_POLICIES,
        RUNS,
    )
}


def resource_of(kind: str) -> Resource:
    """Return where objects of a kind are; KeyError for one that the controller never writes."""
    return _WRITTEN[kind]
