"""What collections of every kind have in common."""

import pytest

from media_insights.domain.custom_labels import LabelCollection
from media_insights.domain.stored_collection import (
    MOST_REQUESTS,
    EmbeddingModel,
    StoredCollection,
    once,
    require_same_model,
)
from media_insights.errors import WrongState

EMPTY = LabelCollection(id="sports", kind="labels", created="2026-05-01T12:00:00Z")
NET, OTHER = (EmbeddingModel(name=name, sha256=name * 64) for name in "ab")


def grown(old: LabelCollection) -> LabelCollection:
    return old.model_copy(update={"version": old.version + 1})


def test_a_request_changes_a_collection_once() -> None:
    first = once("monday", grown, EMPTY)
    assert (first.version, first.requests) == (1, ("monday",))
    assert once("monday", grown, first) is first
    assert once("tuesday", grown, first).version == 2


def test_what_is_no_request_or_changes_nothing_leaves_no_mark() -> None:
    assert once("", grown, EMPTY).requests == ()
    assert once("monday", lambda old: old, EMPTY) is EMPTY


def test_only_so_many_requests_are_remembered() -> None:
    found = EMPTY
    for number in range(MOST_REQUESTS + 1):
        found = once(str(number), grown, found)
    assert (len(found.requests), found.requests[0]) == (MOST_REQUESTS, "1")


def test_models_are_told_apart_by_all_that_is_known_of_them() -> None:
    require_same_model(EMPTY, NET)
    filled = EMPTY.model_copy(update={"model": NET})
    require_same_model(filled, NET)
    with pytest.raises(WrongState, match=r"holds embeddings of a \(aaaaaaaaaaaa\), but this image was read by b"):
        require_same_model(filled, OTHER)


def test_members_that_say_nothing_are_not_written() -> None:
    assert set(EMPTY.to_json()) == {"Format", "Id", "Kind", "Version", "Created", "Examples"}
    assert "Request" in EMPTY.model_copy(update={"request": "r"}).to_json()


def test_each_kind_says_how_much_is_in_it() -> None:
    with pytest.raises(NotImplementedError):
        assert StoredCollection(id="x", kind="x", created="").counts
