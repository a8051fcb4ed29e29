"""How parameters name lists, where lists lie, and what content each kind refuses."""

import pytest

from media_insights.domain import word_lists
from media_insights.domain.word_lists import ListName, is_list_key, parse_name, require_content
from media_insights.errors import InvalidObject


@pytest.mark.parametrize(
    ("value", "found", "key"),
    [
        ("list:terminologies/brand", ListName("terminologies", "brand"), "terminologies/brand/current"),
        ("list:filters/rude@12", ListName("filters", "rude", 12), "filters/rude/versions/000012"),
    ],
)
def test_a_value_names_a_list_and_perhaps_a_version(value: str, found: ListName, key: str) -> None:
    assert parse_name(value) == found
    assert str(found) == value
    assert found.key("newsroom") == f"private/newsroom/collections/{key}"
    assert is_list_key(found.key("newsroom"))


@pytest.mark.parametrize("value", ["public/upload/terms.csv", "s3://media/list:x/y", "", "terminologies/brand"])
def test_other_values_name_files(value: str) -> None:
    assert parse_name(value) is None
    assert not is_list_key(value)


@pytest.mark.parametrize(
    "value",
    [
        "list:words/brand",
        "list:terminologies",
        "list:terminologies/../faces/staff",
        "list:terminologies/.hidden",
        "list:terminologies/a/b",
        "list:terminologies/brand@0",
        "list:terminologies/brand@x",
    ],
)
def test_what_begins_like_a_list_and_is_none_is_refused_with_what_would_be_right(value: str) -> None:
    with pytest.raises(InvalidObject, match="write list:KIND/NAME or list:KIND/NAME@VERSION; KIND is vocabularies"):
        parse_name(value)


def test_collections_of_other_kinds_are_no_lists() -> None:
    assert not is_list_key("private/newsroom/collections/faces/staff/collection.json")


@pytest.mark.parametrize(
    ("kind", "content", "why"),
    [
        ("vocabularies", b"\xff\n", r"not text in UTF-8 \(byte 0\)"),
        ("vocabularies", b" \n\n", "empty: write one term a line"),
        ("terminologies", b"en;es\nrow;remar\n", "first row names languages"),
        ("terminologies", b"en,es\n", "first row names languages"),
        ("filters", b"darn\nvery rude\n", "'very rude' has several words"),
        ("filters", b"x" * (word_lists.MAX_BYTES + 1), "has at most 1,048,576"),
    ],
)
def test_content_that_no_such_list_can_have_is_refused(kind: str, content: bytes, why: str) -> None:
    with pytest.raises(InvalidObject, match=why):
        require_content(kind, content)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("vocabularies", "Lofoten\nNarvik Airport\n".encode("utf-8-sig")),
        ("terminologies", b"en,es\nrow,remar\n"),
        ("filters", b"darn\n\ndrat\n"),
    ],
)
def test_content_of_each_kind(kind: str, content: bytes) -> None:
    require_content(kind, content)
