"""What the verbs of ``faces`` do, with the operator's answer given."""

import json
from pathlib import Path
from typing import Any

import pytest

from media_insights.api.v1alpha1 import ExecutionStatus
from media_insights.api.v1alpha1.execution import OperatorProgress, StageProgress
from media_insights.cli import faces
from media_insights.cli.terminal.failures import Failure, as_failures
from media_insights.cli.terminal.formats import Format
from media_insights.errors import Damaged
from media_insights.storage.collections import CollectionsOfFaces, face_collections
from media_insights.storage.folder import FolderStore

BOX = {"Left": 0.1, "Top": 0.2, "Width": 0.3, "Height": 0.4}


def answer(count: int = 1, model: str = "net") -> Any:
    def indexed(image: Path) -> dict[str, Any]:
        records = [
            {
                "Face": {"FaceId": f"{image.name}-{n}", "BoundingBox": BOX, "Confidence": 99.0, "Embedding": [0.5]},
                "FaceDetail": {},
            }
            for n in range(count)
        ]
        unindexed = [] if count else [{"Reasons": ["LOW_SHARPNESS"]}]
        return {"FaceRecords": records, "UnindexedFaces": unindexed, "Model": {"name": model, "sha256": "a" * 64}}

    return indexed


@pytest.fixture
def found(tmp_path: Path) -> CollectionsOfFaces:
    made = face_collections(FolderStore(tmp_path / "store"), "newsroom")
    faces.create(made, "staff", "media-insights")
    return made


def wanted(tmp_path: Path, *images: str, name: str = "Jané Doe", collection: str = "staff") -> faces.IndexRequest:
    for each in images:
        (tmp_path / each).write_bytes(each.encode())
    return faces.IndexRequest(collection=collection, images=tuple(tmp_path / each for each in images), name=name)


def test_images_are_indexed_once(found: CollectionsOfFaces, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        faces.index(found, wanted(tmp_path, "a.jpg", "ü b.jpg"), answer())
    assert (found.read("staff").names, found.read("staff").version) == ({"Jané Doe": 2}, 2)
    assert capsys.readouterr().err.count("known already") == 2


@pytest.mark.parametrize(("count", "fragment"), [(0, "no faces to index (LOW_SHARPNESS)"), (2, "2 faces to index")])
def test_an_image_must_show_one_face(
    found: CollectionsOfFaces, tmp_path: Path, capsys: pytest.CaptureFixture[str], count: int, fragment: str
) -> None:
    with pytest.raises(Failure, match="1 of 1 images were not indexed"):
        faces.index(found, wanted(tmp_path, "a.jpg"), answer(count))
    assert fragment in capsys.readouterr().err
    assert found.read("staff").faces == ()


def test_nothing_is_read_for_a_collection_that_is_not_there(found: CollectionsOfFaces, tmp_path: Path) -> None:
    def never(_: Path) -> dict[str, Any]:
        raise AssertionError

    with pytest.raises(Failure, match="did you mean staff"), as_failures():
        faces.index(found, wanted(tmp_path, "a.jpg", collection="staf"), never)


def test_who_is_removed_is_in_no_version(found: CollectionsOfFaces, tmp_path: Path) -> None:
    faces.index(found, wanted(tmp_path, "a.jpg"), answer())
    faces.index(found, wanted(tmp_path, "b.jpg", name="Tom"), answer())
    faces.remove(found, "staff", "Jané Doe", "")
    contents = [json.loads(found.store.get(info.key)) for info in found.store.list("private/")]
    assert {face["ExternalImageId"] for each in contents for face in each["Faces"]} == {"Tom"}
    assert found.read("staff").version == 3


def test_what_is_removed_must_be_said_one_way(found: CollectionsOfFaces) -> None:
    with pytest.raises(Failure, match="either --name or --face"):
        faces.remove(found, "staff", "", "")


def test_a_description_holds_embeddings_only_when_asked(
    found: CollectionsOfFaces, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faces.index(found, wanted(tmp_path, "a.jpg"), answer())
    faces.describe(found, "staff", Format.TABLE)
    assert "Embedding" not in capsys.readouterr().out
    faces.describe(found, "staff", Format.JSON)
    assert json.loads(capsys.readouterr().out)["Faces"][0]["Embedding"] == [0.5]


def test_who_made_a_collection_is_told_how_to_fill_it_by_the_same_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faces.create(face_collections(FolderStore(tmp_path), "n"), "staff", "media-insights")
    assert "made the collection staff: media-insights faces index staff" in capsys.readouterr().err


KEY = "private/n/assets/a/workflows/e/faceIndex.json"


def complete(*keys: str) -> ExecutionStatus:
    operators = tuple(OperatorProgress(name="face-index", status="Complete", key=key) for key in keys)
    return ExecutionStatus(state="Complete", stages=(StageProgress(name="index", operators=operators),))


def test_the_result_of_an_execution_is_read_where_its_status_points_to(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.ensure_bucket()
    store.put(KEY, b'{"FaceRecords": []}')
    assert faces.result_of(store, complete(KEY), Path("a.jpg")) == {"FaceRecords": []}


@pytest.mark.parametrize("content", [b"{", b"\xff", b"[1]"])
def test_a_damaged_result_is_named_and_not_a_traceback(tmp_path: Path, content: bytes) -> None:
    store = FolderStore(tmp_path)
    store.ensure_bucket()
    store.put(KEY, content)
    with pytest.raises(Damaged, match=KEY):
        faces.result_of(store, complete(KEY), Path("a.jpg"))


def test_an_execution_without_the_result_fails_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(Failure, match=r"a\.jpg: face detection did not run: is the file an image\?"):
        faces.result_of(FolderStore(tmp_path), complete(), Path("a.jpg"))
