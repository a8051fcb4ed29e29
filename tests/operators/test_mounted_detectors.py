"""Detectors that are mounted: each family's answers, boxes where the thing is, whatever the shape of the image."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from tests.operators import media
from tests.operators.pictures import drawn
from tests.operators.runs import inside, run_with
from tests.operators.toy_models import RGB, mounted
from tests.operators.vectors import frames_of

pytestmark = pytest.mark.slow

SIZE = {"size": [64, 64]}
LABELS = [None, {"name": "Unicorn", "parents": ["Animal"]}, {"name": "Dragon", "parents": ["Animal"]}]
FAMILIES: dict[str, tuple[str, dict[str, Any]]] = {
    "D-FINE": (
        "d_fine",
        {"decoder": "boxes", "input": {**RGB, **SIZE}, "inputs": {"orig_target_sizes": "imageSize"}},
    ),
    "D-FINE, letterboxed": (
        "d_fine",
        {
            "decoder": "boxes",
            "input": {**RGB, **SIZE, "fit": "letterbox-centre"},
            "inputs": {"orig_target_sizes": "inputSize"},
            "boxes": {"unit": "input"},
        },
    ),
    "RT-DETR of Transformers, half precision": ("transformers", {"decoder": "detr", "input": {**RGB, **SIZE}}),
    "YOLOX": (
        "yolox",
        {
            "decoder": "yolox",
            "input": {**SIZE, "channels": "BGR", "mean": [0, 0, 0], "std": [1, 1, 1], "pad": 114},
        },
    ),
    "PaddleDetection with NMS": (
        "paddle",
        {
            "decoder": "boxes",
            "input": {**RGB, **SIZE, "name": "image"},
            "inputs": {"im_shape": "inputSizeHeightFirst", "scale_factor": "scaleHeightFirst"},
            "outputs": {"rows": "rows"},
            "columns": ["class", "score", "left", "top", "right", "bottom"],
        },
    ),
    "NMS with a count, in pixels of the input": (
        "scaled_to_the_input",
        {
            "decoder": "boxes",
            "input": {**RGB, **SIZE, "fit": "letterbox"},
            "boxes": {"unit": "input"},
            "outputs": {"boxes": "det_boxes", "scores": "det_scores", "classes": "ids", "count": "num_dets"},
        },
    ),
}
NANODET: dict[str, Any] = {"decoder": "nanodet", "input": {**RGB, **SIZE}}
PICTURE = drawn("Image.new('RGB', (64, 64), '#205010').save(out, 'PNG')")
FOUND = """
import numpy as np
from pathlib import Path
from media_kits.vision import networks
from media_kits.vision.objects import detect_each
folder, shapes = given
network = networks.load(Path(folder), "object-detection")
pictures = []
for (width, height), (left, top, right, bottom) in shapes:
    pixels = np.full((height, width, 3), (40, 90, 20), np.uint8)
    pixels[top:bottom, left:right] = 255
    pictures.append(pixels)
