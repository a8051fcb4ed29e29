"""What the verbs of ``labels`` do, with the vectors of images given."""

import json
from pathlib import Path

import pytest

from media_insights.cli import custom_labels as labels
from media_insights.cli.custom_labels import LabelsInStore, TeachRequest
from media_insights.cli.terminal.failures import Failure, as_failures
from media_insights.cli.terminal.formats import Format
from media_insights.domain.custom_labels import DEFAULT_RULE
from media_insights.domain.nearest_examples import LabelRule
from media_insights.domain.stored_collection import EmbeddingModel
from media_insights.storage.collections import label_collections
from media_insights.storage.embedded_images import EmbeddedImage
from media_insights.storage.folder import FolderStore

MODEL = EmbeddingModel(name="net", sha256="a" * 64)
LOOKS = {"goal": (1.0, 0.0, 0.0), "studio": (0.0, 1.0, 0.0)}
NOW = "2026-05-01T12:00:00Z"


@pytest.fixture
def place(tmp_path: Path) -> LabelsInStore:
    made = LabelsInStore(label_collections(FolderStore(tmp_path / "store"), "newsroom"), lambda: NOW)
    labels.create(made, "sports", "media-insights")
    return made


def teach(place: LabelsInStore, folder: Path, label: str, *images: str, collection: str = "sports") -> None:
    for number, each in enumerate(images):
        (folder / each).write_bytes(bytes([number]))
    request = TeachRequest(collection, label, tuple(folder / each for each in images))

    def teach_image(image: Path) -> bool:
        if image.name == "broken.jpg":
            raise Failure(f"{image}: not an image")
        turn = 0.01 * image.read_bytes()[0]
        return place.add(request, image, EmbeddedImage(MODEL, (*LOOKS[label.strip()][:2], turn)))

    labels.teach(place, request, teach_image)


def test_who_made_a_collection_is_told_how_to_teach(place: LabelsInStore, capsys: pytest.CaptureFixture[str]) -> None:
    labels.create(place, "news", "kubectl media")
    assert "made the collection news: kubectl media labels teach news" in capsys.readouterr().err


def test_teaching_says_how_well_labels_are_told_apart(
    place: LabelsInStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    teach(place, tmp_path, "goal", "g1.jpg", "g2.jpg", "g3.jpg")
    teach(place, tmp_path, "studio", "s1.jpg")
    said = capsys.readouterr()
    assert "goal\t3 examples\t3 of 3 answers right (100%)\t3 of 3 found\texpect 80%" in said.out
    assert "studio\t1 examples\t0 of 0 answers right\t0 of 1 found\texpect 50%" in said.out
    assert "all\t3 of 3 answers right (100%)\t1 of 4 unknown" in said.out
    assert "fewer than 5 examples: goal, studio; teach more" in said.out
    assert "each example was hidden in turn" in said.out


def test_the_same_image_is_taught_once(
    place: LabelsInStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        teach(place, tmp_path, "goal", "g1.jpg")
    assert place.found.read("sports").version == 1
    assert capsys.readouterr().err.count("known already") == 1


def test_an_image_that_is_none_keeps_the_others_from_nothing(
    place: LabelsInStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Failure, match="1 of 2 images were not taught"):
        teach(place, tmp_path, "goal", "broken.jpg", "g2.jpg")
    assert place.found.read("sports").labels == {"goal": 1}
    assert "not an image" in capsys.readouterr().err


def test_nothing_is_read_for_what_cannot_be(place: LabelsInStore, tmp_path: Path) -> None:
    with pytest.raises(Failure, match="--label is empty"):
        teach(place, tmp_path, " ", "g1.jpg")
    with pytest.raises(Failure, match="did you mean sports"), as_failures():
        teach(place, tmp_path, "goal", "g1.jpg", collection="sport")


def test_a_description_holds_no_vectors_and_can_try_another_floor(
    place: LabelsInStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    teach(place, tmp_path, "goal", "g1.jpg", "g2.jpg")
    capsys.readouterr()
    labels.describe(place, "sports", DEFAULT_RULE, Format.JSON)
    found = json.loads(capsys.readouterr().out)
    assert found["Labels"] == [{"Name": "goal", "Examples": 2, "Answered": 2, "Right": 2}]
    assert [each["Source"] for each in found["Examples"]] == ["g1.jpg", "g2.jpg"]
    assert "Embedding" not in json.dumps(found)
    labels.describe(place, "sports", LabelRule(5, 1.1), Format.TABLE)
    assert "all\t0 of 0 answers right\t2 of 2 unknown" in capsys.readouterr().out


def test_collections_are_listed_changed_and_deleted_with_a_receipt(
    place: LabelsInStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    teach(place, tmp_path, "goal", "g1.jpg")
    teach(place, tmp_path, "studio", "s1.jpg")
    capsys.readouterr()
    labels.show(place, Format.TABLE)
    assert capsys.readouterr().out == "sports\tversion 2\t2 examples\t2 labels\n"
    labels.remove(place, "sports", "goal", "")
    assert place.found.read("sports").labels == {"studio": 1}
    with pytest.raises(Failure, match="either --label or --example"):
        labels.remove(place, "sports", "", "")
    capsys.readouterr()
    labels.delete(place, "sports")
    receipt = json.loads(capsys.readouterr().out)
    assert (receipt["Examples"], receipt["Labels"], receipt["ObjectsLeft"], receipt["Kind"]) == (1, 1, 0, "labels")
    labels.show(place, Format.TABLE)
    assert "no collections" in capsys.readouterr().out


def test_an_empty_collection_says_so(place: LabelsInStore, capsys: pytest.CaptureFixture[str]) -> None:
    labels.describe(place, "sports", DEFAULT_RULE, Format.TABLE)
    assert capsys.readouterr().out == "sports\tversion 0\tmodel none yet\nno examples yet\n"
