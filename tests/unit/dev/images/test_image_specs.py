from pathlib import Path

import pytest

from dev.images import context_files, image_specs
from dev.images.errors import ImagesError
from dev.images.image_specs import ImageSpec
from dev.images.places import CHECKOUT, Places


def write(root: Path, **files: str) -> Path:
    """Write files, by name, into a folder that is made."""
    root.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (root / name.replace("__", ".")).write_text(text)
    return root


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A checkout with two bases, the shared Dockerfile, and one operator."""
    found = Places(tmp_path, tmp_path / "cache")
    write(found.bases / "python", Dockerfile="# a comment\nARG BASE=debian\nFROM ${BASE}\n")
    write(found.bases / "vision", pyproject__toml="", uv__lock="")
    write(found.bases / "mie", Dockerfile="ARG BASE\nFROM ${BASE}\n")
    write(found.bases, packages__Dockerfile="ARG BASE\nFROM ${BASE}\n")
    write(found.bases, operator__Dockerfile="ARG BASE\nFROM ${BASE}\nCOPY app/ /app/\n")
    write(tmp_path / "operators-images/_template", operator__yaml="spec: {}", main__py="")
    write(tmp_path / "operators-images/hello", operator__yaml="spec: {}", main__py="", words__txt="")
    return found


def declare(folder: Path, base: str) -> None:
    write(folder, pyproject__toml=f"[tool.media-insights.image]\nbase = '{base}'\n")


def files_of(spec: ImageSpec) -> set[str]:
    """What the context of a spec holds, as `folder/file`."""
    placed = {f"{name}/{path}" for name, folder in spec.folders for path in context_files.files(folder)}
    return {"/Dockerfile", *placed, *(path for path, _ in spec.files)}


def test_each_folder_with_a_manifest_is_an_image_but_those_with_an_underscore(places: Places) -> None:
    assert list(image_specs.products(places)) == ["hello"]
    assert list(image_specs.bases(places)) == ["mie", "python", "vision"]


def test_an_operator_that_is_no_program_has_no_image(places: Places) -> None:
    write(places.checkout / "operators-images/ask", operator__yaml="spec: {suspend: true}")
    assert list(image_specs.products(places)) == ["hello"]


def test_the_shared_dockerfile_serves_all_that_bring_none_and_takes_all_their_files(places: Places) -> None:
    assert files_of(image_specs.products(places)["hello"]) == {
        "/Dockerfile",
        "app/operator.yaml",
        "app/main.py",
        "app/words.txt",
    }


def test_an_operator_stands_on_python_or_on_what_its_project_declares(places: Places) -> None:
    assert image_specs.products(places)["hello"].base == "python"
    declare(places.checkout / "operators-images/hello", "vision")
    assert image_specs.products(places)["hello"].base == "vision"


def test_a_declared_base_that_is_none_is_refused_with_those_that_there_are(places: Places) -> None:
    declare(places.checkout / "operators-images/hello", "visoin")
    with pytest.raises(ImagesError, match="no base visoin; there are mie, python"):
        image_specs.products(places)


def test_a_dockerfile_of_its_own_counts_and_says_its_base(places: Places) -> None:
    own = write(places.checkout / "operators-images/hello", Dockerfile="ARG BASE=scratch\nFROM ${BASE}\n")
    spec = image_specs.products(places)["hello"]
    assert (spec.dockerfile, spec.base) == (own / "Dockerfile", "scratch")
    assert files_of(spec) == {"/Dockerfile", "/operator.yaml", "/main.py", "/words.txt"}


def test_a_dockerfile_without_a_base_is_refused_with_what_to_write(places: Places) -> None:
    write(places.checkout / "operators-images/hello", Dockerfile="FROM scratch\n")
    with pytest.raises(ImagesError, match="begin with `ARG BASE=python`"):
        image_specs.products(places)


def test_a_folder_that_was_written_for_mie_stands_on_mie_and_may_be_an_example(places: Places) -> None:
    for folder, command in (("words", "[python, -m, lambda_operator, words.handler]"), ("other", "[/bin/other]")):
        write(places.checkout / "examples/05-lambda" / folder, operator__yaml=f"spec:\n  command: {command}\n")
    found = image_specs.products(places)
    assert list(found) == ["hello", "words"]
    assert found["words"].base == "mie"


@pytest.mark.parametrize(
    "command",
    [
        "  command:\n    - python\n    - -m\n    - lambda_operator\n    - words.handler\n",
        "  command:\n  - python\n  - -m\n  # the helper\n\n  - lambda_operator\n  - words.handler\n",
        "  command: [python, -m,\n    lambda_operator, words.handler]\n",
        '  command: ["python", "-m", "lambda_operator", "words.handler"]\n',
    ],
)
def test_a_command_may_be_written_in_every_style_of_yaml(places: Places, command: str) -> None:
    write(places.checkout / "examples/05-lambda/words", operator__yaml=f"spec:\n{command}  resultName: x\n")
    assert image_specs.products(places)["words"].base == "mie"


def test_the_helper_s_name_elsewhere_in_a_manifest_makes_no_lambda(places: Places) -> None:
    text = "spec:\n  command: [/bin/other]\n  description: no lambda_operator\n"
    write(places.checkout / "examples/05-lambda/other", operator__yaml=text)
    assert "other" not in image_specs.products(places)


def test_a_base_says_what_it_stands_on(places: Places) -> None:
    assert [each.base for each in image_specs.bases(places).values()] == ["python", image_specs.ROOT, "python"]
    declare(places.bases / "vision", "mie")
    assert image_specs.bases(places)["vision"].base == "mie"


def test_a_base_of_packages_alone_brings_no_dockerfile(places: Places) -> None:
    spec = image_specs.bases(places)["vision"]
    assert (spec.project, files_of(spec)) == (places.bases / "vision", {"/Dockerfile"})
    assert spec.dockerfile == places.packages


def library(folder: Path, *packages: str) -> None:
    """A library of ours with these packages, each of one module."""
    write(folder, pyproject__toml=f"[tool.hatch.build.targets.wheel]\npackages = {list(packages)}\n")
    for package in packages:
        write(folder / package, module__py="")


def lock(folder: Path, *libraries: str) -> None:
    """A lock file of a project that depends on these folders."""
    own = "[[package]]\nname = 'own'\nsource = { virtual = '.' }\n"
    entries = (f"[[package]]\nname = '{each}'\nsource = {{ editable = '{each}' }}\n" for each in libraries)
    write(folder, uv__lock=own + "".join(entries))


def test_an_image_carries_the_libraries_of_its_project_that_its_bases_lack(places: Places) -> None:
    library(places.checkout / "operators-images/_sdk", "sdk")
    library(places.checkout / "operators-images/_kits/sound", "kits")
    library(places.checkout / "operators-images/_kits/images", "kits", "more")
    lock(places.bases / "python", "../../_sdk")
    lock(places.bases / "vision", "../../_sdk", "../../_kits/images")
    lock(places.checkout / "operators-images/hello", "../_sdk", "../_kits/sound", "../_kits/images")

    def carried(spec: ImageSpec) -> set[str]:
        return {name for name in files_of(spec) if name.startswith("libraries/")}

    assert carried(image_specs.bases(places)["python"]) == {"libraries/sdk/module.py"}
    assert carried(image_specs.bases(places)["vision"]) == {"libraries/kits/module.py", "libraries/more/module.py"}
    assert carried(image_specs.products(places)["hello"]) == {"libraries/kits/module.py", "libraries/more/module.py"}
    declare(places.checkout / "operators-images/hello", "vision")
    assert carried(image_specs.products(places)["hello"]) == {"libraries/kits/module.py"}


def test_an_unknown_name_is_refused_with_those_that_there_are(places: Places) -> None:
    with pytest.raises(ImagesError, match="no image hullo; there are hello"):
        image_specs.specs_named(image_specs.products(places), ["hullo"])


def test_every_base_that_an_operator_of_this_repository_names_exists() -> None:
    here = Places(CHECKOUT, CHECKOUT)
    known = {*image_specs.beneath(here), image_specs.ROOT}
    assert {spec.name: spec.base for spec in image_specs.products(here).values() if spec.base not in known} == {}
