"""Mounted models come before shipped ones, are what was declared, and are wrong in a sentence that names the field."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.operators.runs import OPERATORS, modules_of

[sdk, files, devices, running, operators] = modules_of(
    "_sdk",
    "media_operator",
    *(f"media_operator.{name}" for name in ("model_files", "devices", "running", "operators")),
)
EXAMPLE = OPERATORS.parent / "examples/12-your-model"

SHELL = r"find . \( -type f -o -type l \) -printf '%P\0' | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum"
"""As docs/models.md has it."""


def manifest(name: str) -> dict[str, Any]:
    digest = hashlib.sha256(b"weights").hexdigest()
    given = {"size": [64, 64], "channels": "RGB", "mean": [0, 0, 0], "std": [255, 255, 255]}
    read = {"decoder": "detr", "input": given, "labels": [{"name": "Cat", "parents": []}]}
    return {"name": name, "task": "object-detection", "file": f"{name}.onnx", "sha256": digest, **read}


def put(folder: Path, of: str, content: bytes = b"weights", **fields: Any) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{of}.onnx").write_bytes(content)
    (folder / f"{of}.json").write_text(json.dumps(manifest(of) | fields))
    return folder


def execute(folder: Path, environ: dict[str, str], main: Any = None) -> tuple[int, Any]:
    """The exit code, and the result or the sentence."""
    for name in ("in", "out"):
        (folder / name).mkdir(exist_ok=True)
    seen = {
        "MEDIA_INSIGHTS_IN": str(folder / "in"),
        "MEDIA_INSIGHTS_OUT": str(folder / "out"),
        "MEDIA_INSIGHTS_TERMINATION_LOG": str(folder / "why"),
    }
    code = sdk.execute(main or chosen, seen | environ, folder)
    result = folder / "out/result.json"
    return code, json.loads(result.read_text()) if code == 0 else (folder / "why").read_text()


def chosen(operator: Any) -> dict[str, Any]:
    found = sdk.manifest_of(operator.models, "object-detection")
    names = sorted(path.name for path in operator.models.iterdir() if path.name != ".mounted")
    return {
        "Model": found["name"],
        "Weights": (operator.models / found["file"]).read_text(),
        "All": [each["name"] for each in sdk.manifests_in(operator.models)],
        "Files": names,
    }


def mounted(tmp_path: Path, **environ: str) -> dict[str, str]:
    return {
        "MEDIA_INSIGHTS_MODELS": str(tmp_path / "shipped"),
        "MEDIA_INSIGHTS_MOUNTED_MODELS": str(tmp_path / "mounted"),
        **{f"MEDIA_INSIGHTS_MOUNTED_{name}": value for name, value in environ.items()},
    }


def test_a_mounted_manifest_comes_before_the_shipped_one_of_its_task(tmp_path: Path) -> None:
    put(tmp_path / "shipped", "aa-shipped")
    put(tmp_path / "shipped", "scenes", task="image-classification")
    put(tmp_path / "mounted", "own")

    code, result = execute(tmp_path, mounted(tmp_path))

    assert (code, result["Model"], result["All"]) == (0, "own", ["own", "aa-shipped", "scenes"])
    assert "scenes.onnx" in result["Files"]


def test_without_a_mount_the_shipped_folder_is_what_the_operator_has(tmp_path: Path) -> None:
    put(tmp_path / "shipped", "aa-shipped")

    code, result = execute(tmp_path, {"MEDIA_INSIGHTS_MODELS": str(tmp_path / "shipped")})

    assert (code, result["Model"]) == (0, "aa-shipped")


def test_what_has_the_name_of_a_shipped_file_stands_for_it(tmp_path: Path) -> None:
    put(tmp_path / "shipped", "same", b"old")
    put(tmp_path / "mounted", "same", b"new", sha256=hashlib.sha256(b"new").hexdigest())

    code, result = execute(tmp_path, mounted(tmp_path))

    assert (code, result["Weights"], result["All"]) == (0, "new", ["same"])


def test_replace_leaves_out_all_that_is_shipped(tmp_path: Path) -> None:
    put(tmp_path / "shipped", "scenes", task="image-classification")
    put(tmp_path / "mounted", "own")

    code, result = execute(tmp_path, mounted(tmp_path, MODE="Replace"))

    assert (code, result["All"]) == (0, ["own"])


def test_a_stub_needs_no_models(tmp_path: Path) -> None:
    (tmp_path / "examples/first/out").mkdir(parents=True)
    (tmp_path / "examples/first/out/result.json").write_text("{}")

    code, result = execute(tmp_path, mounted(tmp_path) | {"STUB": "1"})

    assert (code, result) == (0, {})


def test_a_folder_with_the_declared_digest_is_used_and_any_other_is_not(tmp_path: Path) -> None:
    put(tmp_path / "mounted", "own")
    digest = files.digest_of(tmp_path / "mounted")
    assert execute(tmp_path, mounted(tmp_path, DIGEST=digest))[0] == 0

    put(tmp_path / "mounted", "own", b"others", sha256=hashlib.sha256(b"others").hexdigest())
    code, sentence = execute(tmp_path, mounted(tmp_path, DIGEST=digest))

    assert (code, digest in sentence, files.digest_of(tmp_path / "mounted") in sentence) == (1, True, True)


def test_the_digest_is_the_one_that_a_shell_computes(tmp_path: Path) -> None:
    put(tmp_path, "own")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/ä.bin").write_bytes(b"x")
    (tmp_path / "link.onnx").symlink_to("own.onnx")

    said = subprocess.run(["bash", "-c", SHELL], cwd=tmp_path, check=True, capture_output=True, text=True).stdout

    assert files.digest_of(tmp_path) == f"sha256:{said.split()[0]}"


def identified(operator: Any) -> dict[str, Any]:
    one = sdk.manifest_of(operator.models, "object-detection")
    return {"One": one["sha256"], "All": [each.get("sha256") for each in sdk.manifests_in(operator.models)]}


@pytest.mark.parametrize("stated", [{"sha256": None}, {}], ids=["not stated", "stated"])
def test_a_model_is_named_by_the_sha256_of_its_file_stated_or_not(tmp_path: Path, stated: dict[str, Any]) -> None:
    put(tmp_path / "mounted", "own", **stated)
    (tmp_path / "mounted/voice").mkdir()
    put(tmp_path / "mounted", "parts", task="bird-song", file="voice", sha256=None)

    expected = hashlib.sha256(b"weights").hexdigest()
    assert execute(tmp_path, mounted(tmp_path), identified) == (0, {"One": expected, "All": [expected, None]})


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"name": 3}, "own.json: name is 3; text is right"),
    ({"file": ""}, "own.json: file is ''; text is right"),
    ({"lables": []}, "own.json: lables is no field; 'labels' is probably meant"),
    ({"input": {"size": 640}}, "own.json: input.size is 640; [width, height], two whole numbers from 1, is right"),
    ({"task": "object_detection"}, "own.json: task is 'object_detection'; 'object-detection' is probably meant"),
    (
        {"file": "../shipped/aa.onnx"},
        "own.json: file is '../shipped/aa.onnx', which is no file of the folder of models",
    ),
    ({"file": "absent.onnx"}, "own.json: file is 'absent.onnx', which is no file"),
    ({"sha256": "0" * 64}, f"own.json: sha256 is {'0' * 64!r}, but own.onnx has "),
    ({"files": "own.onnx"}, "own.json: files is 'own.onnx'; a list is right"),
    ({"files": [{"path": "own.onnx", "sha256": "1"}]}, "own.json: files[0].sha256 is '1', but own.onnx has "),
]


@pytest.mark.parametrize(("fields", "sentence"), WRONG, ids=[str(fields)[:40] for fields, _ in WRONG])
def test_a_wrong_manifest_is_refused_by_its_field(tmp_path: Path, fields: dict[str, Any], sentence: str) -> None:
    put(tmp_path / "shipped", "aa")
    put(tmp_path / "mounted", "own", **fields)

    code, said = execute(tmp_path, mounted(tmp_path))

    assert (code, sentence in said) == (1, True), said


def test_two_mounted_models_of_one_task_are_one_too_many(tmp_path: Path) -> None:
    for name in ("one", "two"):
        put(tmp_path / "mounted", name)

    assert execute(tmp_path, mounted(tmp_path)) == (
        1,
        "one.json, two.json all have the task 'object-detection': leave one of them in the folder of models",
    )


def test_a_folder_that_is_not_there_and_a_manifest_that_is_no_json(tmp_path: Path) -> None:
    assert "there is no folder of models at" in execute(tmp_path, mounted(tmp_path))[1]
    (tmp_path / "mounted").mkdir()
    (tmp_path / "mounted/x.json").write_text("{")
    assert "x.json of the folder of models is not JSON" in execute(tmp_path, mounted(tmp_path))[1]


@pytest.mark.parametrize("target", ["/etc/hostname", "..", "deep"])
def test_a_link_out_of_the_folder_or_to_a_folder_is_refused(tmp_path: Path, target: str) -> None:
    put(tmp_path / "mounted", "own")
    (tmp_path / "mounted/deep").mkdir()
    (tmp_path / "mounted/link").symlink_to(target)

    code, sentence = execute(tmp_path, mounted(tmp_path, DIGEST="sha256:0"))

    assert (code, "link is a link to no file of the folder" in sentence) == (1, True)


def test_the_engine_is_told_of_a_gpu_that_stood_idle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = devices.Devices()
    monkeypatch.setattr(running, "DEVICES", known)
    monkeypatch.setattr(operators, "DEVICES", known)
    for environ, word in (({}, ""), ({"MEDIA_INSIGHTS_GPU": "Preferred"}, "Idle")):
        known.open_model(str, len, gpu=False)
        assert execute(tmp_path, environ, lambda _: {})[0] == 0
        path = tmp_path / "out/.gpu"
        assert (path.read_text() if path.exists() else "") == word


@pytest.mark.parametrize("failing", [0, 1])
def test_a_gpu_that_one_model_cannot_use_and_another_does_is_not_idle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int
) -> None:
    def fail(_: str) -> None:
        raise RuntimeError("no kernel for this operation")

    known = devices.Devices()
    monkeypatch.setattr(running, "DEVICES", known)
    for number in range(2):
        known.open_model(str, fail if number == failing else len, gpu=True)
    assert execute(tmp_path, {"MEDIA_INSIGHTS_GPU": "Preferred"}, lambda _: {})[0] == 0
    assert not (tmp_path / "out/.gpu").exists()
    assert [each.message for each in known.warnings()] == [
        "the GPU could not be used, and the CPU computed instead: no kernel for this operation"
    ]


@pytest.mark.thorough
def test_the_example_of_a_model_of_ones_own_is_used(tmp_path: Path) -> None:
    make = EXAMPLE / "make_model.py"
    subprocess.run(["uv", "run", "--quiet", "--no-project", str(make), str(tmp_path / "toy")], check=True, timeout=300)
    words = [
        sys.executable,
        "-m",
        "media_insights",
        "operator",
        "check-model",
        "label-detection",
        str(tmp_path / "toy"),
    ]

    good = subprocess.run(words, check=False, capture_output=True, text=True)
    assert good.returncode == 0, good.stderr
    assert "ran      name toy" in good.stdout
    assert "found    1 Labels" in good.stdout

    (tmp_path / "toy/toy.onnx").write_bytes(b"others")
    bad = subprocess.run(words, check=False, capture_output=True, text=True)
    assert bad.returncode == 1
    assert "toy.json: sha256 is " in bad.stderr
    assert "toy.onnx   cannot be opened" in bad.stdout


def test_a_mounted_manifest_that_nobody_asks_for_is_told_in_the_result(tmp_path: Path) -> None:
    put(tmp_path / "shipped", "aa-shipped")
    put(tmp_path / "shipped", "scenes", task="image-classification")
    put(tmp_path / "mounted", "own")
    put(tmp_path / "mounted", "tagger", task="image-classification", decoder="softmax")
    put(tmp_path / "mounted", "other", task="of-another-operator")

    def main(operator: Any) -> dict[str, Any]:
        return {"Model": sdk.manifest_of(operator.models, "object-detection")["name"]}

    code, result = execute(tmp_path, mounted(tmp_path), main)
    said = "the mounted other.json was not read: this operator asks for no model of the task 'of-another-operator'"
    assert (code, result["Warnings"]) == (0, [{"Reason": "ModelNotRead", "Message": said}])
