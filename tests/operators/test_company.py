"""An item comes out in the company of others as it does alone, whatever is kept in memory from one to the next."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
import yaml

from media_insights.catalogue.examples import NO_DEFECT, SERVER, UNREADABLE, Case, json_in, problems_of
from media_insights.domain.running.contract import CONTEXT_FILE, PARAMETERS_FILE
from tests.operators.examples import cases, lay_out
from tests.operators.runs import OPERATORS, Outcome, run_folder

SPOILT = "00-spoilt"
"""The item after the first."""


def _does_many(operator: str) -> bool:
    return bool(yaml.safe_load((OPERATORS / operator / "operator.yaml").read_text())["spec"].get("items") == "Many")


def _parameters(case: Case) -> str:
    return json.dumps(case.parameters, sort_keys=True)


def companies() -> Iterator[list[Case]]:
    """Yield the examples of each operator that one process can do: they have the same parameters."""
    found = [each for each in cases() if not json_in(each.folder / "in" / SERVER) and _does_many(each.operator)]
    ordered = sorted(found, key=lambda case: (case.operator, _parameters(case), str(case)))
    for _, same in groupby(ordered, key=lambda case: (case.operator, _parameters(case))):
        yield list(same)


@pytest.mark.thorough
@pytest.mark.parametrize("together", list(companies()), ids=lambda each: "+".join(map(str, each)))
def test_examples_come_out_in_company_as_alone(together: list[Case]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        # the first comes again after all others: what they left in memory must not show
        items = {f"{number:02d}": case for number, case in enumerate([*together, together[0]])}
        (folder / "out").mkdir()
        for name, case in items.items():
            lay_out(case, folder / "in/items" / name)
        shutil.copyfile(folder / "in/items/00/parameters.json", folder / "in/parameters.json")
        _spoil(folder / "in/items/00", folder / "in/items" / SPOILT)
        done = run_folder(together[0].operator, folder)
        assert done.exit_code == 0, done.stderr
        spoilt = _outcome_of(folder, SPOILT, done)
        assert spoilt.exit_code in NO_DEFECT, f"of files that are no media: {spoilt.sentence}\n{spoilt.stderr}"
        problems = {
            f"{case} as {name}": found
            for name, case in items.items()
            if (found := problems_of(case, _outcome_of(folder, name, done)))
        }
    assert problems == {}


def _spoil(item: Path, target: Path) -> None:
    """Make an item of another whose files are neither media nor text nor JSON."""
    shutil.copytree(item, target)
    for path in target.iterdir():
        if path.name not in (CONTEXT_FILE, PARAMETERS_FILE):
            path.write_bytes(UNREADABLE)


def _outcome_of(folder: Path, item: str, process: Outcome) -> Outcome:
    verdict: dict[str, Any] = json.loads((folder / f"out/verdicts/{item}.json").read_text())
    return Outcome(
        exit_code=verdict["exitCode"],
        sentence=verdict["message"],
        files={path.name: path.read_bytes() for path in sorted((folder / "out/items" / item).iterdir())},
        progress=process.progress,
        stderr=(folder / f"out/logs/{item}.log").read_text(),
    )
