"""Face detectors that are mounted: box and five points where the face is, in a view of any shape."""

from pathlib import Path
from typing import Any

import pytest

from tests.operators.runs import inside
from tests.operators.toy_models import mounted

pytestmark = pytest.mark.slow

FAMILIES: dict[str, dict[str, Any]] = {
    "scrfd": {"channels": "RGB", "mean": [127.5, 127.5, 127.5], "std": [128, 128, 128]},
    "retinaface": {"channels": "BGR", "mean": [104, 117, 123], "std": [200, 200, 200]},
}
FOUND = """
import numpy as np
from pathlib import Path
from media_kits.vision import networks
from media_kits.vision.faces.candidates import find
from media_operator.errors import WrongModels
network = networks.load(Path(given[0]), "face-detection")
pixels = np.zeros((300, 600, 3), np.uint8)
pixels[60:180, 150:270] = 255
try:
    answer = [[round(it.score, 2), it.box.tolist(), it.landmarks.tolist()] for it in find(network, pixels, 0.5)]
except WrongModels as error:
    answer = str(error)
"""


def found(folder: Path, family: str, **change: Any) -> Any:
    """Return the faces of a wide picture with one bright square: score, box, points."""
    given = {**FAMILIES[family], "size": [640, 640]} | change
    mounted(folder, family, task="face-detection", decoder=family, input=given)
    return inside("face-detection", FOUND, str(folder))


@pytest.mark.parametrize("family", FAMILIES)
def test_box_and_points_are_where_the_face_is(tmp_path: Path, family: str) -> None:
    ((score, box, points),) = found(tmp_path, family)
    assert score == 0.9
    assert box == pytest.approx([150, 60, 270, 180], abs=1)
    expected = [(180, 90), (240, 90), (210, 120), (180, 150), (240, 150)]
    assert [tuple(point) for point in points] == [pytest.approx(each, abs=1) for each in expected]


VECTOR = """
import numpy as np
from pathlib import Path
from media_kits.vision.faces.detection import DetectedFace
from media_kits.vision.faces.detectors import Face
from media_kits.vision.faces.embeddings import Embedder
from media_operator.errors import WrongModels
points = np.array([[38, 52], [74, 52], [56, 72], [42, 92], [71, 92]], float)
face = DetectedFace(Face(1.0, np.array([0, 0, 112, 112.0]), points), None, 1.0)
pixels = np.full((112, 112, 3), (30, 60, 60), np.uint8)
try:
    answer = Embedder.of(Path(given[0])).embedding_of(pixels, face).round(3).tolist()
except WrongModels as error:
    answer = str(error)
"""


def vector(folder: Path, kind: str, **fields: Any) -> Any:
    """Return the vector of a face of one colour, or the sentence that refuses the network."""
    places = {"eyeLeft": [38, 52], "eyeRight": [74, 52]}
    given = {"size": [112, 112], "channels": "RGB", "mean": [0, 0, 0], "std": [1, 1, 1]}
    facts = {"task": "face-embedding", "decoder": "cosine", "input": given, "alignment": places}
    mounted(folder, kind, **facts, match={"half": 1.1, "width": 0.1}, **fields)
    return inside("face-index", VECTOR, str(folder))


@pytest.mark.thorough
def test_the_vector_is_the_one_output_that_is_one_or_the_one_that_is_named(tmp_path: Path) -> None:
    third = pytest.approx([1 / 3, 2 / 3, 2 / 3], abs=0.01)
    assert vector(tmp_path / "only", "face_tower") == third
    assert vector(tmp_path / "named", "two_vectors", output="least") == third
    assert "has 2 outputs that are a vector an image (mean [1, 3, 1, 1], least [1, 3, 1, 1]): say in `output`" in (
        vector(tmp_path / "two", "two_vectors")
    )
    assert "has no output 'embedding' (it has quality, fc1)" in vector(
        tmp_path / "none", "face_tower", output="embedding"
    )
    assert "is 'quality', which is []: one vector an image is right" in vector(
        tmp_path / "number", "face_tower", output="quality"
    )


@pytest.mark.parametrize("decoder", ["blazeface", "yunet", "scrfd", "retinaface"])
def test_a_network_that_is_no_face_detector_is_told_by_its_answers(tmp_path: Path, decoder: str) -> None:
    given = {"size": [112, 112], "channels": "RGB", "mean": [0, 0, 0], "std": [1, 1, 1]}
    mounted(tmp_path, "two_vectors", task="face-detection", decoder=decoder, input=given)
    said = inside("face-detection", FOUND, str(tmp_path))
    assert "the model 'two_vectors'" in said
    assert decoder in said or "SCRFD" in said


def test_an_input_that_is_not_the_networks_is_refused_in_a_sentence(tmp_path: Path) -> None:
    assert "answers about 16800 places" in _of_another_size(tmp_path)


def _of_another_size(folder: Path) -> str:
    code = FOUND.replace("pixels = np.zeros", "network.manifest['input']['size'] = [320, 320]\npixels = np.zeros")
    given = {**FAMILIES["retinaface"], "size": [640, 640]}
    mounted(folder, "retinaface", task="face-detection", decoder="retinaface", input=given)
    read = code.replace("find(network, pixels, 0.5)", "read(network)").replace("try:", READ)
    return str(inside("face-detection", read, str(folder)))


READ = """
from media_kits.vision.faces.detectors import reader_of
from media_kits.vision.fitting import Fitted
def read(network):
    answers = network.run(np.zeros((1, 3, 640, 640), np.float32))
    return list(reader_of(network)(network, answers, Fitted(pixels, (600, 300), (1, 1)), 0.5))
try:
"""
