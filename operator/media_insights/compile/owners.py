"""Owner of what a run leaves in its namespace: the MediaExecution, with which it goes."""

from media_insights.api.v1alpha1 import API_VERSION
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.planning.plan import Plan


def owner_of(plan: Plan) -> Manifest:
    """Return the owner reference to the execution of a plan."""
    return {
        "apiVersion": API_VERSION,
        "kind": "MediaExecution",
        "name": plan.execution.name,
        "uid": plan.execution.uid,
        "controller": True,
        "blockOwnerDeletion": False,
    }
