"""Copies have the medium by which they are downloaded."""

from media_insights.results.digest.digesting import digest_of
from tests.unit.results.digest.documents import MORE


def test_copies_of_a_video_and_of_an_image() -> None:
    assert [(each.medium, each.file, each.about) for each in digest_of(MORE).copies] == [
        ("RedactedVideo", "redacted.mp4", "7 × face, 1 × word, in 25 of 30 frames"),
        ("HlsPlaylist", "hls.m3u8", "320×180, audio"),
    ]
    image = {"File": "redacted.jpg", "Covered": [{"Type": "Text", "Sights": 0}], "Stretches": []}
    found = digest_of({"redaction": image}).copies
    assert [(each.medium, each.about) for each in found] == [("RedactedImage", "0 × text")]
    assert digest_of({}).copies == ()
