"""Variables of an operator's environment: values of the catalogue, and of parameters that workflows set."""

import json
from collections.abc import Mapping
from typing import Any

from media_insights.api.v1alpha1 import MediaOperatorSpec

FORBIDDEN = ("{{", "\0")
"""What no value may hold: Argo would take the first for a variable, and no system has the second in its environment."""


def variables_of(spec: MediaOperatorSpec, parameters: Mapping[str, Any]) -> dict[str, str]:
    """Return name → value; a parameter that has no value sets no variable."""
    told = {
        each.name: each.value if each.value is not None else _text_of(each.parameter, parameters)
        for each in spec.environment
    }
    return {name: value for name, value in told.items() if value is not None}


def sets_a_variable(spec: MediaOperatorSpec, parameter: str) -> bool:
    """Return whether the value of a parameter becomes a variable."""
    return any(each.parameter == parameter for each in spec.environment)


def unusable(value: object) -> str:
    """Return what in a value no variable can hold, empty when all is well."""
    return next((each for each in FORBIDDEN if isinstance(value, str) and each in value), "")


def _text_of(parameter: str | None, parameters: Mapping[str, Any]) -> str | None:
    value = parameters.get(parameter or "")
    return value if value is None or isinstance(value, str) else json.dumps(value)