found = detect_each(network, pictures, 0.5)
answer = [[[it.label, round(it.score, 2), it.box.round(1).tolist()] for it in each] for each in found]
"""
WIDE, TALL, SQUARE = ([256, 128], [64, 32, 192, 96]), ([128, 512], [32, 64, 96, 256]), ([64, 64], [16, 8, 48, 24])


def found(folder: Path, *shapes: Any) -> Any:
    """Return the objects of pictures with one bright rectangle each: class, score, box."""
    return inside("label-detection", FOUND, str(folder), shapes)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_box_is_where_the_thing_is_whatever_the_shape_of_the_image(tmp_path: Path, family: str) -> None:
    kind, manifest = FAMILIES[family]
    models = mounted(tmp_path, kind, task="object-detection", labels=LABELS, **manifest)
    for shape, objects in zip((WIDE, TALL, SQUARE), found(models, WIDE, TALL, SQUARE), strict=True):
        (label, score, box), *others = objects
        assert (LABELS[label] or {})["name"] == "Dragon"
        assert 0.8 < score < 0.95
        assert box == pytest.approx(shape[1], abs=max(shape[0]) / 64), family
        assert others == []


def test_a_nanodet_with_classes_that_are_no_objects_finds_the_others(tmp_path: Path) -> None:
    models = mounted(tmp_path, "nanodet", task="object-detection", labels=LABELS, **NANODET)
    (((label, score, _),),) = found(models, SQUARE)
    assert (label, score) == (2, 0.9)


@pytest.mark.parametrize(
    ("kind", "decoder"), [("yolox", "nanodet"), ("tagger", "yolox"), ("tagger", "nanodet"), ("tagger", "detr")]
)
def test_answers_of_another_family_are_told_by_their_shapes(tmp_path: Path, kind: str, decoder: str) -> None:
    given = {"decoder": decoder, "input": {**RGB, "size": [32, 32] if kind == "tagger" else [64, 64]}}
    models = mounted(tmp_path, kind, task="object-detection", labels=LABELS, **given)
    outcome = run_with({"MEDIA_INSIGHTS_MOUNTED_MODELS": str(models)}, "label-detection", {"frames": PICTURE})
    assert (outcome.exit_code, f"the model {kind!r}" in outcome.sentence) == (1, True), outcome.sentence
    assert "defect" not in outcome.sentence
    assert decoder in outcome.sentence or "outputs" in outcome.sentence


def test_a_file_that_is_no_network_and_a_size_that_it_does_not_take(tmp_path: Path) -> None:
    models = mounted(tmp_path, "nanodet", task="object-detection", labels=LABELS, **NANODET)
    manifest = json.loads((models / "nanodet.json").read_text())
    mounting = {"MEDIA_INSIGHTS_MOUNTED_MODELS": str(models)}
    (models / "nanodet.json").write_text(json.dumps(manifest | {"input": {**RGB, "size": [32, 32]}}))
    assert "does not take what its manifest says, an image of 32 by 32 pixels (input.size)" in (
        run_with(mounting, "label-detection", {"frames": PICTURE}).sentence
    )
    (models / "nanodet.onnx").write_bytes(b"weights")
    (models / "nanodet.json").write_text(json.dumps(manifest | {"sha256": None}))
    assert "nanodet.onnx is no network that ONNX Runtime can open" in (
        run_with(mounting, "label-detection", {"frames": PICTURE}).sentence
    )


@pytest.mark.parametrize("family", ["D-FINE", "RT-DETR of Transformers, half precision"])
def test_images_that_are_seen_together_give_the_answers_of_each_alone(tmp_path: Path, family: str) -> None:
    kind, manifest = FAMILIES[family]
    models = mounted(tmp_path, kind, task="object-detection", labels=LABELS, **manifest)
    shapes = [WIDE, SQUARE, TALL, WIDE]
    together = inside("label-detection", FOUND.replace("pictures = []", TOGETHER), str(models), shapes)
    assert together == found(models, *shapes)


TOGETHER = """
networks.Network.at_once = property(lambda self: 3)
pictures = []
"""


ON_A_GPU = """
from media_kits.vision.networks import CUDA, Network
from media_operator.errors import WrongModels
Network.provider = property(lambda self: CUDA)
pictures = []
"""
"""A network that says it runs on a GPU, so that it is given several images together."""
ROWS: dict[str, Any] = {
    "decoder": "boxes",
    "input": {**RGB, **SIZE},
    "boxes": {"unit": "input"},
    "outputs": {"rows": "rows"},
}


def test_rows_of_finished_boxes_are_read_image_by_image_unless_the_manifest_says_otherwise(tmp_path: Path) -> None:
    models = mounted(tmp_path, "joined_rows", task="object-detection", labels=LABELS, **ROWS)
    shapes = [WIDE, SQUARE, TALL]
    together = inside("label-detection", FOUND.replace("pictures = []", ON_A_GPU), str(models), shapes)
    assert [[label for label, _, _ in each] for each in together] == [[2]] * 3
    assert together == found(models, *shapes)


def test_answers_that_do_not_come_by_image_are_refused_where_images_are_seen_together(tmp_path: Path) -> None:
    models = mounted(tmp_path, "joined_rows", task="object-detection", labels=LABELS, batch=3, **ROWS)
    code = FOUND.replace("pictures = []", ON_A_GPU).replace("found = detect_each(network, pictures, 0.5)", REFUSED)
    said = inside("label-detection", code, str(models), [WIDE, SQUARE, TALL])
    assert "was given 3 images together, and its output 'rows' is [6, 6]" in said
    assert "`batch` of its manifest must be 1" in said


ATTEMPT = """
from pathlib import Path
import onnxruntime
from media_kits.vision import networks, sessions
folder, kind = given
ran = []
class Session(onnxruntime.InferenceSession):
    def run(self, names, values, *rest):
        ran.append([str(each.dtype) for each in values.values()])
        return super().run(names, values, *rest)
