"""Any part of a stored waveform in any number of points."""

import struct
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.errors import Damaged
from media_insights.rest import waveforms
from media_insights.rest.routers.waveform import _edges
from media_insights.rest.waveforms import AT_ONCE, HEADER, StoredWaveform, parse_waveform, parts_of, peaks_of

GOOD = (2, 1, 16000, 320, 150, 1)


def test_a_header_is_read() -> None:
    found = parse_waveform(HEADER.pack(*GOOD), "k")
    assert (found, found.millis, found.place(10, 20)) == (StoredWaveform(16000, 320, 150), 3000, (44, 20))


@pytest.mark.parametrize(
    "header",
    [
        b"",
        HEADER.pack(*GOOD)[:-1],
        HEADER.pack(1, *GOOD[1:]),
        HEADER.pack(2, 0, *GOOD[2:]),
        HEADER.pack(2, 1, 0, *GOOD[3:]),
        HEADER.pack(2, 1, 16000, 320, 2**31, 1),
        HEADER.pack(*GOOD[:-1], 2),
    ],
)
def test_what_is_no_waveform_is_damaged(header: bytes) -> None:
    with pytest.raises(Damaged, match="k is no waveform"):
        parse_waveform(header, "k")


@pytest.mark.parametrize(
    ("start", "end", "points"),
    [(0, 3000, (0, 150)), (0, 1, (0, 1)), (19, 21, (0, 2)), (3000, 9000, (150, 150)), (500, 100, (25, 25))],
)
def test_a_span_has_every_point_that_it_touches(start: int, end: int, points: tuple[int, int]) -> None:
    assert StoredWaveform(16000, 320, 150).range(start, end) == points


@given(first=st.integers(0, 10**6), length=st.integers(0, 3 * 10**6), buckets=st.integers(1, 10_000))
def test_buckets_cover_a_span_without_gaps(first: int, length: int, buckets: int) -> None:
    edges = _edges(first, first + length, buckets)
    if not length:
        assert edges == []
        return
    assert (edges[0], edges[-1], len(edges)) == (first, first + length, min(buckets, length) + 1)
    assert all(later > edge for edge, later in pairwise(edges))


@given(edges=st.lists(st.integers(0, 2**26), unique=True).map(sorted))
def test_no_more_is_read_at_once_than_is_allowed(edges: list[int]) -> None:
    parts = list(parts_of(edges))
    assert all(0 < last - first <= AT_ONCE for first, last in parts)
    if len(edges) > 1:
        assert (parts[0][0], parts[-1][1]) == (edges[0], edges[-1])
    assert all(part[1] == later[0] for part, later in pairwise(parts))


def test_a_bucket_has_the_peaks_of_its_points() -> None:
    content = struct.pack("8b", -1, 1, -9, 5, -3, 7, -128, 127)
    assert peaks_of(lambda first, last: content[2 * (first - 4) : 2 * (last - 4)], [4, 6, 8]) == ([-9, -128], [5, 127])


@given(
    points=st.lists(st.tuples(st.integers(-128, 127), st.integers(-128, 127)), min_size=5, max_size=99),
    cuts=st.sets(st.integers(1, 98)),
    at_once=st.integers(1, 40),
)
def test_buckets_may_be_larger_than_what_is_read_at_once(
    points: list[tuple[int, int]], cuts: set[int], at_once: int
) -> None:
    content = b"".join(struct.pack("2b", *each) for each in points)
    edges = [0, *sorted(each for each in cuts if each < len(points)), len(points)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(waveforms, "AT_ONCE", at_once)
        lows, highs = peaks_of(lambda first, last: content[2 * first : 2 * last], edges)
    assert lows == [min(low for low, _ in points[begin:end]) for begin, end in pairwise(edges)]
    assert highs == [max(high for _, high in points[begin:end]) for begin, end in pairwise(edges)]


def test_a_forged_header_of_a_short_file_has_silence_after_its_end() -> None:
    assert peaks_of(lambda first, _: b"" if first else struct.pack("2b", -7, 7), [0, 2**20, 2**26]) == ([-7, 0], [7, 0])
