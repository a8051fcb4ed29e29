"""What an operator is told beside its parameters: ``/in/context.json``, the same from both engines."""

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.plan import Plan, Step, WiredInput


def context_of(plan: Plan, step: Step) -> Manifest:
    """Return the context of one step: asset, execution, operator, source, known facts, and which input is what."""
    asset = plan.asset
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
        "source": {"uri": asset.source.uri, "fileName": asset.source.file_name},
        "media": {
            key: value
            for key, value in asset.media.model_dump(by_alias=True, exclude_none=True).items()
            if value not in ("", 0)
        },
        "inputs": {wired.name: _what(wired) for wired in step.inputs},
    }


def _what(wired: WiredInput) -> Manifest:
    if wired.parameter is not None:
        return {"parameter": wired.parameter, "key": wired.key, "version": wired.version}
    return {"result": wired.result} if wired.result is not None else {"media": wired.medium}
