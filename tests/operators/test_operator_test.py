"""`media-insights operator test` outside of the checkout: examples alone, and as items of one process."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from media_insights.catalogue.operator_folders import LocalOperator, operator_in
from media_insights.catalogue.scaffold import scaffold
from media_insights.cli.local.engine_options import cache_of
from media_insights.cli.local.example_checks import run_in_place
from media_insights.cli.terminal.failures import Failure
from tests.operators.runs import OPERATORS

Edit = Callable[[str], str]


def _operator(folder: Path, edit: Edit = str) -> LocalOperator:
    made = scaffold(OPERATORS, folder, "counting-lines", "text")
    main = made / "main.py"
    main.write_text(edit(main.read_text("utf-8")), "utf-8")
    return operator_in(made)


def _remembering(main: str) -> str:
    """Number lines on from those of earlier items."""
    counted = main.replace("def main(", "SEEN: list[str] = []\n\n\ndef main(", 1)
    return counted.replace("start=1)]", "start=1 + len(SEEN))]\n    SEEN.extend(lines)", 1)


def _unprepared(main: str) -> str:
    """Read the file as if it were always a text."""
    return main.replace(
        'read_text(operator, "transcript", "text").text', '(operator.require("text").read_text("utf-8"))', 1
    )


def test_examples_are_run_alone_and_as_items_of_one_process(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_in_place(_operator(tmp_path), cache_of(None), update=False)

    said = capsys.readouterr().out
    assert re.search(r"^counting-lines/1-\w+: as expected$", said, re.MULTILINE)
    assert "counting-lines: 3 items in one process, one of them unreadable: as expected" in said


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (_remembering, "not alone in the process: result.json Items.0.Line: "),
        (
            _unprepared,
            "inputs of no known format: exit code 1 instead of 66: defect of the operator: UnicodeDecodeError",
        ),
    ],
    ids=["what items leave in memory", "inputs that cannot be read"],
)
def test_items_that_disturb_each_other_fail_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], edit: Edit, why: str
) -> None:
    with pytest.raises(Failure, match="items of one process disturb each other"):
        run_in_place(_operator(tmp_path, edit), cache_of(None), update=False)

    assert why in capsys.readouterr().err
