from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.evaluation.measures.streams import Segment, largest_distance, peak, segments_of


@pytest.mark.parametrize(
    ("segments", "bits"),
    [
        pytest.param([(4, 500), (4, 1000), (4, 500)], 2000, id="the fullest segment"),
        pytest.param([(4, 500), (1, 1000)], 2400, id="what is shorter than half a target counts with its neighbour"),
        pytest.param([(2, 500), (2, 1000)], 4000, id="half a target is long enough"),
        pytest.param([(1, 500)], 4000, id="of a stream too short for a peak, the mean"),
    ],
)
def test_the_peak_is_that_of_neighbours(segments: Sequence[Segment], bits: float) -> None:
    assert peak(segments, 4) == pytest.approx(bits)


@pytest.mark.parametrize(
    ("segments", "distance"),
    [
        pytest.param([(4, 1), (4, 1), (1, 1)], 0, id="the last one may be shorter"),
        pytest.param([(4, 1), (4, 1), (4.5, 1)], 0.5, id="but not longer"),
        pytest.param([(3.9, 1), (4, 1)], 0.1, id="others may not be shorter"),
    ],
)
def test_the_worst_segment_counts(segments: Sequence[Segment], distance: float) -> None:
    assert largest_distance(segments, 4) == pytest.approx(distance)


def test_segments_are_read_with_their_bytes(tmp_path: Path) -> None:
    playlist = tmp_path / "film.m3u8"
    playlist.write_text(
        "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:4\n"
        '#EXT-X-MAP:URI="film.mp4",BYTERANGE="100@0"\n'
        "#EXTINF:4.004,\n#EXT-X-BYTERANGE:700@100\nfilm.mp4\n#EXTINF:1.5,\n#EXT-X-BYTERANGE:50@800\nfilm.mp4\n"
        "#EXT-X-ENDLIST\n"
    )
    assert segments_of(playlist) == [(4.004, 700), (1.5, 50)]
