"""What is said of an object that is in use."""

from datetime import UTC, datetime

import pytest

from media_insights.api.v1alpha1 import MediaOperator
from media_insights.domain.deciding.object_uses import MOST_NAMES, ObjectUse, in_use
from tests.unit.builders import operator

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
MANY = tuple(f"w{number}" for number in range(MOST_NAMES + 2))


@pytest.mark.parametrize(
    ("usage", "status", "reason", "said"),
    [
        (ObjectUse(), "False", "Unused", ""),
        (ObjectUse(workflows=("speech",)), "True", "NamedByWorkflows", "the workflow speech names it"),
        (ObjectUse(workflows=("a", "b")), "True", "NamedByWorkflows", "the workflows a and b name it"),
        (ObjectUse(workflows=("a",), namespaces=1), "True", "NamedByWorkflows",
         "the workflow a and workflows of 1 other namespace name it"),
        (ObjectUse(namespaces=3, executions=True), "True", "NamedByWorkflows",
         "workflows of 3 other namespaces name it"),
        (ObjectUse(workflows=MANY), "True", "NamedByWorkflows",
         "the workflows w0, w1, w2, w3, w4, w5, w6, w7 and 2 more name it"),
        (ObjectUse(executions=True), "True", "UnfinishedWork", "executions that have not ended need it"),
        (ObjectUse(executions=True, batches=True), "True", "UnfinishedWork",
         "executions and batches that have not ended need it"),
    ],
)  # fmt: skip
def test_use_is_told_in_a_sentence(usage: ObjectUse, status: str, reason: str, said: str) -> None:
    spec = operator("proxy").model_dump(by_alias=True)
    found = in_use(MediaOperator.model_validate({"metadata": {"name": "proxy"}, "spec": spec}), usage, NOW)
    assert (found.status, found.reason, found.message) == (status, reason, said)
