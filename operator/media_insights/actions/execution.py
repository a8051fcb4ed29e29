"""A new MediaExecution that somebody asks for, beside those that an asset's entries make."""

from collections.abc import Mapping
from typing import Any

from media_insights.api.v1alpha1.meta import Manifest, ObjectMeta
from media_insights.domain.manifests import execution_manifest
from media_insights.domain.names import execution_name


def new_execution(
    asset: ObjectMeta, workflow: str, token: str, *, configuration: Mapping[str, Any] | None = None, **spec: Any
) -> Manifest:
    """Return an execution of a workflow over an asset; ``token`` (8 random characters) makes its name unique.

    It has labels, owner and finalizer of those that the controller makes. It does not have their annotation
    ``configuration-hash``: that names the entry of ``spec.workflows`` which an execution was made for, and a changed
    entry supersedes its executions, but never one that was asked for.
    """
    given = {"configuration": dict(configuration)} if configuration else {}
    return execution_manifest(
        asset, execution_name(asset.name, workflow, token), {"workflow": workflow, **given, **spec}
    )
