"""word-distribution: words of any language are counted, and nothing but words."""

from pathlib import Path
from typing import Any

import pytest

from tests.operators.runs import OPERATORS, run


def counts(inputs: dict[str, Path | bytes | Any], **parameters: Any) -> dict[str, int]:
    return dict(run("word-distribution", inputs, **parameters).result["Results"])


def test_the_transcript_comes_before_the_text() -> None:
    said = {"results": {"transcripts": [{"transcript": "Row, row, row your boat!"}], "items": []}}
    assert counts({"transcript": said, "text": b"something else"}) == {"row": 3, "boat": 1, "your": 1}


def test_the_most_frequent_come_first() -> None:
    assert list(counts({"text": b"b a b c a b"}).items()) == [("b", 3), ("a", 2), ("c", 1)]
    assert counts({"text": b"b a b c a b"}, top=1) == {"b": 3}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Straße STRASSE straße", {"straße": 2, "strasse": 1}),
        ("L’été, l'été: e\u0301te\u0301!", {"l'été": 2, "été": 1}),
        ("नमस्ते दुनिया नमस्ते", {"नमस्ते": 2, "दुनिया": 1}),
        ("well-known -- 'quoted' don't", {"don't": 1, "quoted": 1, "well-known": 1}),
        ("… !? ☃", {}),
    ],
)
def test_words_of_any_script_stay_whole(text: str, expected: dict[str, int]) -> None:
    assert counts({"text": text.encode()}) == expected


def test_short_words_and_stop_words_can_be_left_out() -> None:
    assert counts({"text": b"the cat and the big mouse"}, stopWords=False, minLength=4) == {"mouse": 1}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings_are_told_apart(encoding: str) -> None:
    assert counts({"text": "für – Größe für".encode(encoding)}) == {"für": 2, "größe": 1}


def test_an_empty_transcript_has_no_words() -> None:
    assert counts({"transcript": {"results": {"transcripts": [{"transcript": ""}], "items": []}}}) == {}


def test_binary_content_is_refused() -> None:
    outcome = run("word-distribution", {"text": bytes(range(256)) * 20})
    assert outcome.exit_code == 66
    assert "binary" in outcome.sentence


def test_it_is_small_enough_to_be_the_example() -> None:
    lines = (OPERATORS / "word-distribution/main.py").read_text().splitlines()
    assert len(lines) <= 40
