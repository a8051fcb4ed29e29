"""What `make operator NAME=x` makes works at once: its example passes, and nothing of the template's name is left."""

import shutil
from pathlib import Path

import pytest

from media_insights.catalogue.scaffold import PLACEHOLDERS, scaffolded
from tests.operators import examples, runs


def test_a_new_operator_passes_its_own_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_sdk", "_kits", "_template"):
        shutil.copytree(runs.OPERATORS / name, tmp_path / name, ignore=shutil.ignore_patterns(".venv", "__pycache__"))
    folder = scaffolded(tmp_path, "logo-spotting")
    for module in (runs, examples):
        monkeypatch.setattr(module, "OPERATORS", tmp_path)

    (case,) = examples.cases()
    assert not examples.problems_of(case, examples.run_case(case))
    assert case.operator == "logo-spotting"
    texts = [path.read_text() for path in folder.rglob("*") if path.is_file()]
    assert not [word for word in PLACEHOLDERS for text in texts if word in text]
