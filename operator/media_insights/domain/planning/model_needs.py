"""Which of an operator's models a run does without, so that nobody fetches them for it."""

from collections.abc import Mapping
from typing import Any

from media_insights.api.v1alpha1.operator import MediaOperatorSpec, NeededWhen


def models_left_out(spec: MediaOperatorSpec, parameters: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the models that these parameters (merged, validated) never load."""
    return frozenset(model.name for model in spec.models if not _is_needed(model.needed_when, parameters))


def _is_needed(when: NeededWhen | None, parameters: Mapping[str, Any]) -> bool:
    return when is None or any(_same(parameters.get(when.parameter), value) for value in when.values)


def _same(one: Any, other: Any) -> bool:
    """Equality as JSON has it: true is not 1."""
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)
