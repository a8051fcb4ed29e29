"""The operators of an execution's plan, as far as its status lists them; total, whatever stands there."""

import sys
from collections.abc import Iterator
from typing import Any

from media_insights.api.v1alpha1.meta import Manifest


def operators_in(status: Manifest) -> Iterator[str]:
    """Yield the names of the operators, not their aliases. They are the same few in all executions: one string each."""
    for stage in objects_in(status.get("stages")):
        for each in objects_in(stage.get("operators")):
            name = each.get("operator") or each.get("name")
            if isinstance(name, str):
                yield sys.intern(name)


def objects_in(value: object) -> list[dict[str, Any]]:
    """Return the objects of a list, none of anything else."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
