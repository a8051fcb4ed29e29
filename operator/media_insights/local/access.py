"""Access of an operator beyond its files, without a cluster: variables, secrets and the object store.

A Secret of the namespace is the caller's own environment here: the operator gets all of it, under the same names.
Operators that declare no Secret never see it. The object store is the folder of the results.
"""

from collections.abc import Collection
from pathlib import Path

from media_insights.api.v1alpha1.operator_needs import Access
from media_insights.domain.running.contract import Variable
from media_insights.local.requests import BUCKET
from media_insights.local.sandboxes import Sandbox
from media_insights.settings.environment import inherited


def inherited_variables(access: Access, always: Collection[str]) -> dict[str, str]:
    """Return the caller's variables that a process gets."""
    if not access.secret:
        return {name: value for name, value in inherited().items() if name in always}
    return inherited() | {Variable.SECRET: access.secret}


def env_files_of(access: Access) -> list[Path]:
    """Return the file ``<secret>.env`` (one KEY=VALUE per line) of the current folder, if it exists.

    It stands for the Secret with containers, whose environment the caller's whole one would break.
    """
    path = Path(f"{access.secret}.env").resolve()
    return [path] if access.secret and path.is_file() else []


def store_of(access: Access, sandbox: Sandbox, mounted: str = "") -> dict[str, str]:
    """Return the variables that point an operator to the folder used as its object store."""
    if access.object_store != "ReadWrite":
        return {}
    return {
        Variable.STORE: mounted or str(sandbox.store),
        Variable.BUCKET: BUCKET,
        Variable.PREFIX: sandbox.prefix,
    }
