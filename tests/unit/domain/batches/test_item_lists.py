"""Lists of items: read line by line, refused with the number of the line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.domain.batches.item_lists import (
    LONGEST_LINE,
    MOST_BYTES,
    MOST_LINES,
    items_as_lines,
    parse_items,
)
from media_insights.domain.file_items import FileItem, has_controls
from media_insights.errors import InvalidObject


def test_a_line_is_an_item_of_the_lists_bucket_unless_it_names_another() -> None:
    content = '\ufeff{"key": "a.jpg"}\r\n\n{"bucket": "other", "key": "日本.jpg", "version": "2", "title": "T"}\n'
    assert tuple(parse_items(content.encode(), "media")) == (
        FileItem(bucket="media", key="a.jpg"),
        FileItem(bucket="other", key="日本.jpg", version="2", title="T"),
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("a.jpg", 'line 2: write one JSON object such as {"key": "folder/a.jpg"}, not "a.jpg"'),
        ('["a.jpg"]', "line 2: write one JSON object"),
        ("[" * 10_000, "line 2: write one JSON object"),
        ('{"key": [' + "[]," * LONGEST_LINE + "[]]}", f"line 2: it has more than {LONGEST_LINE} bytes"),
        ('{"key": ""}', "line 2: key is missing"),
        ('{"title": "x"}', "line 2: key is missing"),
        ('{"key": 7}', "line 2: key is a text, not 7"),
        ('{"key": "a", "metadata": {}}', 'line 2: "metadata" is no field of an item'),
        ('{"key": "a\\u0000b"}', "line 2: key has a control character"),
        ('{"key": "\\ud800"}', "line 2: key has a control character, or half of one"),
        ('{"key": "' + "x" * 1025 + '"}', "line 2: key has at most 1024 characters, not 1025"),
        ('{"bucket": "My_Bucket", "key": "a"}', "line 2: bucket has 3 to 63 lower-case letters, digits and dashes"),
        ('{"bucket": "ab", "key": "a"}', 'dots separate, not "ab"'),
    ],
)
def test_the_first_wrong_line_is_named(line: str, said: str) -> None:
    with pytest.raises(InvalidObject) as refused:
        tuple(parse_items(f'{{"key": "right.jpg"}}\n{line}\n'.encode(), "media"))
    assert said in str(refused.value)


def test_another_encoding_is_refused() -> None:
    with pytest.raises(InvalidObject, match="line 1: it is not UTF-8"):
        tuple(parse_items('{"key": "ü"}'.encode("latin-1"), "media"))


def test_nothing_is_read_beyond_what_is_asked_for() -> None:
    found = parse_items(b'{"key": "a"}\n{"key": "b"}\nno item\n', "media")
    assert [next(found).key, next(found).key] == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b" " * (MOST_BYTES + 1), f"more than {MOST_BYTES} bytes"),
        (b"\n" * (MOST_LINES + 1), f"more than {MOST_LINES} lines"),
        (b'{"key": "a"}\n' * (MOST_LINES + 1), f"more than {MOST_LINES} lines"),
    ],
    ids=["bytes", "empty lines", "items"],
)
def test_a_list_is_bounded(content: bytes, said: str) -> None:
    with pytest.raises(InvalidObject, match=said):
        tuple(parse_items(content, "media"))


def test_a_line_may_be_as_long_as_the_longest_item() -> None:
    longest = "\N{GRINNING FACE}" * 1024
    item = FileItem(bucket="m" * 63, key=longest, version=longest, title=longest[:256])
    assert tuple(parse_items(items_as_lines([item]), "")) == (item,)
    full = b'{"key": "a"}'.ljust(LONGEST_LINE) + b"\n"
    assert len(tuple(parse_items(full, "media"))) == 1


@given(st.lists(st.text(min_size=1, max_size=20).filter(lambda text: not has_controls(text)), max_size=5))
def test_what_is_stored_is_read_back(keys: list[str]) -> None:
    items = tuple(FileItem(bucket="media", key=key, version=key, title=key[:3]) for key in keys)
    assert tuple(parse_items(items_as_lines(items), "")) == items
