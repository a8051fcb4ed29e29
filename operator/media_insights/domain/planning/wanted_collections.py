"""Collections that an operator cannot do without, and that nobody has named: it has nothing to compare with."""

from collections.abc import Iterator, Mapping
from typing import Any

from media_insights.api.v1alpha1 import MediaOperatorSpec
from media_insights.domain.planning.plan import Plan


def unnamed_in(spec: MediaOperatorSpec, values: Mapping[str, Any], label: str) -> str | None:
    """Return why an operator is skipped whose collection nobody named: a workflow is for all, collections are some's.

    ``values`` are its parameters with their defaults, ``label`` is its name in the workflow.
    """
    for wanted in spec.inputs:
        if wanted.collection and not wanted.optional and values.get(wanted.collection.parameter) in (None, ""):
            kind, parameter = wanted.collection.kind, wanted.collection.parameter
            return f"its input {wanted.name} needs a collection of {kind}: name one as {parameter} of {label}"
    return None


def warnings_of(plan: Plan) -> Iterator[str]:
    """Yield a sentence for each step that is skipped only for want of a collection, which whoever runs it can name."""
    for step in plan.steps:
        if step.skip is not None and step.skip == unnamed_in(step.spec, step.parameters, step.name):
            yield f"{step.name} was skipped: {step.skip}"
