"""Importing: a result that was made elsewhere becomes a result of an asset, by an execution of its own."""

import hashlib
from typing import Any

from media_insights.actions.execution import new_execution
from media_insights.api.v1alpha1.meta import Manifest, ObjectMeta
from media_insights.domain import layout

WORKFLOW = "import"
OPERATOR = "generic-data-lookup"
"""The operator of that workflow: reads the uploaded file and makes it a result."""


def import_of(asset: ObjectMeta, result: str, address: str, token: str) -> Manifest:
    """Return the execution that makes the uploaded file at ``address`` (a URI, or a key) the asset's ``result``."""
    return new_execution(asset, WORKFLOW, token, configuration=configuration_of(result, address))


def configuration_of(result: str, address: str) -> dict[str, dict[str, Any]]:
    """Return the configuration of such a run."""
    return {OPERATOR: {"as": result, "key": address}}


def key_of(namespace: str, result: str, content: bytes) -> str:
    """Return where the file is uploaded: the same content under the same key, and no other under it."""
    return layout.import_key(namespace, result, hashlib.sha256(content).hexdigest())
