"""Objects that the engine's clients name."""

from typing import Any

import pytest

from media_insights.rest.mie.named_objects import NamedObject, object_of, own_upload, readable_object, upload_named
from media_insights.rest.mie.requests_as_ours import MediaObject
from media_insights.rest.problems import ApiRefusal
from media_insights.rest.signing import Signer

SIGNER = Signer(b"k" * 32)


def named(key: str, bucket: str = "media") -> MediaObject:
    return MediaObject(S3Bucket=bucket, S3Key=key)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("public/upload/clip.mp4", "public/upload/n/clip.mp4"),
        ("public/upload/n/clip.mp4", "public/upload/n/clip.mp4"),
        ("public/upload/n/a/clip.mp4", "public/upload/n/a/clip.mp4"),
    ],
)
def test_files_are_put_where_the_namespace_has_its_own(theirs: str, ours: str) -> None:
    assert upload_named(named(theirs), "n", "media").key == ours


@pytest.mark.parametrize(
    "key", ["clip.mp4", "public/upload/m/clip.mp4", "public/upload/n/", "public/upload/n//a", "public/upload/n/../m/a"]
)
def test_other_places_are_refused(key: str) -> None:
    with pytest.raises(ApiRefusal) as refused:
        upload_named(named(key), "n", "media")
    assert refused.value.status == 403
    with pytest.raises(ApiRefusal):
        upload_named(named("public/upload/n/a", "elsewhere"), "n", "media")


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("x" * 256, "255 bytes"),
        ("ü" * 128, "255 bytes"),
        ("/".join(["x" * 200] * 6), "1024 bytes"),
        ("a\n.mp4", "control characters"),
        ("a\u202egpm.4pm", "hide or turn"),
        ("a\ud800.mp4", "hide or turn"),
        (".partial-lock", "begins with .partial-"),
        ("a/.partial-uploads/b", "begins with .partial-"),
    ],
)
async def test_names_that_not_every_store_keeps_are_refused(file: str, said: str) -> None:
    source = MediaObject.model_construct(bucket="media", key=f"public/upload/n/{file}")
    with pytest.raises(ApiRefusal, match=said) as refused:
        upload_named(source, "n", "media")
    assert (refused.value.status, refused.value.code) == (422, "invalid")

    class Anybody:
        async def require(self, *_: object) -> None:
            pass

    access: Any = Anybody()
    with pytest.raises(ApiRefusal, match=said):
        await readable_object(source, "n", access)


@pytest.mark.parametrize(
    "file", ["x" * 255, "Bildschirmaufnahme um 10.00\u202fAM.mov", "👩\u200d👧.mp4", "a partial-b.mp4", "ü.mp4"]
)
def test_names_that_people_give_are_kept(file: str) -> None:
    assert upload_named(named(f"public/upload/{file}"), "n", "media").key == f"public/upload/n/{file}"


def test_only_files_right_in_the_uploads_are_the_namespaces_own() -> None:
    assert own_upload(named("public/upload/m/a.mp4"), "n").key == "public/upload/m/a.mp4"
    assert own_upload(named("a.mp4"), "n").key == "a.mp4"


def test_a_token_is_good_for_one_purpose_and_one_namespace() -> None:
    token = NamedObject("n", "k").token("mie-upload", SIGNER)
    assert object_of(token, "mie-upload", "n", SIGNER) == NamedObject("n", "k")
    for wrong in (("mie-download", "n", token), ("mie-upload", "m", token), ("mie-upload", "n", f"{token}x")):
        with pytest.raises(ApiRefusal) as refused:
            object_of(wrong[2], wrong[0], wrong[1], SIGNER)
        assert (refused.value.status, refused.value.code) == (401, "link-ended")
