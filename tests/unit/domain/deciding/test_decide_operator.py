"""Whether an operator may stand in the catalogue: by itself, and beside the others."""

from datetime import UTC, datetime
from typing import Any

import pytest

from media_insights.api.v1alpha1 import MediaOperator
from media_insights.domain.deciding.decide_operator import decide_operator
from media_insights.domain.deciding.object_uses import UNUSED
from tests.unit.builders import CATALOGUE, operator

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


def accepted(name: str, **spec: Any) -> tuple[str, str, str]:
    entry = MediaOperator.model_validate(
        {"metadata": {"name": name, "generation": 3}, "spec": operator(name, **spec).model_dump(by_alias=True)}
    )
    decision = decide_operator(entry, CATALOGUE, UNUSED, NOW)
    assert decision.actions == ()
    assert decision.status is not None
    assert decision.status.observed_generation == 3
    condition, used = decision.status.conditions
    assert (used.type, used.status) == ("InUse", "False")
    return condition.status, condition.reason, condition.message


def test_a_right_entry_is_accepted() -> None:
    assert accepted("denoise")[:2] == ("True", "Valid")


@pytest.mark.parametrize(
    ("name", "status", "reason"),
    [("labels", "True", "Valid"), ("a-labels", "True", "Valid"), ("my-labels", "False", "DuplicateResult")],
    ids=["an operator is no other than itself", "of two the first by name is right", "and the second is not"],
)
def test_a_result_is_one_operator_s(name: str, status: str, reason: str) -> None:
    assert accepted(name, resultName="labels")[:2] == (status, reason)


def test_all_that_is_wrong_is_said() -> None:
    status, _, message = accepted("zz", resultName="labels", parameters={"size": {"type": "nummer"}})
    assert status == "False"
    assert "spec.parameters.size.type" in message
    assert "labels is the result of the operator labels: give this operator's result another name" in message
