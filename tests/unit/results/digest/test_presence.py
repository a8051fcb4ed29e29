"""How many faces and persons there are, at most at once, and when."""

from media_insights.results.digest.digesting import digest_of_result
from media_insights.results.digest.presence import Presence
from tests.unit.results.digest.documents import FACE, MORE, VIDEO


def test_faces_of_videos_and_images() -> None:
    video = digest_of_result("faceDetection", VIDEO["faceDetection"]).faces
    image = digest_of_result("faceDetection", {"FaceDetails": [FACE]}).faces

    assert video == Presence(count=2, most_at_once=2, spans=((1, 1),))
    assert image == Presence(count=1, most_at_once=1, spans=())


def test_persons_are_counted_by_appearance_and_without_tracks_by_number() -> None:
    tracked = digest_of_result("personTracking", MORE["personTracking"]).persons
    imported = digest_of_result("personTracking", {"Persons": MORE["personTracking"]["Persons"][:3]}).persons
    nobody = digest_of_result("personTracking", {"Persons": []}).persons

    assert tracked == Presence(count=3, most_at_once=2, spans=((0, 0.2), (9, 9)))
    assert imported is not None
    assert imported.count == 2
    assert nobody == Presence(count=0, most_at_once=0, spans=())
