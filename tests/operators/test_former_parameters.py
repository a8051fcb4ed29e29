"""An operator does what it did with the parameters of its former version, as runs of before an upgrade give it."""

import json
from pathlib import Path

import pytest

from tests.operators import media
from tests.operators.runs import defaults, run_folder

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("operator", "later", "key"),
    [
        ("content-moderation", "minExplicitConfidence", "ModerationLabels"),
        ("label-detection", "parentLabels", "Labels"),
    ],
)
def test_a_parameter_that_was_not_known_yet_has_its_default(
    tmp_path: Path, operator: str, later: str, key: str
) -> None:
    for name in ("in", "out"):
        (tmp_path / name).mkdir()
    (tmp_path / "in/frames").write_bytes(media.fetch("party").read_bytes())
    (tmp_path / "in/context.json").write_text("{}")
    former = {name: value for name, value in defaults(operator).items() if name != later}
    (tmp_path / "in/parameters.json").write_text(json.dumps(former))
    assert run_folder(operator, tmp_path).result[key]
