"""Where outputs are kept: one key each, never the same one twice, whatever is switched off."""

import pytest

from media_insights.domain.planning.entries import Entry, entries_of
from media_insights.domain.planning.placement import keys_of, repeated_results, unfit_names
from tests.unit.builders import CATALOGUE, Configuration, operator, workflow

OPERATORS = CATALOGUE | {
    "denoise": operator("denoise", "Audio", "Audio"),
    "table": operator("table", outputs=[{"name": "rows", "file": "rows.ndjson", "result": True}]),
    "plan-maker": operator("other", outputs=[{"name": "file", "file": "plan.json", "media": "Text"}]),
    "lookup": operator("elsewhere", parameters={"as": {"type": "string", "default": ""}}, resultParameter="as"),
}
FOLDER = "private/newsroom/assets/asset-1/workflows/run-1/"


def entries(stages: str, configuration: Configuration | None = None) -> tuple[Entry, ...]:
    return entries_of(workflow(stages), OPERATORS, configuration or {}, "spec.configuration")


def keys(stages: str) -> dict[tuple[str, str], str]:
    found = keys_of(entries(stages), FOLDER)
    return {names: key.removeprefix(FOLDER) for names, key in found.items()}


@pytest.mark.parametrize(
    ("stages", "output", "key"),
    [
        ("a: transcribe", ("transcribe", "result"), "transcribe.json"),
        ("a: translate@spanish", ("spanish", "result"), "spanish.json"),
        ("a: table", ("table", "rows"), "table.ndjson"),
        ("a: proxy", ("proxy", "audio"), "audio.bin"),
        ("a: translate@spanish", ("spanish", "text"), "spanish/text.bin"),
        ("a: proxy; b: denoise", ("denoise", "audio"), "denoise/audio.bin"),
        ("a: plan-maker", ("plan-maker", "file"), "plan-maker/plan.json"),
    ],
    ids=[
        "a result under the operator's name",
        "or its alias",
        "with the suffix of its file",
        "a medium under its own",
        "in a folder of the alias",
        "or of the second that would write it",
        "or where the run's own file lies",
    ],
)
def test_where_an_output_is_kept(stages: str, output: tuple[str, str], key: str) -> None:
    assert keys(stages)[output] == key


def test_switching_one_off_moves_nobody_else_s_files() -> None:
    assert keys("a: proxy!; b: denoise") == keys("a: proxy; b: denoise")


def test_two_results_of_one_name_are_refused_at_the_second() -> None:
    (problem,) = repeated_results(entries("a: transcribe; b: lookup", {"lookup": {"as": "transcribe"}}))
    assert (problem.path, problem.reason) == ("spec.stages[1].operators[0]", "DuplicateResult")
    assert problem.message == "transcribe and lookup both store the result transcribe; give one an alias"


@pytest.mark.parametrize(
    ("name", "fit"),
    [("mine", True), ("a" * 63, True), ("plan", False), ("a" * 64, False), ("1st", False), ("a/b", False), ("", True)],
)
def test_a_name_that_a_user_gives_must_be_one_of_a_file(name: str, fit: bool) -> None:  # noqa: FBT001
    problems = unfit_names(entries("a: lookup", {"lookup": {"as": name}}))
    assert [each.reason for each in problems] == ([] if fit else ["InvalidResultName"])
