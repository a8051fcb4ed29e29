"""Parameters of operators: defaults, merging per key, validation in plain words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from media_insights.api.v1alpha1 import MediaOperatorSpec, reasons
from media_insights.api.v1alpha1.operator_needs import Access, NeededWhen
from media_insights.domain.planning import parameter_schemas, sizes, variables
from media_insights.domain.planning.problems import Problem
from media_insights.domain.planning.schema_errors import sentence_of
from media_insights.domain.wording import cut, shown, suggestion

MOST_ERRORS = 20
"""Problems of one value that are told."""
ENABLED = "enabled"
"""Reserved: whether an operator runs. No operator's own parameter may have this name."""

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Layer:
    """What one author wrote about one operator, and where, so that problems can point at the field."""

    path: str
    values: Values


def values_of(spec: MediaOperatorSpec, *layers: Layer) -> dict[str, Any]:
    """Return parameter → value: the operator's defaults, then each layer over it per key; without ``enabled``."""
    values = {name: schema["default"] for name, schema in spec.parameters.items() if "default" in schema}
    for layer in layers:
        values |= layer.values
    values.pop(ENABLED, None)
    return values


def is_enabled(default: bool, *layers: Layer) -> bool:  # noqa: FBT001 - the value of a field of the same name
    """Return whether the operator runs: the last layer that says ``enabled`` decides."""
    for layer in reversed(layers):
        if isinstance(layer.values.get(ENABLED), bool):
            return bool(layer.values[ENABLED])
    return default


def problems_of(operator: str, spec: MediaOperatorSpec, layer: Layer) -> Iterator[Problem]:
    """Yield the problems of one layer: unknown parameters, values outside their schema."""
    for name, value in layer.values.items():
        path = f"{layer.path}.{cut(name, 80)}"
        if name == ENABLED:
            yield from _not_boolean(path, value)
        elif name not in spec.parameters:
            message = f"{operator} has no parameter {cut(name, 80)}{suggestion(name, [*spec.parameters, ENABLED])}"
            yield Problem(path=path, message=message, reason=reasons.INVALID_CONFIGURATION)
        else:
            yield from outside_schema(path, spec.parameters[name], value)
            yield from _no_variable(path, spec, name, value)


def _no_variable(path: str, spec: MediaOperatorSpec, name: str, value: Any) -> Iterator[Problem]:
    """Yield the problem of a value that becomes a variable of the environment and cannot."""
    wrong = variables.unusable(value) if variables.sets_a_variable(spec, name) else ""
    if wrong:
        message = f"becomes an environment variable, which cannot hold {shown(wrong)}"
        yield Problem(path=path, message=message, reason=reasons.INVALID_CONFIGURATION)


def models_left_out(spec: MediaOperatorSpec, parameters: Values) -> frozenset[str]:
    """Return the names of the models that these values (merged, validated) never load, so that nobody fetches them."""
    return frozenset(model.name for model in spec.models if not _is_needed(model.needed_when, parameters))


def as_granted(spec: MediaOperatorSpec, parameters: Values) -> MediaOperatorSpec:
    """Return the spec with the access that these values (merged, validated) need: all that it declares, or none."""
    if _is_needed(spec.access.needed_when, parameters):
        return spec
    return spec.model_copy(update={"access": Access()})


def _not_boolean(path: str, value: Any) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield Problem(
            path=path, message=f"must be true or false, not {shown(value)}", reason=reasons.INVALID_CONFIGURATION
        )


def outside_schema(path: str, schema: Values, value: Any) -> Iterator[Problem]:
    """Yield what is wrong with a value, by the parameter's own schema; `path` is the field that holds the value.

    Its size is checked first, and of many problems some are told: what a wrong value costs does not grow with it.
    """
    too_large = sizes.problem_of(path, schema, value)
    if too_large is not None:
        yield too_large
        return
    errors = list(islice(parameter_schemas.errors_of(schema, value), MOST_ERRORS))
    of_wrong_type = {tuple(error.absolute_path) for error in errors if error.validator == "type"}
    for error in sorted(errors, key=lambda each: list(map(str, each.absolute_path))):
        if error.validator != "type" and tuple(error.absolute_path) in of_wrong_type:
            continue  # a value of the wrong type breaks other rules too; saying so adds nothing
        where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
        yield Problem(path=f"{path}{where}", message=sentence_of(error), reason=reasons.INVALID_CONFIGURATION)


def _is_needed(when: NeededWhen | None, parameters: Values) -> bool:
    return when is None or any(_same(parameters.get(when.parameter), value) for value in when.values)


def _same(one: Any, other: Any) -> bool:
    """Equality as JSON has it: true is not 1."""
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)
