"""ServiceAccounts of a tenant's namespace: one of operators, which may nothing, and one of Argo's executor."""

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.sources.tenancy import EXECUTOR_ACCOUNT, EXECUTOR_TOKEN, OPERATOR_ACCOUNT

_RBAC = "rbac.authorization.k8s.io"
_REPORTS_OUTPUTS: Manifest = {
    "apiGroups": ["argoproj.io"],
    "resources": ["workflowtaskresults"],
    "verbs": ["create", "patch"],
}
"""The one thing that Argo's own containers ask of the cluster."""


def accounts_of(namespace: str) -> tuple[Manifest, ...]:
    """Return the accounts of pods and of Argo's executor, with the executor's token and its one right.

    No account's token is mounted by itself: the executor's is mounted by Argo, into Argo's own containers.
    """
    return (
        _account(OPERATOR_ACCOUNT),
        _account(EXECUTOR_ACCOUNT),
        _token(EXECUTOR_TOKEN, EXECUTOR_ACCOUNT),
        _role(EXECUTOR_ACCOUNT, _REPORTS_OUTPUTS),
        _binding(EXECUTOR_ACCOUNT, namespace),
    )


def _account(name: str) -> Manifest:
    meta = {"name": name}
    return {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": meta, "automountServiceAccountToken": False}


def _token(name: str, account: str) -> Manifest:
    meta = {"name": name, "annotations": {"kubernetes.io/service-account.name": account}}
    return {"apiVersion": "v1", "kind": "Secret", "metadata": meta, "type": "kubernetes.io/service-account-token"}


def _role(name: str, rule: Manifest) -> Manifest:
    return {"apiVersion": f"{_RBAC}/v1", "kind": "Role", "metadata": {"name": name}, "rules": [rule]}


def _binding(account: str, namespace: str) -> Manifest:
    return {
        "apiVersion": f"{_RBAC}/v1",
        "kind": "RoleBinding",
        "metadata": {"name": account},
        "roleRef": {"apiGroup": _RBAC, "kind": "Role", "name": account},
        "subjects": [{"kind": "ServiceAccount", "name": account, "namespace": namespace}],
    }
