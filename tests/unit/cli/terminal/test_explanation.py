"""A workflow, explained: for people, and for programs."""

import json
from collections.abc import Sequence

import pytest

from media_insights.cli.terminal.explanation import WorkflowQuestion, explain, print_explanations
from media_insights.cli.terminal.formats import Format
from media_insights.domain.planning.estimates import Figure
from tests.unit.builders import CATALOGUE, workflow


def question(
    configuration: dict[str, dict[str, object]] | None = None, figures: Sequence[Figure] = ()
) -> WorkflowQuestion:
    return WorkflowQuestion(
        name="full",
        workflow=workflow(),
        operators=CATALOGUE,
        configuration=configuration or {},
        types=("Video", "Image"),
        figures=figures,
    )


def test_it_says_what_runs_after_what_and_why_the_rest_is_skipped(capsys: pytest.CaptureFixture[str]) -> None:
    assert print_explanations(question({"transcribe": {"language": "ja"}}), Format.TABLE) == 0
    said = capsys.readouterr().out
    assert "language=ja" in said
    assert "no earlier run says what it costs" in said
    skipped = {step.name: step.skip for each in explain(question()) for step in each.plan.steps if step.skip}  # type: ignore[union-attr]
    assert "transcribe" in skipped
    assert all(f"{name}: " in said for name in skipped)


def test_costs_are_told_with_their_range_and_how_many_are_missing(capsys: pytest.CaptureFixture[str]) -> None:
    figures = [Figure("proxy", "proxy", "Video", 12.0), Figure("proxy", "proxy", "Video", 14.0)]
    print_explanations(question(figures=figures), Format.TABLE)
    said = capsys.readouterr().out
    assert "13.0 (12.0–14.0, 2 runs)" in said
    assert "CPU s per minute, measured; of" in said


def test_programs_get_every_parameter_and_the_figures_as_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    print_explanations(question(figures=[Figure("proxy", "proxy", "Video", 12.0)]), Format.JSON)
    video, image = json.loads(capsys.readouterr().out)["types"]
    proxy = next(each for each in video["steps"] if each["name"] == "proxy")
    assert proxy["estimate"] == {"runs": 1, "middle": 12.0, "lowest": 12.0, "highest": 12.0}
    assert (video["estimated"], video["cpuSecondsPer"]) == (1, "minute")
    assert "estimate" not in image
    assert any("skipped" in each for each in image["steps"])


def test_what_is_refused_for_every_type_is_an_error_that_names_the_field(capsys: pytest.CaptureFixture[str]) -> None:
    wrong = question({"transcribes": {"language": "ja"}})
    assert print_explanations(wrong, Format.TABLE) == 1
    assert "configuration.transcribes" in capsys.readouterr().out
    assert print_explanations(wrong, Format.JSON) == 1
    assert all(not each["accepted"] for each in json.loads(capsys.readouterr().out)["types"])
