"""Any part of a stored waveform in any number of points."""

import struct
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.errors import Damaged
from media_insights.rest.routers.waveform import _edges, _parts
from media_insights.rest.waveforms import HEADER, StoredWaveform, parse_waveform, peaks_of

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
def test_buckets_cover_a_span_without_gaps_and_are_read_in_bounded_parts(first: int, length: int, buckets: int) -> None:
    edges = _edges(first, first + length, buckets)
    parts = _parts(edges)
    if not length:
        assert (edges, parts) == ([], [])
        return
    assert (edges[0], edges[-1], len(edges)) == (first, first + length, min(buckets, length) + 1)
    assert all(later > edge for edge, later in pairwise(edges))
    assert [parts[0][0], *(edge for part in parts for edge in part[1:])] == edges


def test_a_bucket_has_the_peaks_of_its_points() -> None:
    content = struct.pack("8b", -1, 1, -9, 5, -3, 7, -128, 127)
    assert peaks_of(content, 4, [4, 6, 8]) == ([-9, -128], [5, 127])
