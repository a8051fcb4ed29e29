"""Why nothing of a source is taken."""

from typing import Any

import pytest

from media_insights.domain.deciding.assets.asset_facts import Rejection
from media_insights.domain.deciding.watching.source_acceptance import may_be_watched, may_pass, problem_of_source
from tests.unit.domain.deciding.watching.facts import facts, source

UNREACHABLE = Rejection(reason="Unreachable", message="the store does not answer")


@pytest.mark.parametrize(
    ("known", "reason", "said"),
    [
        ({"enabled": False}, "NamespaceNotEnabled", "the namespace n is not enabled"),
        ({"of": source(prefix={"bucket": "media"})}, "SourceNotAllowed", "spec.prefix: s3://media/ is not a place"),
        (
            {"workflows": ("flwo",)}, "UnknownWorkflow",
            "spec.rules[0].workflows[0].name: there is no MediaWorkflow flow",
        ),
        ({"listed": UNREACHABLE}, "Unreachable", "the store does not answer"),
    ],
)  # fmt: skip
def test_the_first_reason_is_told(known: dict[str, Any], reason: str, said: str) -> None:
    found = problem_of_source(facts(**known))
    assert found
    assert found.reason == reason
    assert found.message.startswith(said)


def test_nothing_is_wrong_with_a_source_of_ones_own_uploads() -> None:
    assert problem_of_source(facts()) is None


def test_what_may_not_be_named_is_not_listed_and_what_did_not_answer_is_listed_again() -> None:
    assert not may_be_watched(facts(source(prefix={"bucket": "other"})))
    assert may_be_watched(facts(listed=UNREACHABLE))
    assert may_pass(UNREACHABLE)
    assert not may_pass(Rejection(reason="UnknownWorkflow", message=""))
