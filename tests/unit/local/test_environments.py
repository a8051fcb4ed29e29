"""Which packages an operator's environment has: those of a GPU where there is one, or where they are asked for."""

from pathlib import Path

import pytest

from media_insights.catalogue.operator_folders import LocalOperator
from media_insights.local.environments import Environments, wants_gpu
from tests.unit.builders import operator

VISION = '[project]\nname = "x"\n[project.optional-dependencies]\ncuda = ["onnxruntime-gpu[cuda]==1"]\n'
SPEECH = '[project]\nname = "x"\n[project.optional-dependencies]\ncuda = ["nvidia-cublas-cu12"]\n'
PLAIN = '[project]\nname = "x"\n'


def at(folder: Path, project: str) -> LocalOperator:
    (folder / "pyproject.toml").write_text(project)
    return LocalOperator(folder=folder, name="x", spec=operator("x", "Image"))


@pytest.mark.parametrize(
    ("project", "gpu", "words"),
    [
        (VISION, True, "--extra cuda --no-install-package onnxruntime"),
        (SPEECH, True, "--extra cuda"),
        (PLAIN, True, ""),
        (VISION, False, ""),
    ],
)
def test_packages(tmp_path: Path, project: str, gpu: bool, words: str) -> None:  # noqa: FBT001 - a row
    assert " ".join(Environments(tmp_path, gpu)._packages(at(tmp_path, project))) == words


def test_an_environment_for_the_gpu_is_another_one_where_there_is_a_difference(tmp_path: Path) -> None:
    cpu, gpu = Environments(tmp_path, gpu=False), Environments(tmp_path, gpu=True)
    plain = at(tmp_path, PLAIN)
    assert cpu.folder(plain) == gpu.folder(plain)
    vision = at(tmp_path, VISION)
    assert cpu.folder(vision) != gpu.folder(vision)


def test_what_is_asked_for_counts_before_what_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIA_INSIGHTS_ACCELERATOR", "cuda")
    assert wants_gpu()
    monkeypatch.setenv("MEDIA_INSIGHTS_ACCELERATOR", "cpu")
    assert not wants_gpu()
