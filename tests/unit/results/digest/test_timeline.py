"""Shots, technical cues and audio events are spans by kind."""

from media_insights.results.digest.digesting import digest_of_result
from tests.unit.results.digest.documents import MORE, VIDEO


def test_shots_cues_and_audio_events() -> None:
    assert digest_of_result("shotDetection", VIDEO["shotDetection"]).shots == ((0, 6),)
    assert digest_of_result("technicalCueDetection", MORE["technicalCueDetection"]).cues == {"BlackFrames": ((0, 0.9),)}
    assert digest_of_result("audioEvents", MORE["audioEvents"]).audio_events == {"Speech": ((0, 1.5), (3, 4))}
