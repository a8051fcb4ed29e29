"""image-embedding: a picture is its own nearest, alike pictures are near, and the file says what it holds."""

import json
import math
from pathlib import Path

import pytest

from tests.operators import media, vectors
from tests.operators.demo import demo_clip
from tests.operators.pictures import changed, drawn, png_that_claims
from tests.operators.runs import Outcome, defaults, run, run_folder
from tests.operators.vectors import Vectors, frames_of

pytestmark = pytest.mark.slow

NAMES = ("astronaut", "chelsea", "coffee", "motorcycle", "rocket", "page", "obama", "obama-listening", "party")


def vectors_of(outcome: Outcome) -> Vectors:
    return vectors.vectors_of(outcome.result["File"], outcome.files[outcome.result["File"]["Name"]])


@pytest.fixture(scope="module")
def originals() -> Vectors:
    pictures = [media.fetch(name).read_bytes() for name in NAMES]
    return vectors_of(run("image-embedding", {"frames": frames_of(pictures)}))


def test_every_vector_has_the_length_one(originals: Vectors) -> None:
    assert len(originals.rows) == len(NAMES)
    for row in originals.rows:
        assert len(row) == 1280
        assert math.hypot(*row) == pytest.approx(1, abs=1e-3)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "code",
    [
        pytest.param("picture.resize((picture.width // 3, picture.height // 3))", id="a third"),
        pytest.param("ImageOps.mirror(picture)", id="mirrored"),
        pytest.param("picture.point(lambda value: value // 2)", id="half the light"),
    ],
)
def test_a_changed_picture_is_nearest_to_itself(originals: Vectors, code: str) -> None:
    others = [changed(name, f"({code}).save(out, 'JPEG', quality=40)") for name in NAMES]
    found = vectors_of(run("image-embedding", {"frames": frames_of(others)}))
    assert [found.nearest(row, originals) for row in range(len(NAMES))] == list(range(len(NAMES)))


def test_alike_pictures_are_nearer_than_others(originals: Vectors) -> None:
    at = NAMES.index
    portraits = originals.cosine(at("obama"), at("obama-listening"))
    others = [name for name in NAMES if not name.startswith("obama")]
    assert portraits > 0.6
    assert all(originals.cosine(at("obama"), at(name)) < portraits - 0.2 for name in others)


@pytest.mark.thorough
def test_frames_of_a_shot_are_nearest_to_each_other() -> None:
    clip = demo_clip()
    outcome = run("image-embedding", {"frames": run("proxy", {"source": clip.path}).files["frames.zip"]})
    found = vectors_of(outcome)
    times = [entry["Timestamp"] for entry in outcome.result["Embeddings"]]
    assert [entry["Index"] for entry in outcome.result["Embeddings"]] == list(range(len(found.rows)))
    assert outcome.result["VideoMetadata"]["DurationMillis"] == round(1000 * clip.seconds)
    shots = [sum(cut <= time for cut in clip.cuts) for time in times]
    several = [row for row, shot in enumerate(shots) if shots.count(shot) > 1]
    right = [row for row in several if shots[found.neighbour(row)] == shots[row]]
    assert len(several) > 50
    assert len(right) >= 0.95 * len(several)


def test_an_image_has_one_vector_and_no_film() -> None:
    outcome = run("image-embedding", {"frames": media.fetch("coffee")})
    assert outcome.result["Embeddings"] == [{"Timestamp": 0, "Index": 0}]
    assert "VideoMetadata" not in outcome.result
    assert len(vectors_of(outcome).rows) == 1


def test_same_picture_same_bytes() -> None:
    first, second = (run("image-embedding", {"frames": media.fetch("rocket")}).files for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "0 bytes"), (b"not an image", "not an image"), (png_that_claims(16_000, 16_000), "16000 x 16000")],
)
def test_what_is_no_picture_is_refused(content: bytes, words: str) -> None:
    outcome = run("image-embedding", {"frames": content})
    assert (outcome.exit_code, outcome.files) == (66, {})
    assert words in outcome.sentence


def test_another_network_is_a_mounted_folder(tmp_path: Path) -> None:
    models = tmp_path / "models"
    for folder in (models, tmp_path / "in", tmp_path / "out"):
        folder.mkdir()
    (models / "other.onnx").write_bytes(_mean_colour())
    given = {"size": [8, 8], "channels": "RGB", "mean": [0, 0, 0], "std": [255, 255, 255]}
    facts = {"file": "other.onnx", "sha256": "0" * 64, "dimension": 3, "output": "colour", "input": given}
    (models / "other.json").write_text(json.dumps({"name": "other", "task": "image-embedding", **facts}))
    (tmp_path / "in/frames").write_bytes(drawn("Image.new('RGB', (50, 40), (0, 120, 160)).save(out, 'PNG')"))
    (tmp_path / "in/parameters.json").write_text(json.dumps(defaults("image-embedding")))
    outcome = run_folder("image-embedding", tmp_path, MEDIA_INSIGHTS_MODELS=str(models))
    assert vectors_of(outcome).rows[0] == pytest.approx((0, 0.6, 0.8), abs=1e-3)
    assert outcome.result["Model"]["name"] == "other"


def _mean_colour() -> bytes:
    return drawn(
        "import subprocess\n"
        "script = '''\n"
        "import sys\n"
        "from onnx import helper as h, TensorProto as t\n"
        "mean = h.make_node('ReduceMean', ['x'], ['colour'], axes=[2, 3], keepdims=0)\n"
        "ends = [h.make_tensor_value_info('colour', t.FLOAT, None)]\n"
        "start = [h.make_tensor_value_info('x', t.FLOAT, [1, 3, 8, 8])]\n"
        "graph = h.make_graph([mean], 'g', start, ends)\n"
        "model = h.make_model(graph, opset_imports=[h.make_opsetid('', 17)], ir_version=8)\n"
        "sys.stdout.buffer.write(model.SerializeToString())\n"
        "'''\n"
        "command = ['uv', 'run', '--quiet', '--no-project', '--with', 'onnx==1.23.2', 'python', '-c', script]\n"
        "out.write(subprocess.run(command, check=True, capture_output=True).stdout)"
    )
