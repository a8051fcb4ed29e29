"""Texts by their first bytes, and those that are refused since they only point at media."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.domain.sources.texts import format_of
from tests.unit.domain.sources.samples import TEXTS, Sample


@pytest.mark.parametrize("sample", TEXTS, ids=lambda sample: sample[0])
def test_a_text_is_known_by_its_first_bytes(sample: Sample) -> None:
    _, head, type_, container, content_type = sample
    found = format_of(head)
    assert found is not None
    assert (found.name, found.types, found.content_type, found.refused) == (container, (type_,), content_type, "")


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("#EXTM3U\n#EXT-X", "is a playlist (m3u8)"),
        ("ffconcat version 1.0\nfile /etc/passwd", "is a playlist (concat script)"),
        ("file '/etc/passwd'\n", "is a playlist (concat script)"),
        ("v=0\r\no=- 0 0 IN IP4 127.0.0.1", "is a playlist (SDP)"),
        ("[playlist]\nFile1=a", "is a playlist (pls)"),
        ("<?xml version='1.0'?>\n<MPD>", "is a playlist (DASH)"),
        ("<?xml version='1.0'?><!-- x -->\n<svg xmlns=''>", "is a drawing (SVG)"),
        ("\n<!DOCTYPE html><html>", "is a web page (HTML)"),
        (" \n\n", "holds nothing but blanks"),
    ],
)
def test_a_text_that_is_no_text_to_analyse_is_refused_in_every_encoding(text: str, refused: str) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        found = format_of(text.encode(encoding))
        assert found is not None
        assert found.refused.startswith(refused)


@pytest.mark.parametrize(
    "head",
    [b"\x01\x02", b"a\0b", b"Gr\xfc\xdfe aus", b"\xff\xfea\0\x07\0"],
    ids=["control", "a zero", "Latin 1", "a bell"],
)
def test_bytes_that_are_no_text_have_no_format(head: bytes) -> None:
    assert format_of(head) is None


@pytest.mark.parametrize("missing", [1, 2])
def test_a_head_that_ends_inside_a_character_is_still_text(missing: int) -> None:
    assert format_of("日本".encode()[:-missing]) is not None


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=300))
def test_every_text_without_control_characters_has_a_format(text: str) -> None:
    assert format_of(text.encode()) is not None
