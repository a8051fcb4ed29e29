"""An edit of a library makes new images, and new digests of the embedded engine, of its users only."""

import ast
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from dev.images import fingerprints, image_specs, libraries
from dev.images.image_specs import ImageSpec
from dev.images.places import CHECKOUT, Places
from media_insights.catalogue.libraries import libraries_of
from media_insights.catalogue.operator_folders import operator_in

OPERATORS = CHECKOUT / "operators-images"
KITS = sorted(path.name for path in OPERATORS.glob("_kits/*/"))
HERE = Places(CHECKOUT, CHECKOUT)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Places:
    """A copy of the operators, whose libraries may be edited."""
    root = tmp_path_factory.mktemp("checkout")
    ignored = shutil.ignore_patterns(".venv", "__pycache__", "in", "README.md")
    shutil.copytree(OPERATORS, root / "operators-images", ignore=ignored)
    return Places(root, root / "cache")


def tags(places: Places) -> dict[str, str]:
    """Each image's name → its tag."""
    known = image_specs.bases(places)

    @cache
    def tag_of(base: str) -> str:
        return fingerprints.of(known[base], tag_of(known[base].base), {}) if base in known else base

    return {name: fingerprints.of(each, tag_of(each.base), {}) for name, each in image_specs.products(places).items()}


def digests(places: Places) -> dict[str, str]:
    """Each operator's folder → what the embedded engine takes for its image."""
    folders = (path.parent for path in places.checkout.glob("operators-images/[!_]*/main.py"))
    return {folder.name: operator_in(folder).spec.image for folder in folders}


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    return {name for name in before if before[name] != after[name]}


def kits_imported(folder: Path) -> set[str]:
    """The kits that the modules below a folder import, and those that these import."""
    nodes = (node for path in folder.rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    modules = (node.module or "" for node in nodes if isinstance(node, ast.ImportFrom))
    direct = {name.split(".")[1] for name in modules if name.startswith("media_kits.")}
    direct -= {folder.name} if folder.parent.name == "media_kits" else set()
    return direct.union(*(kits_imported(OPERATORS / "_kits" / kit / "media_kits" / kit) for kit in direct))


@pytest.mark.parametrize("kit", KITS)
def test_a_comma_in_a_kit_changes_the_operators_that_import_it_and_no_other(places: Places, kit: str) -> None:
    users = {path.parent.name for path in OPERATORS.glob("[!_]*/main.py") if kit in kits_imported(path.parent)}
    before = tags(places), digests(places)
    module = places.checkout / "operators-images/_kits" / kit / "media_kits" / kit / "__init__.py"
    module.write_text(module.read_text("utf-8") + "# ,\n", "utf-8")
    assert users
    assert changed(before[0], tags(places)) == users
    assert changed(before[1], digests(places)) == users


def test_a_comma_about_translation_does_not_reach_what_is_not_translated(places: Places) -> None:
    before = tags(places)
    terms = places.checkout / "operators-images/_kits/translation/media_kits/translation/terms.py"
    terms.write_text(terms.read_text("utf-8").replace(",", ", ", 1), "utf-8")
    assert changed(before, tags(places)) == {"translate", "translate-captions"}


def test_the_sdk_reaches_every_operator_in_python(places: Places) -> None:
    before = tags(places), digests(places)
    module = places.checkout / "operators-images/_sdk/media_operator/errors.py"
    module.write_text(module.read_text("utf-8") + "# ,\n", "utf-8")
    assert changed(before[0], tags(places)) == changed(before[1], digests(places)) == set(before[0])


@pytest.mark.parametrize("spec", image_specs.products(HERE).values(), ids=lambda spec: spec.name)
def test_lock_file_and_project_name_the_same_libraries(spec: ImageSpec) -> None:
    """Images follow the one, the embedded engine the other."""
    locked = {library.folder for library in libraries.of(spec.project)}
    assert locked == set(libraries_of(spec.project) if spec.project else ())
