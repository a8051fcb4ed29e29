"""`operator lint`: a good folder passes, and each rule finds what it is for."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from media_insights.catalogue.lint import problems_in
from media_insights.catalogue.problems import Unusable
from media_insights.catalogue.scaffold import LIBRARIES, scaffold

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of an operator that has nothing wrong with it, beside two bases."""
    for library in LIBRARIES:
        (tmp_path / library).symlink_to(ROOT / "operators-images" / library)
    for base in ("python", "vision"):
        (tmp_path / "_base" / base).mkdir(parents=True)
        (tmp_path / "_base" / base / "Dockerfile").touch()
    return Path(
        shutil.copytree(
            ROOT / "operators-images/captions", tmp_path / "captions", ignore=shutil.ignore_patterns(".venv")
        )
    )


def edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return change


def add(name: str, lines: str) -> Callable[[Path], None]:
    """Add lines to a file, which is made where it is not there."""

    def change(folder: Path) -> None:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(lines)

    return change


IMAGE = "\n[tool.media-insights.image]\nbase = '{}'\n"


def remove(name: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()

    return change


@pytest.mark.parametrize(
    "path", sorted((ROOT / "operators-images").glob("[!_]*/operator.yaml")), ids=lambda path: path.parent.name
)
def test_every_operator_of_the_catalogue_has_no_problem(path: Path) -> None:
    assert problems_in(path.parent) == []


def test_a_good_operator_has_no_problem(folder: Path) -> None:
    assert problems_in(folder) == []


@pytest.mark.parametrize(
    ("change", "fragment"),
    [
        (edit("operator.yaml", "name: captions\n", "name: other\n"), "metadata.name"),
        (edit("operator.yaml", "default: 42", "default: 4"), "outside its own schema"),
        (edit("operator.yaml", "type: integer", "type: numeral"), "no JSON Schema"),
        (edit("operator.yaml", ", result: true", ""), "no output has result: true"),
        (edit("operator.yaml", "    limits: {memory: 256Mi}\n", ""), "limits.memory"),
        (edit("operator.yaml", "image: captions", "image: ''"), "set image, or suspend: true"),
        (
            edit("operator.yaml", "  inputs:\n", "  inputs:\n    - {name: words, file: {parameter: nothing}}\n"),
            "spec.inputs[0].file.parameter: nothing is no parameter of type string",
        ),
        (
            edit("operator.yaml", "  inputs:\n", "  access: {secret: media-insights-store}\n  inputs:\n"),
            "access.objectStore",
        ),
        (edit("operator.yaml", "maxLines:", "mostLines:"), "README.md does not mention the parameter mostLines"),
        (
            edit("pyproject.toml", '"media-insights-operator-sdk",', '"media-insights-operator-sdk", "numpy>=2",'),
            "pin numpy>=2",
        ),
        (
            edit("operator.yaml", "{Caption: caption}", "{Caption: text}"),
            "spec.index leaves moments of examples/1-speech/out/result.json without a title",
        ),
        (edit("operator.yaml", "$.WebCaptions[*]", "$.Captions[*]"), "spec.index.list finds nothing in any example"),
        (edit("pyproject.toml", "[project]", "[project"), "pyproject.toml: "),
        (add("Dockerfile", "ARG BASE\n# FROM ${BASE}\n"), "FROM ${BASE}"),
        (add("pyproject.toml", IMAGE.format("visoin")), "base is 'visoin'; there are python, vision"),
        (remove("examples"), "examples/ is empty"),
        (remove("uv.lock"), "uv.lock is missing"),
        (remove("README.md"), "README.md is missing"),
        (remove("operator.yaml"), "is no operator: it has no operator.yaml"),
        (remove("../_sdk"), "pyproject.toml: ../_sdk is not there: put that folder there"),
        (
            edit("pyproject.toml", "dependencies = [", 'dependencies = [\n  "numpy==2.4.6",'),
            "uv.lock was made of another pyproject.toml: it differs in numpy; make it anew with uv lock --project",
        ),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_each_rule_finds_what_it_is_for(folder: Path, change: Callable[[Path], None], fragment: str) -> None:
    change(folder)

    assert any(fragment in problem for problem in problems_in(folder)), problems_in(folder)


def test_a_dockerfile_of_its_own_is_welcome_and_says_the_base(folder: Path) -> None:
    add("Dockerfile", "ARG BASE=vision\nFROM ${BASE}\n")(folder)
    assert problems_in(folder) == []

    add("pyproject.toml", IMAGE.format("vision"))(folder)
    assert problems_in(folder) == [
        "pyproject.toml: base = 'vision' is not read beside a Dockerfile: say it there, as ARG BASE=vision"
    ]


def test_an_example_that_the_operator_does_not_know_is_found(folder: Path) -> None:
    case = next(path for path in sorted((folder / "examples").iterdir()) if path.is_dir())
    (case / "in/stranger").touch()

    assert any("stranger" in problem for problem in problems_in(folder))


@pytest.mark.parametrize("name", ["Capital", "with space", "under_score", "-dash", "9lives", "dash-", "", "../up"])
def test_a_new_operator_needs_a_name_that_kubernetes_takes(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unusable, match="cannot name an operator"):
        scaffold(tmp_path, tmp_path, name)


def test_a_new_operator_is_the_template_under_its_own_name(tmp_path: Path) -> None:
    template = tmp_path / "_template"
    (template / "examples").mkdir(parents=True)
    (template / "operator.yaml").write_text("name: my-operator\nresultName: myOperator\n", encoding="utf-8")
    (template / "main.py").write_text('"""My operator: my_operator."""\n', encoding="utf-8")

    for library in LIBRARIES:
        (tmp_path / library).mkdir()

    folder = scaffold(tmp_path, tmp_path / "mine", "logo-detection")

    assert folder == tmp_path / "mine/logo-detection"
    assert all((tmp_path / "mine" / library).is_dir() for library in LIBRARIES)
    assert (folder / "operator.yaml").read_text(encoding="utf-8") == "name: logo-detection\nresultName: logoDetection\n"
    assert (folder / "main.py").read_text(encoding="utf-8") == '"""Logo detection: logo_detection."""\n'
    with pytest.raises(Unusable, match="exists already"):
        scaffold(tmp_path, tmp_path / "mine", "logo-detection")


@pytest.mark.parametrize(
    ("change", "fragment"),
    [
        (remove("worddist.py"), "spec.command names worddist.lambda_handler, but worddist.py is missing"),
        (edit("operator.yaml", "  access: {objectStore: ReadWrite}\n", ""), "spec.access.objectStore is None"),
        (remove("uv.lock"), "uv.lock is missing"),
    ],
)
def test_an_operator_written_for_mie_needs_its_handlers_the_store_and_its_packages(
    tmp_path: Path, change: Callable[[Path], None], fragment: str
) -> None:
    example = ROOT / "examples/05-bring-your-lambda/worddist"
    (tmp_path / "operators-images").symlink_to(ROOT / "operators-images")
    copy = tmp_path / "examples/05-bring-your-lambda/worddist"
    folder = Path(shutil.copytree(example, copy, ignore=shutil.ignore_patterns(".venv")))
    assert problems_in(folder) == []
    change(folder)
    assert any(fragment in problem for problem in problems_in(folder)), problems_in(folder)


def test_a_parameter_that_is_only_written_about_is_never_read(folder: Path) -> None:
    declared = "  parameters:\n    colour: {type: string, description: Nothing.}\n"
    edit("operator.yaml", "  parameters:\n", declared)(folder)
    edit("README.md", "maxLines", "colour maxLines")(folder)
    add("more.py", '"""The colour is not read."""\n\n# colour\n')(folder)
    (problem,) = problems_in(folder)
    assert "spec.parameters.colour is never read" in problem
    add("more.py", 'print(PARAMETERS["colour"])\n')(folder)
    assert problems_in(folder) == []


def test_a_parameter_that_no_program_names_and_no_field_takes_is_never_read(folder: Path) -> None:
    edit("operator.yaml", "  parameters:\n", "  parameters:\n    unused: {type: string, description: Nothing.}\n")(
        folder
    )
    edit("README.md", "maxLines", "unused maxLines")(folder)
    assert problems_in(folder) == [
        "operator.yaml: spec.parameters.unused is never read: no program in the folder and no kit names it"
    ]
    edit("operator.yaml", "  parameters:\n", "  environment: [{name: UNUSED, parameter: unused}]\n  parameters:\n")(
        folder
    )
    assert problems_in(folder) == []
