"""Which namespaces are tenants, and which source objects each may read and delete.

The installation's credentials read every bucket that the administrator gave it; without this list one tenant could
name another's objects. A namespace may do with its own uploads as it likes; of everything else it reads what an
administrator says, and deletes nothing unless that is said too.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from media_insights.api.v1alpha1 import labels
from media_insights.api.v1alpha1.asset import S3Source
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain import layout
from media_insights.domain.wording import both

OPERATOR_ACCOUNT = "media-insights-operator"
"""ServiceAccount of operators' pods: no token, no permissions."""
EXECUTOR_ACCOUNT = "media-insights-executor"
"""ServiceAccount of Argo's own containers: reports outputs, moves artifacts."""
EXECUTOR_TOKEN = f"{EXECUTOR_ACCOUNT}.service-account-token"
"""Secret with that account's token: Argo mounts it where the pod's own token is off."""
OPERATOR_POLICY = OPERATOR_ACCOUNT
"""NetworkPolicy of operators' pods."""
EGRESS_POLICY = f"{OPERATOR_ACCOUNT}-egress"
"""NetworkPolicy that adds the outside for operators with ``access.network: Egress``."""
RUN_SECRET = "media-insights-run-"  # noqa: S105 - a name
"""Secrets with the credentials of one run, under the keys below; their names end with the execution's UID."""
ACCESS_KEY = "accesskey"
SECRET_KEY = "secretkey"  # noqa: S105 - a name
SESSION_KEY = "sessiontoken"
"""The token that belongs to keys of a session; absent for keys without one."""
CA_KEY = "ca.crt"
"""The store's own certificate authority (PEM); absent when the public ones vouch for it."""
GUARD_KEY = "output-guard"
"""The program that stands before Argo's executor in the wait container; absent where the installation has none."""
RETIRED_SECRET = "media-insights-store"  # noqa: S105 - a name
"""Secret by which versions up to 0.1 gave a namespace the installation's own credentials: it is removed."""
RETIRED_REPOSITORY = "media-insights-artifacts"
"""ConfigMap by which those versions described the store to Argo: it is removed."""


Permission = Literal["Read", "Delete"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRule:
    """Objects that a namespace may name: everything in a bucket below a prefix (of whole characters, not folders)."""

    bucket: str
    prefix: str = ""
    permissions: tuple[Permission, ...] = ("Read",)
    """What may be done with them; reading is not deleting."""

    def allows(self, source: S3Source, permission: Permission = "Read") -> bool:
        """Return whether the object is one of them, and this may be done with it."""
        # a store that keeps its objects as files may follow .. upwards
        inside = source.key.startswith(self.prefix) and ".." not in source.key.split("/")
        return source.bucket == self.bucket and inside and permission in self.permissions

    def __str__(self) -> str:
        """Read as an address."""
        return f"s3://{self.bucket}/{self.prefix}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long assets of a namespace are kept."""

    days: int
    """Days from the creation of an asset; at least 1."""
    dry_run: bool = False
    """Say which ones would be deleted, and delete none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """What the administrator gives one namespace."""

    namespace: str
    sources: tuple[SourceRule, ...] = ()
    secret: str = ""
    """Secret in the installation's namespace with the credentials that its runs' are made from; empty: the
    installation's."""
    max_priority: int = 0
    """The most that its executions' priorities count against other namespaces; among its own all of them counts."""
    retention: Retention | None = None
    """None: assets stay until somebody deletes them."""
    bucket: str = ""
    """The installation's bucket."""

    def may(self, permission: Permission, source: S3Source) -> bool:
        """Return whether a rule says so; none opens what the product itself keeps."""
        if source.bucket == self.bucket and source.key.startswith(layout.PRIVATE):
            return False
        return any(rule.allows(source, permission) for rule in self.sources)


def tenant_of(tenants: Sequence[Tenant], namespace: str, bucket: str) -> Tenant:
    """Return what a namespace may do: with its own uploads all, with more what its entry says, else that of ``*``."""
    named = {tenant.namespace: tenant for tenant in tenants}
    entry = named.get(namespace) or named.get("*") or Tenant(namespace=namespace)
    own = SourceRule(bucket=bucket, prefix=layout.uploads_prefix(namespace), permissions=("Read", "Delete"))
    return replace(entry, namespace=namespace, sources=(own, *entry.sources), bucket=bucket)


def run_secret(execution_uid: str) -> str:
    """Return the name of the Secret with the credentials of one run."""
    return f"{RUN_SECRET}{execution_uid}"


def how_to_enable(namespace: str) -> str:
    """Return the command by which an administrator makes a namespace a tenant."""
    return f"kubectl label namespace {namespace} {labels.ENABLED}=true"


def is_reserved(namespace: str) -> bool:
    """Return whether a namespace can be no tenant, since its prefix would hold what version 0.1 kept of all others."""
    return layout.is_former(layout.private_prefix(namespace))


def is_enabled(manifest: Manifest) -> bool:
    """Return whether a namespace is a tenant that is not going away."""
    meta = manifest["metadata"]
    if is_reserved(meta["name"]):
        return False
    return (meta.get("labels") or {}).get(labels.ENABLED) == "true" and "deletionTimestamp" not in meta


def not_deletable(uri: str, namespace: str) -> str:
    """Return the sentence about an object that a namespace may read and not delete."""
    return (
        f"the namespace {namespace} may read {uri}, and not delete it: write Retain, or ask an administrator to add "
        "Delete to the permissions of this source"
    )


def not_allowed(uri: str, namespace: str, rules: Sequence[SourceRule]) -> str:
    """Return the sentence about an object that a namespace may not name, be it as a source or in a parameter."""
    places = both(str(rule) for rule in rules)
    return f"{uri} is not a place that the namespace {namespace} may name; allowed is what lies below {places}"
