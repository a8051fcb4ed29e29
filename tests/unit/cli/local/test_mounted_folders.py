"""``--models OPERATOR=FOLDER`` as people write it, and a variable that would mount nothing."""

from pathlib import Path

import pytest

from media_insights.cli.local.mounted_folders import folder_for, folders_of
from media_insights.cli.terminal.failures import Failure


def test_folders_by_operator() -> None:
    assert folders_of(None) == {}
    assert folders_of(["a=x", "b=/y=z"]) == {"a": Path("x"), "b": Path("/y=z")}


@pytest.mark.parametrize("option", ["a", "a=", "=x", ""])
def test_a_wrong_option_says_what_would_be_right(option: str) -> None:
    with pytest.raises(Failure, match=r"write --models OPERATOR=FOLDER, for instance --models label-") as said:
        folders_of([option])
    assert said.value.code == 2


def test_an_operator_has_one_folder() -> None:
    with pytest.raises(Failure, match="put both into one"):
        folders_of(["a=x", "a=y"])


def test_a_command_for_one_operator_takes_no_folder_of_another() -> None:
    assert folder_for("a", ["a=x"]) == Path("x")
    assert folder_for("a", None) is None
    with pytest.raises(Failure, match="--models b: this is a: write --models a="):
        folder_for("a", ["b=x"])


def test_the_variable_of_operators_is_not_passed_over_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIA_INSIGHTS_MODELS", "/my/models")
    with pytest.raises(Failure, match="MEDIA_INSIGHTS_MODELS mounts no models"):
        folders_of(None)
