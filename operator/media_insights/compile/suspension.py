"""Patches that end a suspend node of Argo's, as ``argo resume`` and ``argo stop`` make them.

See ``ResumeWorkflow`` and ``StopWorkflow`` in Argo's ``workflow/util/util.go``. Workflows have no status subresource,
so that this is a plain patch; Argo's controller merges its own changes over it when the two meet.
"""

import base64
import gzip
import json
from datetime import datetime

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.api.v1alpha1.times import rfc3339
from media_insights.compile.nodes import nodes_of


def end_patch_of(workflow: Manifest, step: str, *, now: datetime, failure: str = "") -> Manifest | None:
    """Return the patch that ends the step's node, well or with a failure's sentence; None when it does not wait."""
    nodes = nodes_of(workflow)
    found = next((key for key, node in nodes.items() if _waits(node, step)), None)
    if found is None:
        return None
    change = {
        "phase": "Failed" if failure else "Succeeded",
        "finishedAt": rfc3339(now),
        **({"message": failure} if failure else {}),
    }
    if not (workflow.get("status") or {}).get("compressedNodes"):
        return {"status": {"nodes": {found: change}}}
    packed = json.dumps(nodes | {found: nodes[found] | change}).encode()
    text = base64.b64encode(gzip.compress(packed)).decode()
    # the whole is written, so nothing may have changed since it was read
    meta = {"resourceVersion": workflow["metadata"]["resourceVersion"]}
    return {"metadata": meta, "status": {"compressedNodes": text}}


def _waits(node: Manifest, step: str) -> bool:
    return node.get("type") == "Suspend" and node.get("templateName") == step and node.get("phase") == "Running"
