"""What is refused before anything is built, and a builder that fails."""

from pathlib import Path

import pytest
import yaml

from media_insights.catalogue.operator_folders import LocalOperator, operator_in
from media_insights.catalogue.problems import NotReady, Unusable
from media_insights.catalogue.root import OPERATORS, WORKFLOWS
from media_insights.local.image_builds import BuiltImage, ImageOrder, build_image

BUILDER = """
import json, os, sys
if "broken" in sys.argv:
    sys.exit("no space left on device")
json.dump({"reference": " ".join([os.environ["MEDIA_INSIGHTS_CACHE"], *sys.argv[1:]]), "pushed": True}, sys.stdout)
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A catalogue whose builder tells what it was asked for."""
    for name in (OPERATORS, WORKFLOWS, "dev/images"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "dev/__init__.py").write_text("")
    (tmp_path / "dev/images/__init__.py").write_text("")
    (tmp_path / "dev/images/single.py").write_text(BUILDER)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def operator(root: Path, **spec: object) -> LocalOperator:
    folder = root / "own/shots"
    folder.mkdir(parents=True)
    told = {"resultName": "shots", "version": "1.0.0", **(spec or {"image": "shots"})}
    manifest = {"kind": "MediaOperator", "metadata": {"name": "shots"}, "spec": told}
    (folder / "operator.yaml").write_text(yaml.safe_dump(manifest), "utf-8")
    return operator_in(folder)


def test_the_builder_is_told_all_that_was_asked_for(root: Path) -> None:
    order = ImageOrder(registry="r.example/team", tag="1.0", plain_http=True, accelerator="cuda")
    words = "--registry r.example/team --tag 1.0 --accelerator cuda --plain-http"
    expected = f"{root / 'cache'} {root / 'own/shots'} {words}"
    assert build_image(operator(root), order, root / "cache") == BuiltImage(reference=expected, pushed=True)


def test_a_build_that_fails_says_so(root: Path) -> None:
    with pytest.raises(NotReady, match="the image of shots was not built; the line above says why"):
        build_image(operator(root), ImageOrder(base="broken"), root / "cache")


def test_a_push_that_fails_does_not_say_that_nothing_was_built(root: Path) -> None:
    with pytest.raises(NotReady, match="the image of shots was not built and pushed to broken"):
        build_image(operator(root), ImageOrder(registry="broken"), root / "cache")


def test_a_tag_without_its_registry_is_refused(root: Path) -> None:
    with pytest.raises(Unusable, match=r"--tag 1\.0 names the image in a registry: add --registry HOST/PATH"):
        build_image(operator(root), ImageOrder(tag="1.0"), root / "cache")


def test_an_operator_that_waits_for_a_person_has_no_image(root: Path) -> None:
    with pytest.raises(Unusable, match="shots waits for a person"):
        build_image(operator(root, suspend=True), ImageOrder(), root / "cache")


def test_a_project_without_its_lock_is_refused_with_the_command_that_makes_it(root: Path) -> None:
    found = operator(root)
    (found.folder / "pyproject.toml").write_text("")
    with pytest.raises(Unusable, match=r"no uv\.lock: make it with uv lock --project"):
        build_image(found, ImageOrder(), root / "cache")


def test_an_installation_without_a_builder_says_where_there_is_one(root: Path) -> None:
    (root / "dev/images").rename(root / "dev/gone")
    with pytest.raises(NotReady, match="run it in a checkout, or install the wheel"):
        build_image(operator(root), ImageOrder(), root / "cache")
