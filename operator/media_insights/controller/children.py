"""Children: the objects that a tenant's namespace was given, as watches show them, to see when one was changed.

Secrets and ConfigMaps are not watched: whoever may watch them may read everybody's. They are applied again instead.
"""

import json
from collections.abc import Mapping
from typing import Any

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.names import short_hash
from media_insights.kube.resources import NETWORK_POLICIES, ROLE_BINDINGS, ROLES, SERVICE_ACCOUNTS
from media_insights.runtime.caches import Key

WATCHED = (NETWORK_POLICIES, ROLES, ROLE_BINDINGS, SERVICE_ACCOUNTS)
"""The kinds of children that are watched, by the label that says whose they are."""
_CONTENT = ("spec", "rules", "roleRef", "subjects", "automountServiceAccountToken")
"""The fields of these kinds that we write. Others, such as a ServiceAccount's secrets, are other people's."""


def fingerprint(manifest: Manifest) -> str:
    """Return a hash of what we write of a child: the same for a manifest and for what the API server makes of it."""
    content = {field: _without_nothing(manifest.get(field)) for field in _CONTENT}
    return short_hash(json.dumps(_without_nothing(content), sort_keys=True))


def namespace_of(manifest: Manifest) -> Key:
    """Return the key of the namespace that a child is in."""
    return "", manifest["metadata"].get("namespace", "")


def _without_nothing(value: Any) -> Any:
    """Leave out fields without content, which the API server does not keep; an empty rule of a list stays a rule."""
    if isinstance(value, Mapping):
        fields = {name: _without_nothing(each) for name, each in value.items()}
        return {name: each for name, each in fields.items() if each not in ({}, [], None, "")}
    if isinstance(value, list):
        return [_without_nothing(each) for each in value]
    return value
