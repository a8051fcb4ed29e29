"""Stubs: objects beyond the bounds, of which only metadata is known. They are told so, once, and can be deleted."""

from collections.abc import Mapping

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.controller.views import execution_group
from media_insights.kube.resources import ASSETS, BATCHES, EXECUTIONS, SOURCES, Resource

_UNKNOWN = "unknown"
_SPECS: Mapping[Resource, Manifest] = {
    ASSETS: {"source": {"s3": {"bucket": _UNKNOWN, "key": _UNKNOWN}}},
    EXECUTIONS: {"workflow": _UNKNOWN},
    BATCHES: {"workflow": _UNKNOWN, "source": {"prefix": {"bucket": _UNKNOWN}}},
    SOURCES: {"prefix": {"bucket": _UNKNOWN}, "rules": [{"workflows": [{"name": _UNKNOWN}]}]},
}


def is_leaving(resource: Resource, stub: Manifest) -> bool:
    """Return whether a stub is being deleted, and something belongs to it that must go first."""
    return resource in _SPECS and "deletionTimestamp" in stub["metadata"]


def readable(resource: Resource, stub: Manifest) -> Manifest:
    """Return a stub with a spec that says nothing but can be read: enough to remove what belongs to the object."""
    group = execution_group(stub)
    asset = {"asset": group[1] if group else _UNKNOWN} if resource == EXECUTIONS else {}
    return {**stub, "spec": {**_SPECS[resource], **asset}}