sessions._compute(Session(Path(folder) / f"of_{kind}.onnx"))
answer = ran
"""


@pytest.mark.parametrize(("kind", "ran"), [("uint8", [["uint8"]]), ("int32", [["int32"]]), ("double", [])])
def test_a_network_is_tried_with_every_type_that_images_are_turned_into(
    tmp_path: Path, kind: str, ran: list[list[str]]
) -> None:
    mounted(tmp_path, f"of_{kind}", task="image-classification")
    assert inside("label-detection", ATTEMPT, str(tmp_path), kind) == ran


def test_frames_are_decoded_ahead_in_their_order() -> None:
    content = frames_of([solid(shade) for shade in (10, 60, 110, 160, 210)])
    one, ahead = inside("label-detection", DECODED, base64.b64encode(content).decode())
    assert [sum(map(len, one)), [len(batch) for batch in ahead]] == [5, [2, 2, 1]]
    assert [each for batch in ahead for each in batch] == [each for batch in one for each in batch]
    assert [round(shade, -1) for batch in one for _, shade in batch] == [10, 60, 110, 160, 210]


DECODED = """
import base64, tempfile
from pathlib import Path
from media_kits.vision.batches import batches_of
from media_kits.vision.frames import Frames, _index_of
path = Path(tempfile.mkdtemp()) / "frames"
path.write_bytes(base64.b64decode(given[0]))
frames = Frames(path, _index_of(path), is_video=True)
answer = [
    [[[frame.timestamp, float(pixels.mean())] for frame, pixels in batch] for batch in batches_of(frames, 32, size)]
    for size in (1, 2)
]
"""


def solid(shade: int) -> bytes:
    """Return a small JPEG of one grey."""
    return drawn(f"Image.new('RGB', (64, 64), ({shade},) * 3).save(out, 'JPEG')")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"decoder": "yolo"},
            "decoder of the model 'd_fine' is 'yolo'; for object-detection nanodet, detr",
        ),
        ({"inputs": {}}, "the model 'd_fine' has further inputs (orig_target_sizes)"),
        ({"inputs": {"orig_target_sizes": "size"}}, "inputs.orig_target_sizes of the model 'd_fine' is 'size'"),
        ({"outputs": {"boxes": "dets"}}, "has no output 'dets' (it has labels, boxes, scores)"),
        ({"labels": LABELS[:2]}, "`labels` of its manifest lists 2: list all of them"),
        ({"input": {**RGB, **SIZE, "fit": "crop"}}, "input.fit of a model's manifest is 'crop'; stretch, letterbox"),
        ({"input": {**RGB, **SIZE, "name": "x"}}, "input.name of the model 'd_fine' is 'x'; the network has images"),
    ],
)
def test_a_manifest_that_does_not_fit_its_network_is_refused_in_a_sentence(
    tmp_path: Path, change: dict[str, Any], sentence: str
) -> None:
    manifest = FAMILIES["D-FINE"][1] | {"task": "object-detection", "labels": LABELS} | change
    folder = mounted(with_the_classifier(tmp_path / "models"), "d_fine", **manifest)
    outcome = run_with({"MEDIA_INSIGHTS_MODELS": str(folder)}, "label-detection", {"frames": picture()})
    assert (outcome.exit_code, sentence in outcome.sentence) == (1, True), outcome.sentence


def test_a_size_that_is_not_the_networks_is_told_with_its_cells(tmp_path: Path) -> None:
    kind, manifest = FAMILIES["YOLOX"]
    models = mounted(tmp_path, kind, task="object-detection", labels=LABELS, **(manifest | {"strides": [8, 16]}))
    code = FOUND.replace("found = detect_each(network, pictures, 0.5)", REFUSED)
    assert "answers with 84 cells, and an input of 64 by 64 has 80" in inside(
        "label-detection", code, str(models), [WIDE]
    )


REFUSED = """
from media_operator.errors import WrongModels
try:
    detect_each(network, pictures, 0.5)
except WrongModels as error:
    print(json.dumps(str(error)))
    sys.exit()
"""


def with_the_classifier(folder: Path) -> Path:
    """Return a folder with the network that label-detection ships beside its detector."""
    folder.mkdir()
    for file in ("efficientnet-lite2.json", "efficientnet-lite2.onnx"):
        (folder / file).write_bytes((media.cache().parent / "models/label-detection" / file).read_bytes())
    return folder


def picture() -> bytes:
    """Return a picture with one bright rectangle."""
    return drawn(
        "picture = Image.new('RGB', (256, 128), (40, 90, 20))\n"
        "ImageDraw.Draw(picture).rectangle((64, 32, 191, 95), fill='white')\npicture.save(out, 'PNG')"
    )


def test_a_mounted_detector_labels_a_picture(tmp_path: Path) -> None:
    manifest = FAMILIES["D-FINE"][1] | {"task": "object-detection", "labels": LABELS}
    folder = mounted(with_the_classifier(tmp_path / "models"), "d_fine", **manifest)
    result = run_with({"MEDIA_INSIGHTS_MODELS": str(folder)}, "label-detection", {"frames": picture()}).result
    dragon = next(label for label in result["Labels"] if label["Name"] == "Dragon")
    box = {"Left": 0.25, "Top": 0.25, "Width": 0.5, "Height": 0.5}
    assert dragon["Instances"][0]["BoundingBox"] == pytest.approx(box, abs=0.02)
    assert result["Model"][0]["name"] == "d_fine"
