"""face-detection: faces are found where they are, whatever the picture's format, and nowhere else."""

from typing import Any

import pytest

from tests.operators import media
from tests.operators.examples import frames_zip
from tests.operators.pictures import changed, drawn, png_that_claims
from tests.operators.runs import Outcome, run

pytestmark = pytest.mark.slow

FACELESS = ("chelsea", "coffee", "motorcycle", "page", "rocket")
FACE = {"Left": 0.34, "Top": 0.15, "Width": 0.21, "Height": 0.21}  # of the astronaut, as measured by eye
EYES = ((0.400, 0.205), (0.495, 0.213))

FORMATS = {
    "grey": "picture.convert('L').save(out, 'PNG')",
    "sixteen-bit grey": "picture.convert('L').convert('I').point(lambda v: v * 256).convert('I;16').save(out, 'PNG')",
    "palette": "picture.quantize(128).save(out, 'GIF')",
    "alpha": "picture.putalpha(255); picture.save(out, 'WEBP')",
    "CMYK": "picture.convert('CMYK').save(out, 'JPEG', quality=90)",
    "animation": "picture.save(out, 'GIF', save_all=True, append_images=[Image.new('RGB', picture.size)] * 2)",
    "stored sideways": (
        "exif = Image.Exif(); exif[0x0112] = 6\n"
        "picture.transpose(Image.Transpose.ROTATE_90).save(out, 'JPEG', quality=90, exif=exif)"
    ),
}

APPEARANCE = ("AgeRange", "Gender", "Emotions", "Smile", "EyesOpen", "MouthOpen")
UNKNOWN = ("Eyeglasses", "Sunglasses", "Beard", "Mustache")
"""What no network here estimates."""


def faces_of(content: Any, **parameters: Any) -> list[dict[str, Any]]:
    return list(run("face-detection", {"frames": content}, **parameters).result["FaceDetails"])


@pytest.mark.parametrize("code", FORMATS.values(), ids=FORMATS)
def test_the_same_face_in_every_format(code: str) -> None:
    (face,) = faces_of(changed("astronaut", code))
    assert face["BoundingBox"] == pytest.approx(FACE, abs=0.04)
    assert face["Confidence"] > 80


def test_landmarks_pose_and_quality_are_those_of_the_face() -> None:
    (face,) = faces_of(media.fetch("astronaut"))
    points = {it["Type"]: (it["X"], it["Y"]) for it in face["Landmarks"]}
    assert points["eyeLeft"] == pytest.approx(EYES[0], abs=0.02)
    assert points["eyeRight"] == pytest.approx(EYES[1], abs=0.02)
    assert points["eyeLeft"][1] < points["nose"][1] < points["mouthLeft"][1]
    assert abs(face["Pose"]["Roll"]) < 10
    assert abs(face["Pose"]["Yaw"]) < 15
    said = {name for name, value in face.items() if value is not None}
    assert said == {"BoundingBox", "Confidence", "Landmarks", "Pose", "Quality"}


def test_roll_follows_the_picture() -> None:
    upright = faces_of(media.fetch("astronaut"))[0]["Pose"]["Roll"]
    (face,) = faces_of(changed("astronaut", "picture.rotate(-25).save(out, 'PNG')"))
    assert face["Pose"]["Roll"] - upright == pytest.approx(25, abs=8)


def test_sharpness_follows_the_focus_and_brightness_the_light() -> None:
    blurred = "from PIL import ImageFilter\npicture.filter(ImageFilter.GaussianBlur(2)).save(out, 'PNG')"
    (clear,), (soft,) = faces_of(media.fetch("astronaut")), faces_of(changed("astronaut", blurred))
    (dark,) = faces_of(changed("astronaut", "picture.point(lambda value: value // 2).save(out, 'PNG')"))
    assert soft["Quality"]["Sharpness"] < 0.7 * clear["Quality"]["Sharpness"]
    assert dark["Quality"]["Brightness"] == pytest.approx(clear["Quality"]["Brightness"] / 2, abs=2)


def test_small_faces_in_a_wide_picture_are_found_each_once() -> None:
    crowd = (
        "wide = Image.new('RGB', (1920, 1080), 'grey')\n"
        "for left in range(100, 1900, 400): wide.paste(picture.resize((220, 220)), (left, 600))\n"
        "wide.save(out, 'JPEG', quality=90)"
    )
    faces = faces_of(changed("astronaut", crowd))
    assert len(faces) == 5
    lefts = sorted(face["BoundingBox"]["Left"] * 1920 for face in faces)
    assert lefts == pytest.approx([left + 0.34 * 220 for left in range(100, 1900, 400)], abs=15)


def test_attributes_are_given_only_when_asked_for() -> None:
    (face,) = faces_of(media.fetch("astronaut"), attributes="all")
    assert face["AgeRange"]["Low"] <= 32 <= face["AgeRange"]["High"]
    assert face["Gender"]["Value"] == "Female"
    assert face["Smile"]["Value"] is True
    assert face["EyesOpen"]["Value"] is True
    assert [it["Type"] for it in face["Emotions"]] == ["HAPPY"]
    assert [face[name] for name in UNKNOWN] == [None] * len(UNKNOWN)


def test_every_face_has_all_members_of_rekognition_s_answer_and_what_nothing_estimated_is_null() -> None:
    (face,) = faces_of(media.fetch("astronaut"))
    assert [face[name] for name in (*APPEARANCE, *UNKNOWN)] == [None] * len((*APPEARANCE, *UNKNOWN))


def test_frames_without_faces_give_an_empty_result() -> None:
    found = run("face-detection", {"frames": frames_zip([media.fetch(name) for name in FACELESS])}).result
    assert found["Faces"] == []
    assert found["VideoMetadata"]["DurationMillis"] == 1000 * len(FACELESS)


def test_faces_of_a_video_carry_the_time_of_their_frame() -> None:
    names = ("coffee", "astronaut", "chelsea", "astronaut")
    found: Outcome = run("face-detection", {"frames": frames_zip([media.fetch(name) for name in names])})
    assert [it["Timestamp"] for it in found.result["Faces"]] == [1000, 3000]


@pytest.mark.parametrize("size", [(1, 1), (3000, 2), (2, 3000)], ids=str)
def test_odd_sizes_are_pictures_too(size: tuple[int, int]) -> None:
    assert faces_of(drawn(f"Image.new('RGB', {size}).save(out, 'PNG')")) == []


def test_hostile_pictures_are_refused_in_a_sentence() -> None:
    cut = changed("astronaut", "picture.save(out, 'JPEG')")[:9000]
    cases = {"truncated": cut, "16000 x 16000": png_that_claims(16_000, 16_000), "not an image": b"\xff\xd8hello"}
    for words, content in cases.items():
        outcome = run("face-detection", {"frames": content})
        assert (outcome.exit_code, words in outcome.sentence) == (66, True), outcome.sentence
