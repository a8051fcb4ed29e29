"""Things that were detected become highlights: by name, the most frequent and surest first."""

from typing import Any

from media_insights.results.digest.digesting import digest_of_result
from tests.unit.results.digest.documents import MORE, VIDEO, label, match, text, track


def test_labels_have_their_best_confidence_and_their_times() -> None:
    cat, cup = digest_of_result("labelDetection", VIDEO["labelDetection"]).labels

    assert (cat.name, cat.confidence, cat.count, cat.spans) == ("Cat", 90, 3, ((0, 1), (9, 9)))
    assert (cup.name, cup.spans) == ("Cup", ((2, 2),))


def test_an_image_has_no_times() -> None:
    (cat,) = digest_of_result("labelDetection", {"Labels": [label("Cat", 80)]}).labels

    assert (cat.name, cat.spans) == ("Cat", ())


def test_texts_are_lines() -> None:
    assert [each.name for each in digest_of_result("textDetection", VIDEO["textDetection"]).texts] == ["Hello you"]
    image = {"TextDetections": [text("Stop"), text("Stop", "WORD")]}
    assert [(each.name, each.count) for each in digest_of_result("textDetection", image).texts] == [("Stop", 1)]


def test_texts_are_tracks_where_there_are_any() -> None:
    tracks = [track("NEWS", 0, 5000, 5, 90), track("NEWS", 20000, 22000, 2, 95), track("At ten", 0, 1000, 1, 99)]
    news, ten = digest_of_result("textDetection", {**VIDEO["textDetection"], "TextTracks": tracks}).texts

    assert (news.name, news.confidence, news.count, news.spans) == ("NEWS", 95, 7, ((0, 5), (20, 22)))
    assert (ten.name, ten.spans) == ("At ten", ((0, 1),))


def test_known_people_have_their_name_and_strangers_are_left_out() -> None:
    (jane,) = digest_of_result("faceSearch", MORE["faceSearch"]).people
    (john,) = digest_of_result("faceSearch", {"FaceMatches": [match("John")]}).people

    assert (jane.name, jane.confidence, jane.spans) == ("Jane Doe", 97, ((0, 0),))
    assert (john.name, john.spans) == ("John", ())


def test_celebrities_of_videos_and_images() -> None:
    face = {"BoundingBox": {"Left": 0, "Top": 0, "Width": 1, "Height": 1}, "Confidence": 99}
    image = {"CelebrityFaces": [{"Name": "Bo", "Id": "2", "Face": face, "MatchConfidence": 70}]}
    (ada,) = digest_of_result("celebrityRecognition", MORE["celebrityRecognition"]).celebrities
    (bo,) = digest_of_result("celebrityRecognition", image).celebrities

    assert (ada.name, ada.confidence, ada.spans) == ("Ada", 88, ((0.5, 0.5),))
    assert (bo.name, bo.confidence, bo.spans) == ("Bo", 70, ())


def test_moderation_has_reasons_without_their_groups_and_says_whether_anything_was_moderated() -> None:
    def moderation(*labels: dict[str, Any]) -> object:
        return digest_of_result("contentModeration", {"ModerationLabels": list(labels)}).moderation

    found = digest_of_result("contentModeration", MORE["contentModeration"]).moderation
    assert found is not None
    assert [each.name for each in found] == ["Wine"]
    assert moderation() == ()
    assert digest_of_result("labelDetection", VIDEO["labelDetection"]).moderation is None
