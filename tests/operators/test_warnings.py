"""What an operator leaves out stands in its result, once, in one shape."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.operators.runs import modules_of

[sdk] = modules_of("_sdk", "media_operator")


def result_of(folder: Path, main: Callable[[Any], Any]) -> Any:
    (folder / "in").mkdir()
    (folder / "out").mkdir()
    environ = {"MEDIA_INSIGHTS_IN": str(folder / "in"), "MEDIA_INSIGHTS_OUT": str(folder / "out")}
    assert sdk.execute(main, environ, folder) == 0
    return json.loads((folder / "out/result.json").read_text())


def test_warnings_are_a_member_of_the_result_with_whole_milliseconds(tmp_path: Path) -> None:
    def main(operator: Any) -> dict[str, Any]:
        operator.warn(sdk.Reason.SPEECH_WITHOUT_WORDS, "no words were understood", 1.2344, 3)
        operator.warn(sdk.Reason.GUESSED, "the language was not told")
        operator.warn(sdk.Reason.GUESSED, "the language was not told")
        return {"Words": []}

    assert result_of(tmp_path, main) == {
        "Words": [],
        "Warnings": [
            {
                "Reason": "SpeechWithoutWords",
                "Message": "no words were understood",
                "StartTimestampMillis": 1234,
                "EndTimestampMillis": 3000,
            },
            {"Reason": "Guessed", "Message": "the language was not told"},
        ],
    }


def test_without_warnings_the_result_is_as_it_was(tmp_path: Path) -> None:
    assert result_of(tmp_path, lambda _: {"Words": []}) == {"Words": []}


def test_many_warnings_are_counted_not_lost(tmp_path: Path) -> None:
    def main(operator: Any) -> dict[str, Any]:
        for number in range(120):
            operator.warn(sdk.Reason.DAMAGED, f"packet {number}")
        return {}

    *shown, last = result_of(tmp_path, main)["Warnings"]
    assert (len(shown), last["Message"]) == (50, "and 70 more warnings")
