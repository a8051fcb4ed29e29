from pathlib import Path

import pytest

from images import fingerprints, recipes
from images.errors import ImagesError
from images.places import CHECKOUT, Places


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A checkout with one base and one operator."""
    for folder, first in (("_base/python", "ARG BASE=debian"), ("hello", "ARG BASE=python"), ("_template", "ARG BASE")):
        path = tmp_path / "operators-images" / folder
        path.mkdir(parents=True)
        (path / "Dockerfile").write_text(f"# a comment\n{first}\nFROM ${{BASE}}\n")
    return Places(tmp_path, tmp_path / "cache")


def test_each_folder_with_a_dockerfile_is_an_image_but_those_with_an_underscore(places: Places) -> None:
    assert list(recipes.products(places)) == ["hello"]
    assert list(recipes.bases(places)) == ["python"]


def test_a_folder_that_was_written_for_mie_needs_no_dockerfile_and_may_be_an_example(places: Places) -> None:
    (places.checkout / "operators-images/_compat/image").mkdir(parents=True)
    (places.checkout / "operators-images/_compat/image/Dockerfile").write_text("ARG BASE=compat\nFROM ${BASE}\n")
    for folder, command in (("words", "[python, -m, lambda_operator, words.handler]"), ("other", "[/bin/other]")):
        path = places.checkout / "examples/05-lambda" / folder
        path.mkdir(parents=True)
        (path / "operator.yaml").write_text(f"spec:\n  command: {command}\n")
    found = recipes.products(places)
    assert list(found) == ["hello", "words"]
    assert found["words"].base == "compat"
    assert "Dockerfile" in [path.name for _, folder in found["words"].extra for path in fingerprints.files(folder)]


def test_an_image_says_what_it_stands_on(places: Places) -> None:
    assert recipes.products(places)["hello"].base == "python"
    assert recipes.bases(places)["python"].base == recipes.ROOT


def test_a_dockerfile_without_a_base_is_refused_with_what_to_write(places: Places) -> None:
    (places.checkout / "operators-images/hello/Dockerfile").write_text("FROM scratch\n")
    with pytest.raises(ImagesError, match="begin with `ARG BASE=python`"):
        recipes.products(places)


def test_an_unknown_name_is_refused_with_those_that_there_are(places: Places) -> None:
    with pytest.raises(ImagesError, match="no image hullo; there are hello"):
        recipes.chosen(recipes.products(places), ["hullo"])


def test_every_base_that_an_operator_of_this_repository_names_exists() -> None:
    here = Places(CHECKOUT, CHECKOUT)
    known = {*recipes.bases(here), recipes.ROOT}
    assert {recipe.name: recipe.base for recipe in recipes.products(here).values() if recipe.base not in known} == {}
