"""Whatever the pieces are in which a log comes, its lines are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.domain.running.log_lines import LineSplitter, left_out, text_of


def lines(splitter: LineSplitter, *pieces: bytes) -> list[bytes]:
    return [*(line for piece in pieces for line in splitter.add(piece)), *splitter.end()]


@pytest.mark.parametrize(
    ("pieces", "longest", "expected"),
    [
        ([], 4, []),
        ([b""], 4, []),
        ([b"deep\nwater\n"], 0, [b"deep", b"water"]),
        ([b"deep\nwater"], 0, [b"deep", b"water"]),
        ([b"de", b"ep", b"\n\nwa", b"ter"], 0, [b"deep", b"", b"water"]),
        ([b"deep\n"], 4, [b"deep"]),
        ([b"water\n"], 4, [b"wate", b"r"]),
        ([b"deepwaters"], 4, [b"deep", b"wate", b"rs"]),
    ],
)
def test_lines_of_pieces(pieces: list[bytes], longest: int, expected: list[bytes]) -> None:
    assert lines(LineSplitter(longest), *pieces) == expected


@given(pieces=st.lists(st.text("ab\n", max_size=9).map(str.encode)), longest=st.integers(0, 4))
def test_how_a_log_is_cut_into_pieces_changes_nothing(pieces: list[bytes], longest: int) -> None:
    assert lines(LineSplitter(longest), *pieces) == lines(LineSplitter(longest), b"".join(pieces))


def test_what_has_no_end_is_not_collected() -> None:
    splitter = LineSplitter(4)
    assert list(splitter.add(b"water")) == [b"wate"]
    assert list(splitter.add(b"waters")) == [b"rwat"]


@pytest.mark.parametrize(
    ("line", "text"),
    [(b"water", "water"), (b"made\r", "made"), (b"\xff", "\ufffd"), ("caf\u00e9 ".encode(), "caf\u00e9 ")],
)
def test_a_line_is_told_without_its_end(line: bytes, text: str) -> None:
    assert text_of(line) == text


def test_what_is_left_out_is_told_with_where_it_is() -> None:
    assert left_out(5, "main.log") == "(the first 5 bytes of this log are left out: main.log has them)"
