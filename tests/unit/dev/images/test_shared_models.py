"""Model files that several operators hold alike are layers beneath their images, and stand nowhere twice."""

from pathlib import Path

import pytest

from dev.images import context_files, fingerprints, image_specs, shared_models
from dev.images.places import CHECKOUT, Places
from dev.images.shared_models import Holding, shared_files

LARGE = b"w" * shared_models.LEAST_BYTES


def held(root: Path, base: str, **files: bytes) -> Holding:
    """A folder of models with these files, a name's last underscore its dot."""
    root.mkdir(parents=True)
    for name, content in files.items():
        (root / ".".join(name.rsplit("_", 1))).write_bytes(content)
    return Holding(base, root)


def test_what_most_operators_hold_lies_lowest_and_what_one_holds_in_no_layer(tmp_path: Path) -> None:
    holdings = {
        "labels": held(tmp_path / "labels", "vision", net_onnx=LARGE, boxes_onnx=LARGE + b"b", own_onnx=LARGE + b"o"),
        "moderation": held(tmp_path / "moderation", "vision", net_onnx=LARGE, boxes_onnx=LARGE + b"b"),
        "vectors": held(tmp_path / "vectors", "vision", net_onnx=LARGE),
    }
    lowest, upper = shared_files(holdings)
    assert (lowest.name, lowest.users) == ("vision-net", frozenset({"labels", "moderation", "vectors"}))
    assert (upper.name, upper.users) == ("vision-boxes", frozenset({"labels", "moderation"}))
    assert [relative for relative, _ in upper.files] == ["boxes.onnx"]


@pytest.mark.parametrize(
    ("base", "content", "mode"),
    [
        pytest.param("text", LARGE, 0o644, id="another base"),
        pytest.param("vision", LARGE[:-1] + b"x", 0o644, id="another content"),
        pytest.param("vision", LARGE, 0o755, id="a program"),
    ],
)
def test_files_that_differ_are_not_shared(tmp_path: Path, base: str, content: bytes, mode: int) -> None:
    first = held(tmp_path / "first", "vision", net_onnx=LARGE)
    second = held(tmp_path / "second", base, net_onnx=content)
    (tmp_path / "second" / "net.onnx").chmod(mode)
    assert shared_files({"first": first, "second": second}) == []


def test_a_few_bytes_are_no_layer(tmp_path: Path) -> None:
    holdings = {name: held(tmp_path / name, "vision", net_json=b"{}") for name in ("first", "second")}
    assert shared_files(holdings) == []


def test_every_model_file_of_an_operator_is_in_its_image_once(tmp_path: Path) -> None:
    """Operators as they are, with made model files of which two share one."""
    places = Places(CHECKOUT, tmp_path)
    for name, own in (("face-index", b""), ("face-search", b"i")):
        held(places.models / name, "", faces_onnx=LARGE, faces_json=b"{}", own_onnx=LARGE + own)
    specs = image_specs.products(places)
    for name in ("face-index", "face-search"):
        spec = specs[name]
        (layer,) = spec.layers
        placed = [path for path, _ in (*layer.files, *spec.files)]
        assert sorted(placed) == [f"models/{each}" for each in context_files.files(places.models / name)]
    alike = {fingerprints.of(specs[name].layers[0], "ground", {}) for name in ("face-index", "face-search")}
    assert len(alike) == 1
