"""Why no item of a batch may begin, row by row."""

from typing import Any

import pytest

from media_insights.api.v1alpha1 import reasons
from media_insights.domain.batches.batch_items import MOST_ITEMS
from media_insights.domain.batches.progress import ItemState
from media_insights.domain.deciding.assets.asset_facts import Rejection
from media_insights.domain.deciding.batches import batch_acceptance
from media_insights.domain.deciding.batches.batch_facts import BatchFacts, ListedPage
from media_insights.domain.sources.tenancy import SourceRule, Tenant, tenant_of
from tests.unit.domain.deciding.batches.facts import LISTED, batch, facts, plan, states

ARCHIVE = tenant_of([Tenant(namespace="n", sources=(SourceRule(bucket="archive"),))], "n", "media")
LOST = Rejection(reason=reasons.SOURCE_NOT_FOUND, message="there is none")


def prefix(bucket: str, key: str = "", **more: Any) -> BatchFacts:
    return facts(batch(source={"prefix": {"bucket": bucket, "key": key}}), **more)


def listing(planned: int, items: tuple[ItemState, ...] = ()) -> BatchFacts:
    return facts(batch({"checkpoint": {**LISTED, "complete": False, "planned": planned}}), items)


@pytest.mark.parametrize(
    ("about", "reason", "said"),
    [
        (facts(), "", ""),
        (facts(enabled=False), reasons.NAMESPACE_NOT_ENABLED, "kubectl label namespace n"),
        (facts(workflows=("flows",)), reasons.UNKNOWN_WORKFLOW, "did you mean flows?"),
        (prefix("media", "public/upload/n/x"), "", ""),
        (prefix("media", "public/upload/other/"), reasons.SOURCE_NOT_ALLOWED, "spec.source.prefix"),
        (prefix("media", "public/upload/n"), reasons.SOURCE_NOT_ALLOWED, "may name"),
        (prefix("media", "private/n/"), reasons.SOURCE_NOT_ALLOWED, "may name"),
        (prefix("archive"), reasons.SOURCE_NOT_ALLOWED, "may name"),
        (prefix("archive", tenant=ARCHIVE), "", ""),
        (
            facts(batch(source={"list": {"bucket": "media", "key": "private/n/x"}})),
            reasons.SOURCE_NOT_ALLOWED,
            "spec.source.list",
        ),
        (listing(10_000), "", ""),
        (listing(10_001), reasons.TOO_MANY_ITEMS, "more than 10000"),
        (listing(9_999, states("dd")), reasons.TOO_MANY_ITEMS, "make several"),
        (listing(9_998, states("dd")), "", ""),
        (facts(batch({"checkpoint": {**LISTED, "planned": 9_999, "begun": 1}}), states("rrr")), "", ""),
        (facts(listed=LOST), reasons.SOURCE_NOT_FOUND, "there is none"),
    ],
)
def test_the_first_problem_is_the_reason(about: BatchFacts, reason: str, said: str) -> None:
    problem = batch_acceptance.problem_of_batch(about)
    assert (problem.reason if problem else "") == reason
    assert said in (problem.message if problem else "")
    assert batch_acceptance.may_be_listed(about) is (reason in ("", reasons.SOURCE_NOT_FOUND))


def test_what_one_pass_finds_is_counted_in_this_pass() -> None:
    page = ListedPage(items=plan(MOST_ITEMS), complete=True)
    assert batch_acceptance.problem_of_batch(facts(listed=page)) is None
    problem = batch_acceptance.problem_of_batch(facts(items=states("d"), listed=page))
    assert problem
    assert problem.reason == reasons.TOO_MANY_ITEMS


def test_what_may_be_uploaded_later_is_listed_again() -> None:
    assert batch_acceptance.may_come_later(LOST)
    assert not batch_acceptance.may_come_later(Rejection(reason=reasons.TOO_MANY_ITEMS, message=""))
