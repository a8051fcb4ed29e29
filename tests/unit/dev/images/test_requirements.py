import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from dev.images import image_specs, requirements
from dev.images.image_specs import ImageSpec
from dev.images.places import CHECKOUT, Places
from dev.images.requirements import Pin

EXPORTED = """\
click==8.3.0 ; python_full_version >= '3.11' \\
    --hash=sha256:aa \\
    --hash=sha256:bb
Pillow[x]==13.0.0 --hash=sha256:cc
"""

HERE = Places(CHECKOUT, CHECKOUT)


def test_reads_what_uv_exports() -> None:
    click, pillow = requirements.parse(EXPORTED)
    assert (click.name, click.version) == ("click", "8.3.0")
    assert click.text == "click==8.3.0 ; python_full_version >= '3.11' --hash=sha256:aa --hash=sha256:bb"
    assert (pillow.name, pillow.version) == ("pillow", "13.0.0")


def test_a_package_of_the_base_is_left_out_at_the_same_version_only() -> None:
    wanted = [Pin("numpy", "2.4", "numpy==2.4"), Pin("pillow", "13", "pillow==13")]
    held = [Pin("numpy", "2.3", "numpy==2.3"), Pin("pillow", "13", "pillow==13")]
    assert [pin.name for pin in requirements.beyond(wanted, held)] == ["numpy"]


@pytest.mark.parametrize("spec", image_specs.products(HERE).values(), ids=lambda spec: spec.name)
def test_an_operator_pins_what_its_base_pins(spec: ImageSpec) -> None:
    """Or else it would carry a second copy of its base's packages."""
    own = _versions(spec)
    for base in _under(spec):
        held = _versions(base)
        different = {name: own[name] for name in own if name in held and not own[name] & held[name]}
        assert different == {}, f"`uv lock --upgrade-package` one of the two: the base {base.name} has {held}"


def test_the_image_of_search_adds_to_the_controllers_what_compares_words_with_images_and_nothing_else() -> None:
    search, controller = (image_specs.products(HERE)[name] for name in ("search", "controller"))
    assert search.base == controller.name
    held = requirements.locked(controller, "cpu")
    assert not {"onnxruntime", "tokenizers"} & {pin.name for pin in held}
    added = {pin.name for pin in requirements.beyond(requirements.locked(search, "cpu"), held)}
    assert added == {"onnxruntime", "tokenizers", "flatbuffers", "protobuf"}


def asking_for_a_device() -> list[str]:
    """Return the operators that reserve a GPU where there are some."""
    manifests = sorted(CHECKOUT.glob("operators-images/[!_]*/operator.yaml"))
    specs = [(path.parent.name, yaml.safe_load(path.read_text("utf-8"))["spec"]) for path in manifests]
    return [name for name, spec in specs if "gpu" in spec.get("resources", {})]


@pytest.mark.parametrize("name", asking_for_a_device())
def test_an_operator_that_asks_for_a_device_can_compute_on_it(name: str) -> None:
    spec = image_specs.products(HERE)[name]
    names = {pin.name for pin in requirements.locked(spec, "cuda", "x86_64")}
    assert {"onnxruntime-gpu", "nvidia-cudnn-cu13"} <= names or {"ctranslate2", "nvidia-cudnn-cu12"} <= names
    assert not {"onnxruntime", "onnxruntime-gpu"} <= names


@pytest.mark.parametrize("name", asking_for_a_device())
def test_images_for_the_cpu_and_for_machines_without_such_a_build_hold_none(name: str) -> None:
    spec = image_specs.products(HERE)[name]
    plain = {pin.name for pin in requirements.locked(spec, "cpu", "x86_64")}
    assert not any("nvidia" in each or each.endswith("-gpu") for each in plain)
    arm = {pin.name for pin in requirements.locked(spec, "cuda", "aarch64")}
    assert "onnxruntime" in arm
    assert "onnxruntime-gpu" not in arm


def _under(spec: ImageSpec) -> Iterator[ImageSpec]:
    """Yield the base of an image, the base of that, and so on."""
    base = image_specs.beneath(HERE).get(spec.base)
    while base is not None:
        yield base
        base = image_specs.beneath(HERE).get(base.base)


def _versions(spec: ImageSpec) -> dict[str, set[str]]:
    if spec.project is None:
        return {}
    found: dict[str, set[str]] = {}
    for package in _locked(spec.project / "uv.lock"):
        found.setdefault(package["name"], set()).add(package.get("version", ""))
    return found


def _locked(path: Path) -> list[dict[str, str]]:
    packages: list[dict[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))["package"]
    return packages
