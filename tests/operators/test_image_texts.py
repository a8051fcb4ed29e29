"""Images are found by words: the image half in image-embedding, the text half of the same folder in the search."""

import json
from pathlib import Path
from typing import Any

import pytest

from media_insights.catalogue.operator_folders import operator_in
from media_insights.errors import NotInstalled
from media_insights.ports.moment_search import HitPage, LikeRequest
from media_insights.search.image_hits import NO_VECTORS
from media_insights.search.image_questions import MountedImageQuestions
from media_insights.search.indexed_moments import IndexedAsset
from media_insights.search.sqlite.sqlite_index import SqliteIndex
from media_insights.search.vectors import block_of, images_in
from media_insights.storage.vector_files import vectors_in
from tests.operators.pictures import drawn
from tests.operators.runs import OPERATORS, run_with
from tests.operators.test_mounted_taggers import TOKENIZER
from tests.operators.toy_models import RGB, mounted, network

pytestmark = pytest.mark.slow

TEXT = {"file": "text_tower.onnx", "tokenizer": "tokenizer.json", "length": 8, "lower": True, "floor": 0.6}


def two_halves(folder: Path, **text: Any) -> Path:
    """Return a folder: its image half says how red, green and blue an image is, its text half knows these words."""
    made = mounted(
        folder,
        "image_tower",
        task="image-embedding",
        dimension=3,
        output="scores",
        input={**RGB, "size": [32, 32]},
        text=TEXT | text,
    )
    (made / "text_tower.onnx").write_bytes(network("text_tower"))
    (made / "tokenizer.json").write_text(json.dumps(TOKENIZER))
    return made


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return two_halves(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Path:
    """Return the file of an index of three images, by what image-embedding makes of them with the folder."""
    path = tmp_path_factory.mktemp("index") / "index.sqlite"
    vectors = operator_in(OPERATORS / "image-embedding").spec.vectors
    assert vectors
    for name in ("red", "lime", "blue"):
        picture = drawn(f"Image.new('RGB', (64, 64), {name!r}).save(out, 'PNG')")
        outcome = run_with({"MEDIA_INSIGHTS_MOUNTED_MODELS": str(models)}, "image-embedding", {"frames": picture})
        places = images_in(outcome.result, vectors)
        file = vectors_in(outcome.files["embeddings.npy"], "imageEmbedding")
        block = block_of(outcome.result, "imageEmbedding", vectors, places, file)
        SqliteIndex(path).replace(IndexedAsset(namespace="n", uid=name, name=name), [], [block])
    return path


def found(file: Path, models: Path, text: str) -> HitPage:
    index = SqliteIndex(file, image_questions=MountedImageQuestions(models))
    return index.alike(LikeRequest(text=text, namespaces=frozenset({"n"})))


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("red", ["red"]),
        ("GREEN", ["lime"]),
        ("blue or red", ["blue", "red"]),
        ("an old bicycle", []),
    ],
)
def test_words_find_the_images_that_show_it_or_nothing(file: Path, models: Path, text: str, names: list[str]) -> None:
    answer = found(file, models, text)
    assert sorted(each.asset for each in answer.hits) == sorted(names)
    assert answer.note == ""


def test_vectors_of_another_image_half_are_not_compared_and_that_is_told(file: Path, tmp_path: Path) -> None:
    other = two_halves(tmp_path)
    manifest = json.loads((other / "image_tower.json").read_text())
    (other / "image_tower.json").write_text(json.dumps(manifest | {"sha256": "0" * 64}))
    assert found(file, other, "red") == HitPage(hits=[], more=False, note=NO_VECTORS)


def test_halves_of_two_models_are_told(file: Path, tmp_path: Path) -> None:
    other = two_halves(tmp_path)
    manifest = json.loads((other / "image_tower.json").read_text())
    (other / "image_tower.json").write_text(json.dumps(manifest | {"dimension": 4}))
    with pytest.raises(NotInstalled, match="gives 3 numbers, and its image half 4"):
        found(file, other, "red")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"output": "pooled"}, "text.output is 'pooled'; the text half has text_embeds"),
        ({"file": "image_tower.onnx", "output": "scores"}, "has further inputs \\(pixel_values\\)"),
        ({"tokenizer": "none.json"}, "cannot be opened"),
    ],
)
def test_a_text_half_that_does_not_fit_is_told(file: Path, tmp_path: Path, change: dict[str, Any], told: str) -> None:
    with pytest.raises(NotInstalled, match=told):
        found(file, two_halves(tmp_path, **change), "red")
