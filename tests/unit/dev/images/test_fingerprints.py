from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dev.images import fingerprints
from dev.images.image_specs import ImageSpec

Change = Callable[[Path], object]


@pytest.fixture
def spec(tmp_path: Path) -> ImageSpec:
    for name, text in {"main.py": "pass", "Dockerfile": "FROM x", "uv.lock": "", "examples/a/out/r.json": "{}"}.items():
        path = tmp_path / "op" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "models").mkdir()
    folders = (("", tmp_path / "op"), ("models", tmp_path / "models"))
    return ImageSpec("op", tmp_path / "op/Dockerfile", "python", tmp_path / "op", folders)


def _tag(spec: ImageSpec, base: str = "base:1", **arguments: str) -> str:
    return fingerprints.of(spec, base, arguments)


CHANGES: dict[str, Change] = {
    "a file's content": lambda root: (root / "op/main.py").write_text("pass "),
    "a file's name": lambda root: (root / "op/main.py").rename(root / "op/other.py"),
    "a new file": lambda root: (root / "op/new.txt").touch(),
    "an executable bit": lambda root: (root / "op/main.py").chmod(0o755),
    "the Dockerfile": lambda root: (root / "op/Dockerfile").write_text("FROM y"),
    "the lock file": lambda root: (root / "op/uv.lock").write_text("new"),
    "a model": lambda root: (root / "models/m.onnx").write_bytes(b"weights"),
    "the stub's output": lambda root: (root / "op/examples/a/out/r.json").write_text("[]"),
}
NO_CHANGES: dict[str, Change] = {
    "nothing": lambda root: root,
    "a time stamp": lambda root: (root / "op/main.py").touch(),
    "the README": lambda root: (root / "op/README.md").write_text("words"),
    "an example's input": lambda root: _made(root / "op/examples/a/in/big.bin"),
    "compiled files": lambda root: _made(root / "op/__pycache__/main.pyc"),
    "the environment": lambda root: _made(root / "op/.venv/bin/python"),
}


def _made(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.touch()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_new_tag_for(spec: ImageSpec, tmp_path: Path, change: Change) -> None:
    before = _tag(spec)
    change(tmp_path)
    assert _tag(spec) != before


@pytest.mark.parametrize("change", NO_CHANGES.values(), ids=NO_CHANGES)
def test_the_same_tag_for(spec: ImageSpec, tmp_path: Path, change: Change) -> None:
    before = _tag(spec)
    change(tmp_path)
    assert _tag(spec) == before


def test_another_base_or_argument_is_another_image(spec: ImageSpec) -> None:
    assert _tag(spec) != _tag(spec, "base:2")
    assert _tag(spec, ACCELERATOR="cpu") != _tag(spec, ACCELERATOR="cuda")


def test_the_same_file_elsewhere_in_the_context_is_another_image(spec: ImageSpec, tmp_path: Path) -> None:
    assert _tag(spec) != _tag(replace(spec, folders=(("weights", tmp_path / "op"), *spec.folders[1:])))


def test_what_its_project_declares_counts_also_where_the_dockerfile_is_shared(spec: ImageSpec, tmp_path: Path) -> None:
    shared = replace(spec, folders=())
    before = _tag(shared)
    (tmp_path / "op/pyproject.toml").write_text("[tool.media-insights.image]\nkeep = ['numpy/tests/*']\n")
    assert _tag(shared) != before
