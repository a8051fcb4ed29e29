"""A tenant's namespace as manifests: everything that it must hold before an Argo Workflow can run in it.

No credentials of the object store are among it: each run brings its own (``run_secret``).
"""

from dataclasses import dataclass, field

from media_insights.api.v1alpha1 import labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.compile import accounts, network_policies
from media_insights.domain.destinations import Destinations
from media_insights.domain.sources import tenancy
from media_insights.domain.store_address import StoreAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class NamespaceFacts:
    """What a namespace is prepared with."""

    namespace: str
    store: StoreAddress
    destinations: Destinations = field(default_factory=Destinations)
    """What operators' pods may reach."""


PREPARED: tuple[tuple[str, str], ...] = (
    ("Secret", tenancy.RETIRED_SECRET),
    ("Secret", tenancy.EXECUTOR_TOKEN),
    ("ConfigMap", tenancy.RETIRED_REPOSITORY),
    ("RoleBinding", tenancy.EXECUTOR_ACCOUNT),
    ("Role", tenancy.EXECUTOR_ACCOUNT),
    ("ServiceAccount", tenancy.EXECUTOR_ACCOUNT),
    ("ServiceAccount", tenancy.OPERATOR_ACCOUNT),
    ("NetworkPolicy", tenancy.EGRESS_POLICY),
    ("NetworkPolicy", tenancy.OPERATOR_POLICY),
)
"""Kind and name of everything that a namespace was ever given, in the order in which it is taken back.

Secrets go first, since they are worth most. NetworkPolicies go last: pods that are still ending stay confined, and a
cleaning that was interrupted is seen by what is left.
"""


def compile_namespace(facts: NamespaceFacts) -> tuple[Manifest, ...]:
    """Return the objects that the namespace must have, in the order in which they are applied."""
    manifests = (
        *accounts.accounts_of(facts.namespace),
        network_policies.operator_policy(facts.destinations),
        network_policies.egress_policy(facts.destinations.outside),
    )
    return tuple(_labelled(facts.namespace, manifest) for manifest in manifests)


def _labelled(namespace: str, manifest: Manifest) -> Manifest:
    marks = {labels.MANAGED_BY: labels.FIELD_MANAGER}
    return {**manifest, "metadata": {**manifest["metadata"], "namespace": namespace, "labels": marks}}
