"""What `make operator NAME=x` makes works at once: its example passes, and nothing of the template's name is left."""

from pathlib import Path

import pytest

from media_insights.catalogue.examples import problems_of
from media_insights.catalogue.scaffold import PLACEHOLDERS, scaffold
from tests.operators import examples, runs


def test_a_new_operator_passes_its_own_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = scaffold(runs.OPERATORS, tmp_path, "logo-spotting")
    for module in (runs, examples):
        monkeypatch.setattr(module, "OPERATORS", tmp_path)

    (case,) = examples.cases()
    assert not problems_of(case, examples.run_case(case))
    assert case.operator == "logo-spotting"
    texts = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert not [word for word in PLACEHOLDERS for text in texts if word.encode() in text]
