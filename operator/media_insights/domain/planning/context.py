"""Context of an operator, ``/in/context.json``: what it knows beside its parameters, the same from both engines."""

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.planning.plan import Plan, Step, WiredInput, WrittenOutput


def context_of(plan: Plan, step: Step) -> Manifest:
    """Return the context of one step: asset, execution, operator, source, known facts, and which input is what.

    A step that starts after earlier stages also gets the outputs of these and their keys.
    """
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
            "stage": step.stage,
            "timeoutSeconds": step.spec.timeout_seconds,
        },
        "source": {"uri": asset.source.uri, "fileName": asset.source.file_name},
        "media": {
            key: value
            for key, value in asset.media.model_dump(by_alias=True, exclude_none=True).items()
            if value not in ("", 0)
        },
        **_files(plan, step),
        **({"earlier": [_made(each) for each in plan.before(step)]} if step.spec.starts_after != "Inputs" else {}),
    }


def _files(plan: Plan, step: Step) -> Manifest:
    """Return what the inputs are; an operator that may use the store also gets the keys of inputs and outputs."""
    inputs = {wired.name: _what(wired) for wired in step.inputs}
    if step.spec.access.object_store != "ReadWrite":
        return {"inputs": inputs}
    return {
        "inputs": {wired.name: inputs[wired.name] | _where(plan, wired) for wired in step.inputs},
        "outputs": {each.name: _written(each) for each in step.outputs},
    }


def _made(step: Step) -> Manifest:
    """Return what a step made: keys of its result and media, but for those that it may have left out."""
    described: Manifest = {"name": step.name, "operator": step.operator}
    if step.skip is not None:
        return described | {"skipped": step.skip}
    sure = [each for each in step.outputs if not each.optional]
    result = next((each.key for each in sure if each.result), None)
    media = {each.media: each.key for each in sure if each.media}
    results = {"results": {step.result_name: result}} if result else {}
    return {**described, **results, **({"media": media} if media else {})}


def _what(wired: WiredInput) -> Manifest:
    if wired.parameter is not None:
        return {"parameter": wired.parameter, "key": wired.key, "version": wired.version}
    return {"result": wired.result} if wired.result is not None else {"media": wired.medium}


def _where(plan: Plan, wired: WiredInput) -> Manifest:
    """Return key and bucket of an input; without a bucket it is the installation's. A URL's file has neither."""
    if wired.from_source:
        source = plan.asset.source.s3
        return {"key": source.key, "bucket": source.bucket} if source else {}
    return {"key": wired.key} | ({"bucket": wired.bucket} if wired.bucket else {})


def _written(output: WrittenOutput) -> Manifest:
    facts = {"file": output.file, "key": output.key, "media": output.media, "result": output.result}
    return {name: value for name, value in facts.items() if value}
