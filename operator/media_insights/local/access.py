"""Access of an operator beyond its files, without a cluster: variables, secrets and the object store.

A Secret of the namespace is the caller's own environment here: the operator gets of it what it names as keys. The
object store is the folder of the results.
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
    secret = access.secret
    names = {*always, *(secret.keys if secret else ())}
    found = {name: value for name, value in inherited().items() if name in names}
    return found | ({Variable.SECRET: secret.name} if secret else {})


def env_files_of(access: Access) -> list[Path]:
    """Return the file ``<secret>.env`` (one KEY=VALUE per line) of the current folder, if it exists.

    It stands for the Secret with containers, whose environment the caller's whole one would break.
    """
    if access.secret is None:
        return []
    path = Path(f"{access.secret.name}.env").resolve()
    return [path] if path.is_file() else []


def store_of(access: Access, sandbox: Sandbox, mounted: str = "") -> dict[str, str]:
    """Return the variables that point an operator to the folder used as its object store."""
    if access.object_store != "ReadWrite":
        return {}
    return {
        Variable.STORE: mounted or str(sandbox.store),
        Variable.BUCKET: BUCKET,
        Variable.PREFIX: sandbox.prefix,
    }
