"""Kinds of track, by the container: total for bytes that lie, and cautious where a search ended early."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.domain.sources.tracks.kinds import _PARSERS, kinds_of
from media_insights.domain.sources.windows import Window
from tests.unit.domain.sources.samples import BINARIES, box, ftyp, trak


@given(
    st.sampled_from(sorted(_PARSERS)), st.sampled_from([row[1] for row in BINARIES]), st.binary(max_size=400), st.data()
)
def test_every_file_has_an_answer(container: str, beginning: bytes, rest: bytes, data: st.DataObject) -> None:
    content = bytearray(beginning + rest)
    for _ in range(data.draw(st.integers(0, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    found = kinds_of(
        container, Window(bytes(content[:40]), len(content), lambda at, length: bytes(content[at : at + length]))
    )
    assert found is None or found <= {"video", "audio", "other"}


def test_other_containers_say_nothing() -> None:
    assert kinds_of("wav", Window(b"RIFF", 4)) is None


@pytest.mark.parametrize(("handler", "kinds"), [(b"soun", None), (b"vide", {"video", "other"})])
def test_audio_is_not_alone_where_the_search_ended_early(handler: bytes, kinds: set[str] | None) -> None:
    tracks = trak(handler) + b"".join(box(b"trak", b"\0" * 8192) for _ in range(99))
    content = ftyp(b"isom") + box(b"moov", tracks)
    assert kinds_of("mp4", Window(content[:400], len(content), lambda at, length: content[at : at + length])) == kinds
