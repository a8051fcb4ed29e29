"""Length, frame size and codecs."""

from media_insights.results.digest.digesting import digest_of, digest_of_result
from media_insights.results.digest.specification import Specification
from tests.unit.results.digest.documents import MORE, VIDEO


def test_mediainfo_is_the_specification() -> None:
    digest = digest_of_result("Mediainfo", MORE["Mediainfo"])

    assert digest.duration == 61
    assert digest.specification == Specification(
        width=1280, height=720, frame_rate=25, format="AVC", audio_tracks=1, audio_format="AAC"
    )


def test_the_length_is_mediainfo_s_and_without_it_that_of_another_result() -> None:
    assert digest_of(VIDEO | MORE).duration == 61
    assert digest_of(VIDEO).duration == 60


def test_a_container_that_says_nothing_has_no_specification() -> None:
    assert digest_of_result("Mediainfo", {"tracks": [{"track_type": "General"}]}).specification is None
