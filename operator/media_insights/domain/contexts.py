"""``context.json``: what an operator is told about its run, the same from both engines."""

from typing import Any

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.plan import Plan, Step, WiredInput


def context_of(plan: Plan, step: Step) -> Manifest:
    """Return the context of one step: asset, execution, operator, source, media facts and the inputs of this run."""
    asset, source = plan.asset, plan.asset.source
    return {
        "asset": {"name": asset.name, "namespace": asset.namespace, "uid": asset.uid},
        "execution": {"name": plan.execution.name, "uid": plan.execution.uid},
        "workflow": plan.workflow,
        "operator": {
            "name": step.operator,
            "alias": step.name if step.name != step.operator else None,
            "resultName": step.result_name,
            "version": step.spec.version,
        },
        "source": {"uri": source.uri, "fileName": source.file_name},
        "media": asset.media.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True),
        "inputs": {wired.name: _chosen(wired) for wired in step.inputs},
    }


def _chosen(wired: WiredInput) -> dict[str, Any]:
    return {"media": wired.medium} if wired.medium else {"result": wired.result}
