"""Which results of an asset are to go, row by row."""

import json
from datetime import UTC, datetime

import pytest

from media_insights.api.v1alpha1 import MediaAsset, labels
from media_insights.api.v1alpha1.asset import MediaPointer, MetadataPointer
from media_insights.domain.running.deleted_results import (
    bounded_deletions,
    deletions_of,
    remaining_deletions,
    standing,
    until_of,
)
from media_insights.domain.running.pointers import Pointers
from tests.unit.controller.objects import asset

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
ASKED = json.dumps({"labels": "2026-01-01T12:00:00Z"})


def asked(value: str = ASKED, **others: str) -> MediaAsset:
    return asset(meta={"annotations": {labels.DELETED_RESULTS: value, **others}})


def pointer(operator: str, hour: int | None) -> MetadataPointer:
    at = None if hour is None else datetime(2026, 1, 1, hour, tzinfo=UTC)
    return MetadataPointer(operator=operator, execution="run", key=f"private/n/{operator}.json", time=at)


@pytest.mark.parametrize(
    ("about", "each", "stays"),
    [
        (asked(), pointer("labels", 11), False),
        (asked(), pointer("labels", 12), False),
        (asked(), pointer("labels", None), False),
        (asked(), pointer("labels", 13), True),
        (asked(), pointer("faces", 11), True),
        (asset(), pointer("labels", 11), True),
        (asked(**{labels.LEGAL_HOLD: "case 42"}), pointer("labels", 11), True),
        (asked("no JSON"), pointer("labels", 11), True),
        (asked('["labels"]'), pointer("labels", 11), True),
        (asked('{"labels": "yesterday"}'), pointer("labels", 11), True),
        (asked('{"faces": "yesterday", "labels": "2026-01-01T12:00:00Z"}'), pointer("labels", 11), False),
        (
            asked('{"faces": "0001-01-01T00:00:00+14:00", "labels": "2026-01-01T12:00:00Z"}'),
            pointer("labels", 11),
            False,
        ),
        (asked('{"labels": 7}'), pointer("labels", 11), True),
    ],
)
def test_what_was_made_until_then_goes(about: MediaAsset, each: MetadataPointer, stays: bool) -> None:  # noqa: FBT001 - a row
    media = (MediaPointer(media="Proxy", execution="run", key="private/n/proxy.mp4"),)
    assert standing(Pointers(metadata=(each,), files=media), about) == Pointers(
        metadata=(each,) if stays else (), files=media
    )


def test_what_is_done_is_no_longer_asked_for_but_what_was_asked_since_is() -> None:
    both = asked(json.dumps({"labels": "2026-01-01T12:00:00Z", "faces": "2026-01-01T13:00:00Z"}))
    assert remaining_deletions(deletions_of(both), deletions_of(both)) is None
    left = remaining_deletions(deletions_of(both), {"labels": NOON, "faces": NOON})
    assert json.loads(left or "") == {"faces": "2026-01-01T13:00:00Z"}


def test_no_deletion_reaches_into_the_future_but_to_a_result_that_is_there() -> None:
    far = asked('{"labels": "2099-01-01T00:00:00Z", "faces": "2026-01-01T11:00:00Z"}')
    faces = datetime(2026, 1, 1, 11, tzinfo=UTC)
    assert bounded_deletions(far, Pointers(), NOON) == {"labels": NOON, "faces": faces}
    ahead = pointer("labels", 13)
    assert bounded_deletions(far, Pointers(metadata=(ahead,)), NOON) == {"labels": ahead.time, "faces": faces}


def test_a_result_is_deleted_until_now_or_until_it_was_made_by_a_clock_that_is_ahead() -> None:
    ahead = datetime(2026, 1, 1, 13, tzinfo=UTC)
    assert [until_of(made, NOON) for made in (None, NOON.replace(hour=11), ahead)] == [NOON, NOON, ahead]
